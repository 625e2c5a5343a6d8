"""Changes of people, posts, passwords and locks, each recorded in the audit trail."""
