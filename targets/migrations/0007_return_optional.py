from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targets", "0006_returns_deepened")]

    operations = [
        migrations.AddField(
            model_name="return",
            name="optional",
            field=models.BooleanField(db_default=False, default=False, verbose_name="may stay empty"),
        ),
    ]
