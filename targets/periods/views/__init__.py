"""Pages of periods, requests and the board."""
