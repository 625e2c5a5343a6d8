"""The pages of forms: the list, one form with what was understood, and the filled form."""
