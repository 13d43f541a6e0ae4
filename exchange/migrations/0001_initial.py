import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import practice.constraints
import practice.tenancy


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("matters", "0001_initial"),
        ("practice", "0002_audit_and_work"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("contacts", "Contacts (CSV)"),
                            ("matters", "Matters (CSV)"),
                            ("time", "Unbilled time (CSV)"),
                            ("ledes", "LEDES 1998B"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "To be mapped"),
                            ("checked", "Checked"),
                            ("importing", "Importing"),
                            ("done", "Imported"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("filename", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Target of a LEDES file.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("mapping", models.JSONField(default=dict, help_text="{column of the file: field}")),
                ("options", models.JSONField(default=dict)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("good", models.PositiveIntegerField(default=0)),
                ("bad", models.PositiveIntegerField(default=0)),
                ("created", models.PositiveIntegerField(default=0)),
                ("errors", models.JSONField(default=list, help_text="[{line, column, problem}]")),
                (
                    "totals",
                    models.JSONField(
                        default=dict, help_text="Control totals of the file and of what was imported."
                    ),
                ),
                (
                    "job",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.job",
                    ),
                ),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="exchange_importrun_matter_ix"),
                    models.Index(fields=["firm", "job"], name="exchange_importrun_job_ix"),
                    models.Index(fields=["firm", "created_by"], name="exchange_importrun_cre_d38dd10"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="exchange_importrun_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="exchange_importrun_key"),
                    practice.constraints.SameFirm(field="matter", name="exchange_importrun_matter_fk"),
                    practice.constraints.SameFirm(field="job", name="exchange_importrun_job_fk"),
                    practice.constraints.SameFirm(field="created_by", name="exchange_importrun_cre_767a5ae"),
                ],
            },
        ),
    ]
