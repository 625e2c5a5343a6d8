"""The interface and the pages of its tokens."""
