import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("matters", "0003_parties_stages_and_people"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="RadarRules",
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
                ("quiet_days", models.PositiveSmallIntegerField(default=30)),
                ("answer_hours", models.PositiveSmallIntegerField(default=24)),
                ("limitation_days", models.PositiveSmallIntegerField(default=60)),
            ],
            options={
                "verbose_name_plural": "radar rules",
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="radar_radarrules_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="radar_radarrules_key"),
                    models.UniqueConstraint(fields=("firm",), name="radar_rules_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_hours__range", (1, 720)),
                            ("limitation_days__range", (1, 730)),
                            ("quiet_days__range", (1, 365)),
                        ),
                        name="radar_rules_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Snooze",
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
                        related_name="radar_snoozes",
                        to="matters.matter",
                    ),
                ),
                (
                    "signal",
                    models.CharField(
                        choices=[
                            ("limitation", "Limitation runs out"),
                            ("no_limitation", "No limitation date"),
                            ("no_deadline", "No deadline in its stage"),
                            ("client", "Client waits for an answer"),
                            ("nothing_planned", "Nothing planned"),
                            ("quiet", "Quiet"),
                        ],
                        max_length=20,
                    ),
                ),
                ("until", models.DateField(help_text="The first day on which it is asked about again.")),
                ("reason", models.CharField(max_length=300)),
                (
                    "made_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["firm", "matter", "signal", "until"],
                        name="snooze_running",
                    ),
                    models.Index(fields=["firm", "matter"], name="radar_snooze_matter_ix"),
                    models.Index(fields=["firm", "made_by"], name="radar_snooze_made_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="radar_snooze_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="radar_snooze_key"),
                    practice.constraints.SameFirm(field="matter", name="radar_snooze_matter_fk"),
                    practice.constraints.SameFirm(field="made_by", name="radar_snooze_made_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="snooze_has_reason"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("firm", "matter", "signal"),
                        name="snooze_once_a_signal",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF OLD.ended_at IS NOT NULL OR (to_jsonb(NEW) - 'ended_at') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at') THEN\n        RAISE EXCEPTION 'snooze % stays as it was made', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="radar_snooze_kept",
                        when="BEFORE UPDATE",
                    ),
                ],
            },
        ),
    ]
