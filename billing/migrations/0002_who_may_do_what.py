import billing.constraints
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.money
import practice.tenancy
import supervision.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("billing", "0001_initial"),
        ("documents", "0001_initial"),
        ("matters", "0001_initial"),
        ("practice", "0002_audit_and_work"),
    ]

    operations = [
        migrations.CreateModel(
            name="TimeSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_sheets",
                        to="matters.matter",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_sheets",
                        to="accounts.member",
                    ),
                ),
                ("week_start", models.DateField(help_text="The Monday.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Not submitted"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                ("return_note", models.TextField(blank=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["-week_start", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "member", "-week_start"], name="sheet_of_week"),
                    models.Index(fields=["firm", "matter"], name="billing_timesheet_matter_ix"),
                    models.Index(fields=["firm", "approved_by"], name="billing_timesheet_appr_fa30ad7"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_timesheet_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_timesheet_key"),
                    practice.constraints.SameFirm(field="matter", name="billing_timesheet_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="billing_timesheet_member_fk"),
                    practice.constraints.SameFirm(field="approved_by", name="billing_timesheet_appr_9862d8d"),
                    models.CheckConstraint(
                        condition=models.Q(("week_start__iso_week_day", 1)), name="sheet_starts_on_monday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="sheet_approved_by_somebody",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NEW.matter_id <> OLD.matter_id OR NEW.member_id <> OLD.member_id OR NEW.week_start <> OLD.week_start THEN\n        RAISE EXCEPTION 'time sheet % is of another week', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="billing_sheet_stays",
                        when="BEFORE UPDATE OF matter_id, member_id, week_start",
                    ),
                    supervision.constraints.NeedsApproval(
                        kind="time",
                        name="billing_sheet_approval",
                        op="INSERT OR UPDATE OF state",
                        when="NEW.state = 'approved'",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    practice.tenancy.FirmStamp(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "sheet",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payables",
                        to="billing.timesheet",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("seconds", models.PositiveIntegerField(help_text="Worked, on the sheet as approved.")),
                (
                    "cost_rate",
                    practice.money.MoneyField(decimal_places=2, help_text="Per hour.", max_digits=14),
                ),
                (
                    "amount",
                    practice.money.MoneyField(
                        decimal_places=2,
                        help_text="Cost of the sheet less what was paid for it before.",
                        max_digits=14,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("owed", "Owed"), ("paid", "Paid"), ("void", "Void")],
                        default="owed",
                        max_length=4,
                    ),
                ),
                (
                    "approved_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("paid_on", models.DateField(blank=True, null=True)),
                (
                    "paid_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, help_text="Check or transfer number.", max_length=60),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "state", "member"], name="payable_open"),
                    models.Index(fields=["firm", "matter"], name="billing_payable_matter_ix"),
                    models.Index(fields=["firm", "sheet"], name="billing_payable_sheet_ix"),
                    models.Index(fields=["firm", "member"], name="billing_payable_member_ix"),
                    models.Index(fields=["firm", "approved_by"], name="billing_payable_approved_by_ix"),
                    models.Index(fields=["firm", "paid_by"], name="billing_payable_paid_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="billing_payable_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="billing_payable_key"),
                    practice.constraints.SameFirm(field="matter", name="billing_payable_matter_fk"),
                    practice.constraints.SameFirm(field="sheet", name="billing_payable_sheet_fk"),
                    practice.constraints.SameFirm(field="member", name="billing_payable_member_fk"),
                    practice.constraints.SameFirm(field="approved_by", name="billing_payable_approved_by_fk"),
                    practice.constraints.SameFirm(field="paid_by", name="billing_payable_paid_by_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "owed")),
                        fields=("firm", "sheet"),
                        name="payable_owed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_rate__gte", 0)), name="payable_rate_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paid_by__isnull", False), ("paid_on__isnull", False), ("state", "paid")
                            ),
                            models.Q(
                                models.Q(("state", "paid"), _negated=True),
                                ("paid_by__isnull", True),
                                ("paid_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="payable_paid_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_by__isnull", True),
                            models.Q(("paid_by", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="payable_not_to_oneself",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'INSERT' THEN\n        IF NOT EXISTS (SELECT 1 FROM supervision_approval a WHERE a.firm_id = NEW.firm_id AND a.kind = 'time'\n                          AND a.object_id = NEW.sheet_id AND a.state = 'approved') THEN\n            RAISE EXCEPTION 'payable of sheet % has no approval', NEW.sheet_id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF TG_OP = 'DELETE' OR OLD.state = 'void'\n       OR (to_jsonb(NEW) - ARRAY['state', 'paid_on', 'paid_by_id', 'reference'])\n          IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'paid_on', 'paid_by_id', 'reference'])\n       OR (OLD.state = 'paid' AND NEW.state = 'void') THEN\n        RAISE EXCEPTION 'payable % stays as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="billing_payable_stays",
                        when="BEFORE INSERT OR UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.RemoveIndex(
            model_name="invoiceline",
            name="billing_invoiceline_invoice_ix",
        ),
        migrations.RemoveIndex(
            model_name="timeentry",
            name="billing_timeentry_member_ix",
        ),
        migrations.AddField(
            model_name="expense",
            name="approval",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not submitted"),
                    ("submitted", "Submitted"),
                    ("returned", "Returned"),
                    ("approved", "Approved"),
                ],
                default="",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="expense",
            constraint=supervision.constraints.NeedsApproval(
                kind="expense",
                name="billing_expense_approval",
                op="INSERT OR UPDATE OF approval",
                when="NEW.approval = 'approved'",
            ),
        ),
        migrations.AddConstraint(
            model_name="expense",
            constraint=practice.constraints.Trigger(
                body="\n    IF OLD.approval = 'approved' AND NEW.approval = 'approved'\n       AND (NEW.matter_id, NEW.member_id, NEW.date, NEW.category, NEW.vendor, NEW.description, NEW.amount, NEW.billable)\n           IS DISTINCT FROM\n           (OLD.matter_id, OLD.member_id, OLD.date, OLD.category, OLD.vendor, OLD.description, OLD.amount, OLD.billable)\n    THEN\n        RAISE EXCEPTION 'expense % is approved as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="billing_expense_stays",
                when="BEFORE UPDATE OF matter_id, member_id, date, category, vendor, description, amount, billable",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=supervision.constraints.NeedsApproval(
                kind="invoice",
                name="billing_invoice_approval",
                op="INSERT OR UPDATE OF state",
                when="NEW.state = 'approved' AND NEW.kind = 'invoice'",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=supervision.constraints.NeedsApproval(
                kind="void",
                name="billing_invoice_void",
                op="INSERT OR UPDATE OF state",
                when="NEW.state = 'void'",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=practice.constraints.Trigger(
                body="\n    IF NEW.kind = 'reversal' AND NEW.state = 'approved' AND NOT EXISTS (\n        SELECT 1 FROM supervision_approval a WHERE a.firm_id = NEW.firm_id AND a.kind = 'void'\n           AND a.object_id = NEW.reversal_of_id AND a.state = 'approved') THEN\n        RAISE EXCEPTION 'reversal % has no approval', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="billing_reversal_approval",
                when="BEFORE INSERT OR UPDATE OF state, kind, reversal_of_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=billing.constraints.OnlyApprovedWork(name="billing_line_approved"),
        ),
        migrations.AddField(
            model_name="timeentry",
            name="sheet",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="billing.timesheet",
            ),
        ),
        migrations.AddIndex(
            model_name="timeentry",
            index=models.Index(fields=["firm", "sheet"], name="billing_timeentry_sheet_ix"),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=practice.constraints.SameFirm(field="sheet", name="billing_timeentry_sheet_fk"),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=practice.constraints.Trigger(
                body="\n    IF TG_OP <> 'INSERT' AND OLD.sheet_id IS NOT NULL\n       AND (TG_OP = 'DELETE'\n            OR (NEW.sheet_id, NEW.matter_id, NEW.member_id, NEW.date, NEW.seconds, NEW.billed_seconds, NEW.narrative,\n                NEW.nature, NEW.billable)\n               IS DISTINCT FROM\n               (OLD.sheet_id, OLD.matter_id, OLD.member_id, OLD.date, OLD.seconds, OLD.billed_seconds, OLD.narrative,\n                OLD.nature, OLD.billable)) THEN\n        SELECT s.state INTO sheet_state FROM billing_timesheet s\n         WHERE s.firm_id = OLD.firm_id AND s.id = OLD.sheet_id FOR SHARE;\n        IF sheet_state = 'approved' THEN\n            RAISE EXCEPTION 'time entry % stands on an approved sheet', OLD.id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n    END IF;\n    IF TG_OP = 'DELETE' THEN\n        RETURN OLD;\n    END IF;\n    IF NEW.sheet_id IS NOT NULL\n       AND (TG_OP = 'INSERT' OR (NEW.sheet_id, NEW.matter_id, NEW.member_id, NEW.date)\n                                IS DISTINCT FROM (OLD.sheet_id, OLD.matter_id, OLD.member_id, OLD.date)) THEN\n        PERFORM 1 FROM billing_timesheet s\n          WHERE s.firm_id = NEW.firm_id AND s.id = NEW.sheet_id AND s.state <> 'approved'\n            AND s.matter_id = NEW.matter_id AND s.member_id = NEW.member_id\n            AND NEW.date BETWEEN s.week_start AND s.week_start + 6\n            FOR SHARE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'time entry % is not of sheet %', NEW.id, NEW.sheet_id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n",
                declare="sheet_state text;",
                deferred=False,
                definer=False,
                name="billing_entry_of_sheet",
                when="BEFORE INSERT OR UPDATE OF sheet_id, matter_id, member_id, date, seconds, billed_seconds, narrative, nature, billable OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeentry",
            constraint=practice.constraints.Trigger(
                body="\n    IF OLD.billable OR NOT NEW.billable THEN\n        RETURN NEW;\n    END IF;\n    IF (NEW.nature = 'clerical' OR EXISTS (\n            SELECT 1 FROM accounts_member m JOIN accounts_role r ON r.firm_id = m.firm_id AND r.id = m.role_id\n             WHERE m.firm_id = NEW.firm_id AND m.id = NEW.member_id\n               AND r.template IN ('legal_assistant', 'legal_secretary', 'firm_admin')))\n       AND NOT EXISTS (\n            SELECT 1 FROM supervision_approval a WHERE a.firm_id = NEW.firm_id AND a.kind = 'billable'\n               AND a.object_id = NEW.id AND a.state = 'approved') THEN\n        RAISE EXCEPTION 'time entry % has no approval to be billed', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="billing_entry_billable",
                when="BEFORE UPDATE OF billable",
            ),
        ),
    ]
