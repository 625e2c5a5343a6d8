"""Changes of plans in draft: sections, tasks, participants, groups, numbering."""
