"""The pages of circulars."""
