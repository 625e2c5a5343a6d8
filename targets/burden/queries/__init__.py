"""Reading what is asked, what was filled in, and how long it takes."""
