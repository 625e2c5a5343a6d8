"""What stood when, so that a number can be told as it was on any day.

Returns that were submitted before this table was there get one row, from the moment at which they last moved.
"""

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models

PERSON = settings.AUTH_USER_MODEL

BEGIN = """
INSERT INTO targets_basishistory (report_id, number, at, verb, by_id, submitted_id, accepted_id)
SELECT r.id, 1, r.changed_at, CASE WHEN r.state = 'accepted' THEN 'accept' ELSE 'submit' END,
       coalesce(r.reviewer_id, s.by_id), r.submitted_id, r.accepted_id
FROM targets_return r
LEFT JOIN targets_snapshot s ON s.id = r.submitted_id
WHERE r.submitted_id IS NOT NULL OR r.accepted_id IS NOT NULL
ORDER BY r.id
"""


def loose(to, **more):
    return models.ForeignKey(
        to=to, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False, **more
    )


def key(*names):
    return models.CompositePrimaryKey(*names, blank=True, editable=False, primary_key=True, serialize=False)


def number():
    return models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True)


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(PERSON), ("targets", "0003_upload_before")]

    operations = [
        migrations.CreateModel(
            "BasisHistory",
            [
                ("pk", key("report_id", "number")),
                ("report", loose("targets.return")),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=12)),
                ("by", loose(PERSON, null=True)),
                ("submitted", loose("targets.snapshot", null=True)),
                ("accepted", loose("targets.snapshot", null=True)),
            ],
            options={"indexes": [django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="basis_since")]},
        ),
        migrations.CreateModel(
            "ShareBefore",
            [
                ("pk", key("allocation_id", "number")),
                ("allocation", loose("targets.allocation")),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=12)),
                ("by", loose(PERSON, null=True)),
                ("adjustment", loose("targets.adjustment", null=True)),
                ("existed", models.BooleanField()),
                ("replaced", models.BooleanField()),
                ("own", number()),
                ("baseline", number()),
                ("baseline_base", number()),
            ],
        ),
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
    ]
