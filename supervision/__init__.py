"""Comments of leaders on numbers, and when each last looked at a plan."""
