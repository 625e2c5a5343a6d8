"""What imports found is kept, so that they can be taken back; and figures come in by the hundred thousand.

A foreign key is looked up row by row: for 114,000 imported figures that took three of four seconds. Figures keep their
keys and lose those checks (why nothing dangles: ``targets/models/figure.py``). What imports found is written once.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL
STATES = [
    ("draft", "draft"), ("submitted", "submitted"), ("under_review", "under review"), ("accepted", "accepted"),
    ("sent_back", "sent back"),
]  # fmt: skip
ORIGINS = [("page", "page"), ("workbook", "workbook"), ("api", "interface")]


def number(name):
    return models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True, verbose_name=name)


def loose(to, on_delete=models.PROTECT, related_name="+", **more):
    return models.ForeignKey(
        to=to, on_delete=on_delete, related_name=related_name, db_index=False, db_constraint=False, **more
    )


CELL = [
    ("value", number("value")),
    ("base", number("denominator")),
    ("na", models.BooleanField(default=False, verbose_name="not applicable")),
    ("reason", models.CharField(blank=True, max_length=200, verbose_name="why not applicable")),
    ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
    ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
]


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_initial"),
        ("targets", "0002_storage"),
        migrations.swappable_dependency(PERSON),
    ]

    operations = [
        migrations.AddField("upload", "undone_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "upload",
            "undone_by",
            models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=models.PROTECT, related_name="+", to=PERSON
            ),
        ),
        migrations.AddConstraint(
            "upload",
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_by__isnull=False, applied_at__isnull=False),
                name="only_what_was_done_is_undone",
            ),
        ),
        migrations.CreateModel(
            "CellBefore",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "upload_id",
                        "report_id",
                        "target_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("upload", loose("targets.upload")),
                ("report", loose("targets.return")),
                ("target", loose("targets.target")),
                *CELL,
                ("version", models.PositiveIntegerField()),
                ("typed_by", loose(PERSON, null=True)),
                ("typed_at", models.DateTimeField(null=True)),
                ("origin", models.CharField(blank=True, choices=ORIGINS, max_length=8)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            "ReturnBefore",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "upload_id", "report_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("upload", loose("targets.upload")),
                ("report", loose("targets.return")),
                ("snapshot", loose("targets.snapshot", null=True)),
                ("state", models.CharField(choices=STATES, max_length=12)),
                ("correcting", models.BooleanField()),
                ("submitted", loose("targets.snapshot", null=True)),
                ("reviewer", loose(PERSON, null=True)),
                ("first_submitted_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.AlterField("figure", "report", loose("targets.return", models.CASCADE, "figures")),
        migrations.AlterField("figure", "target", loose("targets.target")),
        migrations.AlterField("figure", "typed_by", loose(PERSON)),
        migrations.AlterField("snapshotfigure", "snapshot", loose("targets.snapshot", related_name="figures")),
        migrations.AlterField("snapshotfigure", "target", loose("targets.target")),
    ]
