"""Review of returns by the levels above. May import returns and evidence."""
