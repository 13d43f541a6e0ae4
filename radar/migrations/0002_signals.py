from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("radar", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="snooze",
            name="signal",
            field=models.CharField(
                choices=[
                    ("limitation", "Limitation runs out"),
                    ("no_limitation", "No limitation date"),
                    ("unheeded", "Date not heeded"),
                    ("unsettled", "Dates not settled"),
                    ("no_deadline", "No deadline in its stage"),
                    ("client", "Client waits for an answer"),
                    ("deposition", "Deposition not prepared"),
                    ("nothing_planned", "Nothing planned"),
                    ("quiet", "Quiet"),
                ],
                max_length=20,
            ),
        ),
    ]
