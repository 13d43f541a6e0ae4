from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_booking"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="lead",
            name="intake_lead_conflict_c_c6f0354",
        ),
        migrations.RemoveIndex(
            model_name="lead",
            name="intake_lead_conflict_c_84b6e0a",
        ),
        migrations.RemoveField(
            model_name="lead",
            name="conflict_cleared_at",
        ),
        migrations.RemoveField(
            model_name="lead",
            name="conflict_cleared_by",
        ),
    ]
