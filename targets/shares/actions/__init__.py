"""Changes of shares and baselines, and the returns that they make due."""
