from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_hours"),
        ("matters", "0005_ground_of_a_leave"),
        ("practice", "0004_acceptance_check"),
        ("reminders", "0002_ones_own_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="is_final",
            field=models.BooleanField(
                default=False, help_text="The address was refused for good, and is not tried again by itself."
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_final", False), ("state", "failed"), _connector="OR"),
                name="delivery_final_has_failed",
            ),
        ),
    ]
