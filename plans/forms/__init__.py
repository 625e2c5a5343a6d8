"""Forms of plans, sections, tasks, participants and groups."""
