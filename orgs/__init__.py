"""Units (federations, offices, zones, member bodies) and their tree. May import audit."""
