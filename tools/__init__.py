"""What the Makefile calls; nothing here runs on a server."""
