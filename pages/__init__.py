"""What every page is made of: how numbers are formatted, and the lights and bars drawn beside them.

The lowest application: it imports no other application of the project.
"""
