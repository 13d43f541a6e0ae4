from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_who_may_do_what"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="kind",
            field=models.CharField(
                choices=[
                    ("contacts", "Contacts (CSV)"),
                    ("matters", "Matters (CSV)"),
                    ("time", "Unbilled time (CSV)"),
                    ("events", "Events (CSV)"),
                    ("ledes", "LEDES 1998B"),
                ],
                max_length=10,
            ),
        ),
    ]
