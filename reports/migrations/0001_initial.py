import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.money
import practice.tenancy
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("billing", "0002_who_may_do_what"),
        ("matters", "0002_who_may_do_what"),
        ("practice", "0003_who_may_do_what"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assumptions",
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
                    "refill_percent",
                    models.PositiveSmallIntegerField(
                        default=80,
                        help_text="Of the hours freed, how many of a hundred become billable legal work.",
                    ),
                ),
                (
                    "staff_cost",
                    practice.money.MoneyField(
                        decimal_places=2,
                        default=Decimal("40.00"),
                        help_text="What an hour of a person without a rate costs the firm, wages and overhead.",
                        max_digits=14,
                    ),
                ),
                (
                    "benchmark_seconds",
                    models.PositiveIntegerField(
                        default=9000, help_text="Billable seconds a day that the report compares with."
                    ),
                ),
                (
                    "set_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("set_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name_plural": "assumptions",
                "indexes": [models.Index(fields=["firm", "set_by"], name="reports_assumptions_set_by_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="reports_assumptions_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="reports_assumptions_key"),
                    practice.constraints.SameFirm(field="set_by", name="reports_assumptions_set_by_fk"),
                    models.UniqueConstraint(fields=("firm",), name="assumptions_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("benchmark_seconds__lte", 86400),
                            ("refill_percent__lte", 100),
                            ("staff_cost__gte", 0),
                        ),
                        name="assumptions_within_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptAsLegal",
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
                    "entry",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_as_legal",
                        to="billing.timeentry",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "kept as legal",
                "indexes": [
                    models.Index(fields=["firm", "entry"], name="reports_keptaslegal_entry_ix"),
                    models.Index(fields=["firm", "matter"], name="reports_keptaslegal_matter_ix"),
                    models.Index(fields=["firm", "by"], name="reports_keptaslegal_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="reports_keptaslegal_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="reports_keptaslegal_key"),
                    practice.constraints.SameFirm(field="entry", name="reports_keptaslegal_entry_fk"),
                    practice.constraints.SameFirm(field="matter", name="reports_keptaslegal_matter_fk"),
                    practice.constraints.SameFirm(field="by", name="reports_keptaslegal_by_fk"),
                    models.UniqueConstraint(fields=("firm", "entry"), name="kept_as_legal_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportNotice",
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
                    "attorney",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                ("month", models.DateField(help_text="First day of the month.")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-month", "id"],
                "indexes": [models.Index(fields=["firm", "attorney"], name="reports_reportnotice_a_3be1527")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="reports_reportnotice_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="reports_reportnotice_key"),
                    practice.constraints.SameFirm(field="attorney", name="reports_reportnotice_a_23b4961"),
                    models.UniqueConstraint(fields=("firm", "attorney", "month"), name="report_notice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="report_notice_of_a_month"
                    ),
                ],
            },
        ),
    ]
