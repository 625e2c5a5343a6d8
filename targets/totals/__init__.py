"""Totals: stale marks, settling, reading, pace and lights, totals as of a day. May import models, db, values, plans."""
