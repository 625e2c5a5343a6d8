"""The first page after login and the navigation of every page. May import every other topic."""
