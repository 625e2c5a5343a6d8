"""The largest swing of a submission, kept with it; the next migration computes it for those that are there."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targets", "0010_formula_rules")]

    operations = [
        migrations.AddField(
            "snapshot",
            "swing",
            models.DecimalField(blank=True, decimal_places=10, max_digits=60, null=True),
        ),
        migrations.AddField("snapshot", "swing_exceeds", models.BooleanField(db_default=False, default=False)),
        migrations.AddField(
            "snapshot",
            "swing_target",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="targets.target",
            ),
        ),
    ]
