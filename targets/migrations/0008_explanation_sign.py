"""An explanation remembers what it was said of: once the numbers are others, it is asked for again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targets", "0007_return_optional")]

    operations = [
        migrations.AddField(
            "explanation", "sign", models.CharField(blank=True, default="", max_length=16), preserve_default=False
        )
    ]
