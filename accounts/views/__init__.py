"""The pages of login, people, units, locks and the audit trail."""
