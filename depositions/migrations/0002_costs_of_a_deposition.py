import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.money
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_hours"),
        ("depositions", "0001_initial"),
        ("documents", "0003_texts"),
        ("matters", "0005_ground_of_a_leave"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="DepositionCost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reporter", "Court reporter’s appearance"),
                            ("transcript", "Transcript"),
                            ("video", "Video"),
                            ("interpreter", "Interpreter"),
                            ("room", "Room"),
                            ("witness", "Witness fee and mileage"),
                            ("other", "Other"),
                        ],
                        default="transcript",
                        max_length=11,
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=200)),
                (
                    "estimate",
                    practice.money.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                (
                    "amount",
                    practice.money.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="What was billed; empty until the bill is in.",
                        max_digits=14,
                        null=True,
                    ),
                ),
                ("bill_number", models.CharField(blank=True, max_length=60)),
                ("billed_on", models.DateField(blank=True, null=True)),
                ("billable", models.BooleanField(default=True)),
                ("expensed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "deposition",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="costs",
                        to="depositions.deposition",
                    ),
                ),
                (
                    "document",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="The bill.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "expensed_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
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
                    "vendor",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "deposition cost",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "deposition"], name="depositions_deposition_02a115d"),
                    models.Index(fields=["firm", "matter"], name="depositions_deposition_30c148d"),
                    models.Index(fields=["firm", "vendor"], name="depositions_deposition_ddccf7d"),
                    models.Index(fields=["firm", "document"], name="depositions_deposition_7d54c2f"),
                    models.Index(fields=["firm", "expensed_by"], name="depositions_deposition_4b3465f"),
                    models.Index(fields=["firm", "created_by"], name="depositions_deposition_31d7e99"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="depositions_deposition_7515c89"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="depositions_depositioncost_key"),
                    practice.constraints.SameFirm(field="deposition", name="depositions_deposition_4a44036"),
                    practice.constraints.SameFirm(field="matter", name="depositions_deposition_d3da8ce"),
                    practice.constraints.SameFirm(field="vendor", name="depositions_deposition_9d24edd"),
                    practice.constraints.SameFirm(field="document", name="depositions_deposition_88ca500"),
                    practice.constraints.SameFirm(field="expensed_by", name="depositions_deposition_cb0b0b9"),
                    practice.constraints.SameFirm(field="created_by", name="depositions_deposition_44f6ec2"),
                    models.CheckConstraint(
                        condition=models.Q(("estimate__isnull", True), ("estimate__gte", 0), _connector="OR"),
                        name="deposition_cost_estimate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", True), ("billed_on__isnull", True)),
                            models.Q(("amount__gt", 0), ("billed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="deposition_cost_billed_some_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("estimate__isnull", False), ("amount__isnull", False), _connector="OR"
                        ),
                        name="deposition_cost_is_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expensed_at__isnull", True), ("expensed_by__isnull", True)),
                            models.Q(
                                ("amount__isnull", False),
                                ("expensed_at__isnull", False),
                                ("expensed_by__isnull", False),
                                ("removed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="deposition_cost_expensed_by_somebody",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NOT EXISTS (SELECT 1 FROM depositions_deposition d WHERE d.firm_id = NEW.firm_id\n                      AND d.id = NEW.deposition_id AND d.matter_id = NEW.matter_id) THEN\n        RAISE EXCEPTION 'deposition cost % is of another matter', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="depositions_cost_matter",
                        when="BEFORE INSERT OR UPDATE OF matter_id, deposition_id",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF OLD.expensed_at IS NOT NULL THEN\n        IF TG_OP = 'UPDATE' AND NEW.expensed_at IS NULL\n           AND (to_jsonb(NEW) - ARRAY['expensed_at', 'expensed_by_id'])\n               IS NOT DISTINCT FROM (to_jsonb(OLD) - ARRAY['expensed_at', 'expensed_by_id'])\n           AND NOT EXISTS (SELECT 1 FROM billing_expense e WHERE e.firm_id = OLD.firm_id\n                            AND e.external_id = 'deposition:' || OLD.id) THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'deposition cost % is an expense', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="depositions_cost_charged",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
    ]
