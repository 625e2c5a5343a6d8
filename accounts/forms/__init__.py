"""Forms of people, posts, passwords and units."""
