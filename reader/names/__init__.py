"""What a target is called: what is counted, with its programme and group, as a planner would write it."""
