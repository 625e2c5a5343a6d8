"""Plans, their sections, tasks, participants, groups and periods. May import accounts, orgs and audit."""
