"""The audit trail, and the errors that actions raise. Imports no other application of the project."""
