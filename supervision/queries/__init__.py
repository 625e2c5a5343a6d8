"""Reading comments and looks."""
