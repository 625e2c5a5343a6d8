"""Changes of periods, requests and reminders."""
