"""Progress of tasks: parts of assisting units, overdue and silent tasks, the story of a task. May import plans."""
