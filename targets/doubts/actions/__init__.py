"""Finding doubts in what was submitted, and keeping them with it."""
