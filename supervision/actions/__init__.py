"""What changes comments and looks."""
