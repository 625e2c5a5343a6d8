"""The views of comments and looks."""
