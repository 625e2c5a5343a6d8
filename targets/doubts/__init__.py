"""Numbers that look made up (可疑), each with its reason: what a reviewer may ask about. Reasons, not verdicts."""
