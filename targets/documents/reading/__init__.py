"""From an uploaded document to unsaved proposals: its text, its reading, and what is said about both."""
