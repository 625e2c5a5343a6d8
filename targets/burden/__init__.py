"""What a plan costs those below: cells to fill in, and the hours that they take; before a period opens, and in a year.

Only what was asked and how it was filled in is counted, and seconds are one median of all returns: nothing here is of a
person.
"""
