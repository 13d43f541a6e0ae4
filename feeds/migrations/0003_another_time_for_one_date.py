import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0002_versions_and_counters"),
        ("matters", "0005_ground_of_a_leave"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="DateProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "instance",
                    models.DateTimeField(
                        help_text="The date of the series, by the start that its rule gives it."
                    ),
                ),
                ("stood", models.DateTimeField(help_text="When that date started as this was proposed.")),
                ("proposed_start", models.DateTimeField()),
                ("proposed_end", models.DateTimeField()),
                (
                    "counter_declined_at",
                    models.DateTimeField(help_text="When the firm declined it.", null=True),
                ),
                (
                    "counter_told_at",
                    models.DateTimeField(help_text="When the attendee was told of that.", null=True),
                ),
                (
                    "counter_note",
                    models.CharField(
                        blank=True, default="", help_text="What they are told besides.", max_length=500
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "invitation",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dates",
                        to="feeds.invitation",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "ordering": ["instance", "id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="feeds_dateproposal_matter_ix"),
                    models.Index(fields=["firm", "invitation"], name="feeds_dateproposal_inv_87d2a2e"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="feeds_dateproposal_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_dateproposal_key"),
                    practice.constraints.SameFirm(field="matter", name="feeds_dateproposal_matter_fk"),
                    practice.constraints.SameFirm(field="invitation", name="feeds_dateproposal_inv_c883974"),
                    models.UniqueConstraint(
                        fields=("firm", "invitation", "instance"), name="date_proposal_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proposed_end__gt", models.F("proposed_start"))),
                        name="date_proposal_is_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counter_told_at", None), ("counter_declined_at__isnull", False), _connector="OR"
                        ),
                        name="date_proposal_declined_before_told",
                    ),
                ],
            },
        ),
    ]
