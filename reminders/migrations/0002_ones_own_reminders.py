import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_hours"),
        ("matters", "0005_ground_of_a_leave"),
        ("practice", "0004_acceptance_check"),
        ("reminders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalRungs",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about_kind", models.CharField(max_length=12)),
                ("about_id", models.BigIntegerField()),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        help_text="Days before; 0 is the morning of the day.",
                        size=None,
                    ),
                ),
                ("since", models.JSONField(blank=True, default=dict)),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="reminders_personalrung_8f56c98"),
                    models.Index(fields=["firm", "matter"], name="reminders_personalrung_cafa76f"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="reminders_personalrungs_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="reminders_personalrungs_key"),
                    practice.constraints.SameFirm(field="member", name="reminders_personalrung_d194362"),
                    practice.constraints.SameFirm(field="matter", name="reminders_personalrung_0482163"),
                    models.UniqueConstraint(
                        fields=("firm", "member", "about_kind", "about_id"), name="personal_rungs_once"
                    ),
                ],
            },
        ),
    ]
