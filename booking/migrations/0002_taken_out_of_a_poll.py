from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0001_initial"),
        ("calendar_app", "0004_events_and_court_dates"),
        ("matters", "0005_ground_of_a_leave"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.AddField(
            model_name="pollguest",
            name="removed_at",
            field=models.DateTimeField(
                help_text="When they were taken out; what they answered is kept.", null=True
            ),
        ),
        migrations.AddField(
            model_name="polloption",
            name="removed_at",
            field=models.DateTimeField(
                help_text="When it was taken out; what was answered is kept.", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="polloption",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_chosen", False), ("removed_at", None), _connector="OR"),
                name="poll_chooses_what_stands",
            ),
        ),
    ]
