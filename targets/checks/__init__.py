"""Check rules of a plan's returns and their findings. May import shares and totals."""
