"""What the cells of a figure hold, and how they are written and read."""
