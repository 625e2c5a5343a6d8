"""Changes of units and their alternative names."""
