"""The pages of plans: list, detail, writing, participants and groups."""
