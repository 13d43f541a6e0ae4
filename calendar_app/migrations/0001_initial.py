import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("matters", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deadline",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deadlines",
                        to="matters.matter",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("court", "Court"), ("statute", "Limitation"), ("internal", "Internal")],
                        default="court",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField()),
                ("original_due_on", models.DateField()),
                (
                    "authority",
                    models.CharField(blank=True, help_text="Rule or order it comes from.", max_length=120),
                ),
                (
                    "owner",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="accounts.member",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "done_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["firm", "due_on", "id"],
                        name="deadline_open_by_date",
                    ),
                    models.Index(fields=["firm", "matter"], name="calendar_app_deadline__2ba1f79"),
                    models.Index(fields=["firm", "owner"], name="calendar_app_deadline_owner_ix"),
                    models.Index(fields=["firm", "done_by"], name="calendar_app_deadline__d1e40dd"),
                    models.Index(fields=["firm", "created_by"], name="calendar_app_deadline__3ec7683"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="calendar_app_deadline_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_deadline_key"),
                    practice.constraints.SameFirm(field="matter", name="calendar_app_deadline__9c6b06b"),
                    practice.constraints.SameFirm(field="owner", name="calendar_app_deadline_owner_fk"),
                    practice.constraints.SameFirm(field="done_by", name="calendar_app_deadline__b439202"),
                    practice.constraints.SameFirm(field="created_by", name="calendar_app_deadline__e575f9c"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="deadline_done_by_somebody",
                    ),
                ],
            },
        ),
    ]
