"""All tasks and targets of a plan in one table, whose cells are edited, filled in together and pasted from a sheet."""
