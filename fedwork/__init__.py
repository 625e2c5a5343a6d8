"""The project: settings, addresses, the queue, and the servers and processes that a start needs."""
