import supervision.constraints
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("exchange", "0001_initial"),
        ("matters", "0001_initial"),
        ("practice", "0002_audit_and_work"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="importrun",
            constraint=supervision.constraints.NeedsApproval(
                kind="import",
                name="exchange_import_approved",
                op="UPDATE OF state",
                when="NEW.state IN ('importing', 'done') AND OLD.state NOT IN ('importing', 'done')",
            ),
        ),
    ]
