"""Between a reading of a plan document and what a plan holds: proposals out of the one, parts out of the other."""
