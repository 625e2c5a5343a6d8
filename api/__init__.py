"""The JSON interface for other systems, and the tokens that open it."""
