"""How each big table lives on disk.

Totals are rewritten in place at every settling, figures while they are typed: room on each page keeps those updates
on it (and out of the index), and an eager autovacuum keeps the tables from growing. The queue of marks is filled and
emptied all day. Submitted figures are never changed, so their pages are packed full.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE targets_total SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
ALTER TABLE targets_figure SET (fillfactor = 90);
ALTER TABLE targets_progress SET (fillfactor = 90);
ALTER TABLE targets_mark SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
"""
BACKWARD = """
ALTER TABLE targets_total RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
ALTER TABLE targets_figure RESET (fillfactor);
ALTER TABLE targets_progress RESET (fillfactor);
ALTER TABLE targets_mark RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
"""


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
