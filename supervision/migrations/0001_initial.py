import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.money
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("matters", "0002_who_may_do_what"),
        ("practice", "0003_who_may_do_what"),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
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
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="matters.matter",
                    ),
                ),
                ("round", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=200)),
                ("amount", practice.money.MoneyField(decimal_places=2, max_digits=14, null=True)),
                ("arguments", models.JSONField(default=dict, help_text="What the act will be called with.")),
                (
                    "content",
                    models.JSONField(help_text="What was read: {fields: {…}, rows: {section: {key: text}}}."),
                ),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("returned", "Returned"),
                            ("withdrawn", "Withdrawn"),
                            ("void", "Void"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "prepared_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "submitted_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("note", models.TextField(blank=True, help_text="Words of who sent it.")),
                (
                    "assigned_to",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("assigned_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "escalated_from",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("urgent", models.BooleanField(default=False)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("reserved", models.BooleanField(help_text="Only a licensed attorney decides it.")),
                (
                    "decided_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_note", models.TextField(blank=True)),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("second_person", "Prepared by another"),
                            ("own_work", "The attorney’s own work"),
                            ("sole_attorney", "Self-approved (sole attorney)"),
                        ],
                        max_length=14,
                    ),
                ),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "kind", "object_id", "-round"], name="approval_of_object"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["firm", "assigned_to", "submitted_at"],
                        name="approval_inbox",
                    ),
                    models.Index(fields=["firm", "matter"], name="supervision_approval_matter_ix"),
                    models.Index(fields=["firm", "prepared_by"], name="supervision_approval_p_4890beb"),
                    models.Index(fields=["firm", "submitted_by"], name="supervision_approval_s_3501cfe"),
                    models.Index(fields=["firm", "assigned_to"], name="supervision_approval_a_789d39d"),
                    models.Index(fields=["firm", "escalated_from"], name="supervision_approval_e_1d029be"),
                    models.Index(fields=["firm", "decided_by"], name="supervision_approval_d_402320c"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="supervision_approval_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="supervision_approval_key"),
                    practice.constraints.SameFirm(field="matter", name="supervision_approval_matter_fk"),
                    practice.constraints.SameFirm(field="prepared_by", name="supervision_approval_p_b328a20"),
                    practice.constraints.SameFirm(
                        field="submitted_by", name="supervision_approval_s_50fcb33"
                    ),
                    practice.constraints.SameFirm(field="assigned_to", name="supervision_approval_a_b5f4863"),
                    practice.constraints.SameFirm(
                        field="escalated_from", name="supervision_approval_e_192f9fd"
                    ),
                    practice.constraints.SameFirm(field="decided_by", name="supervision_approval_d_8b15cbc"),
                    models.UniqueConstraint(
                        fields=("firm", "kind", "object_id", "round"), name="approval_round_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("firm", "kind", "object_id"),
                        name="approval_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "returned"]), _negated=True),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="approval_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("decision_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="approval_returned_with_note",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(("basis__in", ["own_work", "sole_attorney"]), ("reserved", True)),
                            models.Q(
                                models.Q(
                                    ("prepared_by__isnull", True),
                                    models.Q(("decided_by", models.F("prepared_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                                ("basis", "second_person"),
                            ),
                            _connector="OR",
                        ),
                        name="approval_maker_is_not_checker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), _negated=True),
                            ("voided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="approval_void_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("content_hash__regex", "^[0-9a-f]{64}$")),
                        name="approval_has_hash",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION 'approval % stays on record', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.kind <> OLD.kind OR NEW.object_id <> OLD.object_id OR NEW.round <> OLD.round\n       OR NEW.matter_id IS DISTINCT FROM OLD.matter_id OR NEW.arguments <> OLD.arguments THEN\n        RAISE EXCEPTION 'approval % is about something else', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF OLD.state = 'waiting' THEN\n        RETURN NEW;\n    END IF;\n    IF (to_jsonb(NEW) - ARRAY['state', 'void_reason', 'voided_at'])\n       IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'void_reason', 'voided_at'])\n       OR NOT (NEW.state = OLD.state OR (OLD.state = 'approved' AND NEW.state = 'void')) THEN\n        RAISE EXCEPTION 'approval % is decided', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="supervision_approval_steps",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NEW.state <> 'approved' THEN\n        RETURN NEW;\n    END IF;\n    SELECT (now() AT TIME ZONE f.time_zone)::date INTO today FROM practice_firm f WHERE f.id = NEW.firm_id;\n    IF NEW.reserved AND NOT EXISTS (\n        SELECT 1 FROM accounts_barlicence l WHERE l.firm_id = NEW.firm_id AND l.member_id = NEW.decided_by_id\n           AND l.status = 'active' AND (l.expires_on IS NULL OR l.expires_on >= today)\n           AND (l.verified_by_id IS NOT NULL OR l.self_declared)) THEN\n        RAISE EXCEPTION 'approval % needs a decision of a licensed attorney', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.basis = 'sole_attorney' AND EXISTS (\n        SELECT 1 FROM accounts_barlicence l JOIN accounts_member m ON m.firm_id = l.firm_id AND m.id = l.member_id\n         WHERE l.firm_id = NEW.firm_id AND l.member_id <> NEW.decided_by_id AND m.is_active\n           AND (m.expires_on IS NULL OR m.expires_on >= today)\n           AND l.status = 'active' AND (l.expires_on IS NULL OR l.expires_on >= today)\n           AND (l.verified_by_id IS NOT NULL OR l.self_declared)) THEN\n        RAISE EXCEPTION 'approval %: there is another attorney', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="today date;",
                        deferred=False,
                        definer=True,
                        name="supervision_approval_decider",
                        when="BEFORE INSERT OR UPDATE OF state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Policy",
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
                    "second_person",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Kinds that an attorney does not approve alone when they prepared it themselves.",
                        size=None,
                    ),
                ),
                (
                    "time_approval",
                    models.CharField(
                        choices=[
                            ("nobody", "Nobody’s: bills are read line by line"),
                            ("guests", "Guests’"),
                            ("staff", "Guests’ and non-attorneys’"),
                        ],
                        default="guests",
                        max_length=8,
                    ),
                ),
                (
                    "expense_approval_from",
                    practice.money.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Expenses of this amount or more are approved before they are billed; empty: none.",
                        max_digits=14,
                        null=True,
                    ),
                ),
                (
                    "expense_admin_limit",
                    practice.money.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Up to this amount a firm administrator approves expenses; empty: any amount.",
                        max_digits=14,
                        null=True,
                    ),
                ),
                ("remind_after_hours", models.PositiveIntegerField(default=24)),
                ("escalate_after_hours", models.PositiveIntegerField(default=72)),
            ],
            options={
                "verbose_name_plural": "policies",
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="supervision_policy_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="supervision_policy_key"),
                    models.UniqueConstraint(fields=("firm",), name="policy_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("escalate_after_hours__gt", models.F("remind_after_hours")),
                            ("remind_after_hours__gte", 1),
                        ),
                        name="policy_reminds_before_escalating",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expense_approval_from__isnull", True),
                                ("expense_approval_from__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("expense_admin_limit__isnull", True),
                                ("expense_admin_limit__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="policy_limits_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
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
                    "by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("power", models.CharField(help_text="The power that was missing.", max_length=40)),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="matters.matter",
                    ),
                ),
                ("path", models.CharField(blank=True, help_text="The page they were on.", max_length=500)),
                ("text", models.TextField(help_text="What they want done.")),
                (
                    "until",
                    models.DateField(
                        blank=True, help_text="Last day of the delegation asked for.", null=True
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "by"], name="supervision_request_by_ix"),
                    models.Index(fields=["firm", "matter"], name="supervision_request_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="supervision_request_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="supervision_request_key"),
                    practice.constraints.SameFirm(field="by", name="supervision_request_by_fk"),
                    practice.constraints.SameFirm(field="matter", name="supervision_request_matter_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="request_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("power", ""), _negated=True), name="request_names_a_power"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("matter__isnull", False), _connector="OR"
                        ),
                        name="request_of_delegation_has_matter",
                    ),
                ],
            },
        ),
    ]
