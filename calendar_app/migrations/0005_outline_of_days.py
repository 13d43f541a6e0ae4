import calendar_app.constraints
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_hours"),
        ("calendar_app", "0004_events_and_court_dates"),
        ("matters", "0005_ground_of_a_leave"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="event",
            constraint=calendar_app.constraints.OutlineOfDays(name="calendar_outline", version=1),
        ),
    ]
