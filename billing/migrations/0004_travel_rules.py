from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0003_time_of_tasks"),
    ]

    operations = [
        migrations.AddField(
            model_name="timeentry",
            name="rate_fixed",
            field=models.BooleanField(
                default=False, help_text="A rule for travel set the rate; the rate card does not renew it."
            ),
        ),
    ]
