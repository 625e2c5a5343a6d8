"""Receive documents, decide their proposals, adopt them into the plan."""
