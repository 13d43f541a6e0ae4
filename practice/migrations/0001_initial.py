import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Firm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(unique=True)),
                ("time_zone", models.CharField(default="America/Los_Angeles", max_length=64)),
                ("currency", models.CharField(default="USD", max_length=3)),
                ("address", models.TextField(blank=True)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("website", models.CharField(blank=True, max_length=200)),
                ("tax_id", models.CharField(blank=True, max_length=40)),
                (
                    "paper",
                    models.CharField(
                        choices=[("letter", "US Letter"), ("a4", "A4")], default="letter", max_length=10
                    ),
                ),
                (
                    "matter_number_format",
                    models.CharField(
                        default="{year}-{number:04d}", help_text="Uses {year} and {number}.", max_length=40
                    ),
                ),
                (
                    "invoice_number_format",
                    models.CharField(
                        default="{year}-{number:04d}", help_text="Uses {year} and {number}.", max_length=40
                    ),
                ),
                (
                    "rounding_seconds",
                    models.PositiveIntegerField(
                        default=360, help_text="Billing increment; 360 is a tenth of an hour."
                    ),
                ),
                ("payment_terms_days", models.PositiveIntegerField(default=30)),
                ("payment_instructions", models.TextField(blank=True)),
                (
                    "attach_invoice_pdf",
                    models.BooleanField(
                        default=False,
                        help_text="Attach the PDF to the mail; off: the mail carries the private link alone.",
                    ),
                ),
                (
                    "reminder_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        help_text="Days after the due date on which to remind.",
                        size=None,
                    ),
                ),
                (
                    "all_matters_visible",
                    models.BooleanField(
                        default=True,
                        help_text="Staff see all matters unless walled; off: only matters they are on.",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["name"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Office",
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
                ("name", models.CharField(max_length=100)),
                ("address", models.TextField(blank=True)),
                ("time_zone", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["name"],
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="practice_office_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="practice_office_key"),
                    models.UniqueConstraint(fields=("firm", "name"), name="office_name_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sequence",
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
                ("kind", models.CharField(max_length=30)),
                ("series", models.CharField(blank=True, default="", max_length=10)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="practice_sequence_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="practice_sequence_key"),
                    models.UniqueConstraint(fields=("firm", "kind", "series"), name="sequence_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                ("task", models.CharField(max_length=120)),
                ("arguments", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("not_before", models.DateTimeField(default=django.utils.timezone.now)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("queued_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["not_before", "id"], name="outbox_open"
                    )
                ],
                "constraints": [],
            },
        ),
    ]
