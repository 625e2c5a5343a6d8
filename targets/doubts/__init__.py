"""Numbers that look made up (疑点), each with its reason: what a reviewer may ask about. Reasons, not verdicts."""
