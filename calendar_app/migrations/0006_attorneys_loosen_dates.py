import django.db.models.deletion
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_hours"),
        ("calendar_app", "0005_outline_of_days"),
        ("documents", "0003_texts"),
        ("matters", "0005_ground_of_a_leave"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.AddField(
            model_name="triggerevent",
            name="document",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                help_text="The paper that says it: the proof of service, the notice of hearing, the order.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.AddIndex(
            model_name="triggerevent",
            index=models.Index(fields=["firm", "document"], name="calendar_app_triggerev_fe5af81"),
        ),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=practice.constraints.Trigger(
                body="    IF NEW.how = 'extended' THEN\n    SELECT (now() AT TIME ZONE f.time_zone)::date INTO today FROM practice_firm f WHERE f.id = NEW.firm_id;\n    IF NOT EXISTS (\n        SELECT 1 FROM accounts_barlicence l WHERE l.firm_id = NEW.firm_id AND l.member_id = NEW.made_by_id\n           AND l.status = 'active' AND (l.expires_on IS NULL OR l.expires_on >= today)\n           AND (l.verified_by_id IS NOT NULL OR l.self_declared)) THEN\n        RAISE EXCEPTION 'deadline %: a licensed attorney extends it', NEW.deadline_id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    END IF;\n    RETURN NEW;\n",
                declare="today date;",
                deferred=False,
                definer=False,
                name="calendar_datechange_attorney",
                when="BEFORE INSERT",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=practice.constraints.Trigger(
                body="\n    IF NEW.original_due_on <> OLD.original_due_on THEN\n        RAISE EXCEPTION 'deadline % keeps its first date', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.dismissal <> '' AND NEW.dismissal <> OLD.dismissal THEN\n    SELECT (now() AT TIME ZONE f.time_zone)::date INTO today FROM practice_firm f WHERE f.id = NEW.firm_id;\n    IF NOT EXISTS (\n        SELECT 1 FROM accounts_barlicence l WHERE l.firm_id = NEW.firm_id AND l.member_id = NEW.done_by_id\n           AND l.status = 'active' AND (l.expires_on IS NULL OR l.expires_on >= today)\n           AND (l.verified_by_id IS NOT NULL OR l.self_declared)) THEN\n        RAISE EXCEPTION 'deadline %: a licensed attorney dismisses it', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    END IF;\n    IF NEW.extended_from IS NOT NULL AND NEW.extended_from IS DISTINCT FROM OLD.extended_from\n       OR OLD.kind <> 'internal' AND NEW.kind = 'internal'\n       OR NEW.kind <> 'internal' AND NEW.override <> '' AND NEW.override <> OLD.override THEN\n    SELECT (now() AT TIME ZONE f.time_zone)::date INTO today FROM practice_firm f WHERE f.id = NEW.firm_id;\n    IF NOT EXISTS (\n        SELECT 1 FROM accounts_barlicence l WHERE l.firm_id = NEW.firm_id AND l.member_id = NEW.set_by_id\n           AND l.status = 'active' AND (l.expires_on IS NULL OR l.expires_on >= today)\n           AND (l.verified_by_id IS NOT NULL OR l.self_declared)) THEN\n        RAISE EXCEPTION 'deadline %: a licensed attorney gives it another date', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    END IF;\n    RETURN NEW;\n",
                declare="today date;",
                deferred=False,
                definer=False,
                name="calendar_deadline_loosened",
                when="BEFORE UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="triggerevent",
            constraint=practice.constraints.SameFirm(field="document", name="calendar_app_triggerev_56a07d1"),
        ),
    ]
