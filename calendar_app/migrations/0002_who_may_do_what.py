import django.db.models.deletion
import practice.constraints
import practice.tenancy
import supervision.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("calendar_app", "0001_initial"),
        ("matters", "0001_initial"),
        ("practice", "0002_audit_and_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="dismissal",
            field=models.CharField(
                blank=True, help_text="Why it was dismissed; empty when it was met.", max_length=500
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="set_by",
            field=practice.tenancy.FirmForeignKey(
                help_text="Who set the date as it stands: never who verifies it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.RunSQL(
            sql="UPDATE calendar_app_deadline SET set_by_id = created_by_id WHERE set_by_id IS NULL",
            reverse_sql="",
        ),
        migrations.AddField(
            model_name="deadline",
            name="verified_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="verified_by",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("done_at", None)),
                fields=["firm", "matter", "due_on", "id"],
                name="deadline_next",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(fields=["firm", "set_by"], name="calendar_app_deadline__52720d2"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(fields=["firm", "verified_by"], name="calendar_app_deadline__facb1fd"),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=practice.constraints.SameFirm(field="set_by", name="calendar_app_deadline__4912efd"),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=practice.constraints.SameFirm(
                field="verified_by", name="calendar_app_deadline__7c5f369"
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verified_at__isnull", True), ("verified_by__isnull", True)),
                    models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                    _connector="OR",
                ),
                name="deadline_verified_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("dismissal", ""), ("done_at__isnull", False), _connector="OR"),
                name="deadline_dismissed_is_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=supervision.constraints.NeedsApproval(
                kind="deadline",
                name="calendar_deadline_verified",
                op="INSERT OR UPDATE OF verified_at",
                when="NEW.verified_at IS NOT NULL",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=practice.constraints.Trigger(
                body="\n    IF NEW.verified_at IS NOT NULL AND OLD.verified_at IS NOT NULL\n       AND (NEW.title, NEW.due_on, NEW.kind, NEW.authority, NEW.matter_id)\n           IS DISTINCT FROM (OLD.title, OLD.due_on, OLD.kind, OLD.authority, OLD.matter_id) THEN\n        RAISE EXCEPTION 'deadline % was verified as it was', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="calendar_deadline_moved",
                when="BEFORE UPDATE",
            ),
        ),
    ]
