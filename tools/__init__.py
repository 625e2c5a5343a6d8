"""Development tools called by the Makefile; not used on servers."""
