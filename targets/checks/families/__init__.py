"""The checks of a plan's returns, one module for each family of rules. Pure functions, without a database.

A caller brings a ``CheckContext`` (one return with what it is compared with) and gets ``RuleFinding`` objects.
"""
