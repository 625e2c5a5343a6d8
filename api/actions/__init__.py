"""Make and revoke tokens."""
