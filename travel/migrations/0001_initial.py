import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import practice.constraints
import practice.money
import practice.tenancy
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_hours"),
        ("documents", "0003_texts"),
        ("matters", "0004_stages_and_people_moved"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="TravelRule",
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
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("full", "Full rate"),
                            ("percent", "Percentage of the rate"),
                            ("rate", "Travel rate"),
                            ("none", "Not billed"),
                        ],
                        max_length=7,
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "rate",
                    practice.money.MoneyField(
                        blank=True, decimal_places=2, help_text="Per hour.", max_digits=14, null=True
                    ),
                ),
                (
                    "client",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="travel_rules",
                        to="matters.matter",
                    ),
                ),
                (
                    "guideline",
                    models.CharField(
                        blank=True,
                        help_text="Where it is written: the client’s guidelines, the engagement letter.",
                        max_length=300,
                    ),
                ),
                (
                    "set_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "retired_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "client"], name="travel_travelrule_client_ix"),
                    models.Index(fields=["firm", "matter"], name="travel_travelrule_matter_ix"),
                    models.Index(fields=["firm", "set_by"], name="travel_travelrule_set_by_ix"),
                    models.Index(fields=["firm", "retired_by"], name="travel_travelrule_reti_22a57b1"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="travel_travelrule_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="travel_travelrule_key"),
                    practice.constraints.SameFirm(field="client", name="travel_travelrule_client_fk"),
                    practice.constraints.SameFirm(field="matter", name="travel_travelrule_matter_fk"),
                    practice.constraints.SameFirm(field="set_by", name="travel_travelrule_set_by_fk"),
                    practice.constraints.SameFirm(field="retired_by", name="travel_travelrule_reti_10b6da0"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "percent"), ("percent__range", (1, 100)), ("rate__isnull", True)
                            ),
                            models.Q(("kind", "rate"), ("percent__isnull", True), ("rate__gt", 0)),
                            models.Q(
                                ("kind__in", ("full", "none")),
                                ("percent__isnull", True),
                                ("rate__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="travel_rule_has_its_figure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("client__isnull", True), ("matter__isnull", True), _connector="OR"
                        ),
                        name="travel_rule_of_one_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at__isnull", True), ("retired_by__isnull", True)),
                            models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="travel_rule_retired_by_somebody",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - ARRAY['retired_at', 'retired_by_id']) IS DISTINCT FROM\n                           (to_jsonb(OLD) - ARRAY['retired_at', 'retired_by_id']) THEN\n        RAISE EXCEPTION 'travel rule % stays as it was set', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="travel_rule_written",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trip",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trips",
                        to="matters.matter",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Where to and when: everybody who sees the trip reads it.", max_length=120
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=300)),
                ("destination", models.CharField(blank=True, max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("booked", "Booked"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("settled", "Settled"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                (
                    "buffer_hours",
                    models.PositiveSmallIntegerField(
                        default=3, help_text="Hours that a traveller arrives before a hearing, at the latest."
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "arranged_by",
                    practice.tenancy.FirmForeignKey(
                        help_text="Who answers for the bookings.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "cancelled_from",
                    models.CharField(blank=True, help_text="The state it was cancelled in.", max_length=10),
                ),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=300)),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-starts_on", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "-starts_on", "-id"], name="trip_by_start"),
                    models.Index(fields=["firm", "matter"], name="travel_trip_matter_ix"),
                    models.Index(fields=["firm", "arranged_by"], name="travel_trip_arranged_by_ix"),
                    models.Index(fields=["firm", "created_by"], name="travel_trip_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="travel_trip_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="travel_trip_key"),
                    practice.constraints.SameFirm(field="matter", name="travel_trip_matter_fk"),
                    practice.constraints.SameFirm(field="arranged_by", name="travel_trip_arranged_by_fk"),
                    practice.constraints.SameFirm(field="created_by", name="travel_trip_created_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="trip_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("buffer_hours__lte", 96)), name="trip_buffer_in_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("cancelled_from__in", ("planned", "booked", "under_way", "done")),
                                ("state", "cancelled"),
                            ),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_at__isnull", True),
                                ("cancelled_from", ""),
                            ),
                            _connector="OR",
                        ),
                        name="trip_cancelled_from_something",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF (SELECT sum(m.share) FROM travel_tripmatter m\n         WHERE m.firm_id = NEW.firm_id AND m.trip_id = NEW.id) <> 100 THEN\n        RAISE EXCEPTION 'the shares of trip % are not 100 percent', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF EXISTS (\n        SELECT 1 FROM travel_trip t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.id\n           AND t.matter_id IS NOT NULL AND NOT EXISTS (\n               SELECT 1 FROM travel_tripmatter m\n                WHERE m.firm_id = t.firm_id AND m.trip_id = t.id AND m.matter_id = t.matter_id)) THEN\n        RAISE EXCEPTION 'trip % does not have its leading matter', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n",
                        declare="",
                        deferred=True,
                        definer=True,
                        name="travel_trip_whole",
                        when="AFTER INSERT OR UPDATE OF matter_id",
                    ),
                    practice.constraints.Frozen(
                        free=["state"],
                        name="travel_trip_settled",
                        state="state",
                        unless=["planned", "booked", "under_way", "done", "cancelled"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stay",
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
                    "trip",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stays", to="travel.trip"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "shared",
                    models.BooleanField(
                        default=True, help_text="The cost goes to all matters; off: to its own alone."
                    ),
                ),
                (
                    "only_for",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("hotel", models.CharField(max_length=160)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("zone", models.CharField(max_length=64)),
                ("check_in_at", models.DateTimeField()),
                ("check_out_at", models.DateTimeField()),
                ("confirmation", models.CharField(blank=True, max_length=60)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "booked_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["check_in_at", "id"],
                "indexes": [
                    models.Index(fields=["firm", "trip"], name="travel_stay_trip_ix"),
                    models.Index(fields=["firm", "matter"], name="travel_stay_matter_ix"),
                    models.Index(fields=["firm", "only_for"], name="travel_stay_only_for_ix"),
                    models.Index(fields=["firm", "booked_by"], name="travel_stay_booked_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="travel_stay_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="travel_stay_key"),
                    practice.constraints.SameFirm(field="trip", name="travel_stay_trip_fk"),
                    practice.constraints.SameFirm(field="matter", name="travel_stay_matter_fk"),
                    practice.constraints.SameFirm(field="only_for", name="travel_stay_only_for_fk"),
                    practice.constraints.SameFirm(field="booked_by", name="travel_stay_booked_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("check_out_at__gt", models.F("check_in_at"))),
                        name="stay_ends_after_it_begins",
                    ),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO lead FROM travel_trip t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.trip_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'travel_stay % is of no trip', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF (lead IS NULL) <> (NEW.matter_id IS NULL) THEN\n        RAISE EXCEPTION 'travel_stay % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.matter_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM travel_tripmatter m\n         WHERE m.firm_id = NEW.firm_id AND m.trip_id = NEW.trip_id AND m.matter_id = NEW.matter_id) THEN\n        RAISE EXCEPTION 'travel_stay % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="lead bigint;",
                        deferred=False,
                        definer=False,
                        name="travel_stay_of_trip",
                        when="BEFORE INSERT OR UPDATE OF matter_id, trip_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leg",
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
                    "trip",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="legs", to="travel.trip"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "shared",
                    models.BooleanField(
                        default=True,
                        help_text="Time and cost go to all matters by their shares; off: to its own alone.",
                    ),
                ),
                (
                    "only_for",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Empty: all who travel.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("flight", "Flight"),
                            ("train", "Train"),
                            ("car", "Car"),
                            ("taxi", "Taxi or ride"),
                            ("other", "Other"),
                        ],
                        default="flight",
                        max_length=8,
                    ),
                ),
                ("origin", models.CharField(max_length=120)),
                ("origin_zone", models.CharField(max_length=64)),
                ("departs_at", models.DateTimeField()),
                ("destination", models.CharField(max_length=120)),
                ("destination_zone", models.CharField(max_length=64)),
                ("arrives_at", models.DateTimeField()),
                ("carrier", models.CharField(blank=True, max_length=80)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("seat", models.CharField(blank=True, max_length=40)),
                ("confirmation", models.CharField(blank=True, max_length=60)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "booked_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["departs_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at", None)),
                        fields=["firm", "departs_at"],
                        name="leg_by_time",
                    ),
                    models.Index(fields=["firm", "trip"], name="travel_leg_trip_ix"),
                    models.Index(fields=["firm", "matter"], name="travel_leg_matter_ix"),
                    models.Index(fields=["firm", "only_for"], name="travel_leg_only_for_ix"),
                    models.Index(fields=["firm", "booked_by"], name="travel_leg_booked_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="travel_leg_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="travel_leg_key"),
                    practice.constraints.SameFirm(field="trip", name="travel_leg_trip_fk"),
                    practice.constraints.SameFirm(field="matter", name="travel_leg_matter_fk"),
                    practice.constraints.SameFirm(field="only_for", name="travel_leg_only_for_fk"),
                    practice.constraints.SameFirm(field="booked_by", name="travel_leg_booked_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("arrives_at__gt", models.F("departs_at")),
                            (
                                "arrives_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("departs_at"), "+", models.Value(datetime.timedelta(days=3))
                                ),
                            ),
                        ),
                        name="leg_takes_its_time",
                    ),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO lead FROM travel_trip t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.trip_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'travel_leg % is of no trip', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF (lead IS NULL) <> (NEW.matter_id IS NULL) THEN\n        RAISE EXCEPTION 'travel_leg % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.matter_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM travel_tripmatter m\n         WHERE m.firm_id = NEW.firm_id AND m.trip_id = NEW.trip_id AND m.matter_id = NEW.matter_id) THEN\n        RAISE EXCEPTION 'travel_leg % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="lead bigint;",
                        deferred=False,
                        definer=False,
                        name="travel_leg_of_trip",
                        when="BEFORE INSERT OR UPDATE OF matter_id, trip_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TripContact",
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
                    "trip",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="travel.trip"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "part",
                    models.CharField(blank=True, help_text="Local counsel, driver, clerk.", max_length=80),
                ),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "trip"], name="travel_tripcontact_trip_ix"),
                    models.Index(fields=["firm", "matter"], name="travel_tripcontact_matter_ix"),
                    models.Index(fields=["firm", "contact"], name="travel_tripcontact_contact_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="travel_tripcontact_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="travel_tripcontact_key"),
                    practice.constraints.SameFirm(field="trip", name="travel_tripcontact_trip_fk"),
                    practice.constraints.SameFirm(field="matter", name="travel_tripcontact_matter_fk"),
                    practice.constraints.SameFirm(field="contact", name="travel_tripcontact_contact_fk"),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO lead FROM travel_trip t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.trip_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'travel_tripcontact % is of no trip', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF (lead IS NULL) <> (NEW.matter_id IS NULL) THEN\n        RAISE EXCEPTION 'travel_tripcontact % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.matter_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM travel_tripmatter m\n         WHERE m.firm_id = NEW.firm_id AND m.trip_id = NEW.trip_id AND m.matter_id = NEW.matter_id) THEN\n        RAISE EXCEPTION 'travel_tripcontact % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="lead bigint;",
                        deferred=False,
                        definer=False,
                        name="travel_tripcontact_of_trip",
                        when="BEFORE INSERT OR UPDATE OF matter_id, trip_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TripCost",
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
                    "trip",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="costs", to="travel.trip"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("shared", models.BooleanField(default=True)),
                (
                    "leg",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="costs",
                        to="travel.leg",
                    ),
                ),
                (
                    "stay",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="costs",
                        to="travel.stay",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fare", "Fare"),
                            ("hotel", "Hotel"),
                            ("local", "Local travel"),
                            ("meal", "Meals"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=6,
                    ),
                ),
                ("description", models.CharField(max_length=200)),
                ("vendor", models.CharField(blank=True, max_length=120)),
                ("date", models.DateField()),
                (
                    "estimate",
                    practice.money.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                (
                    "actual",
                    practice.money.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="What was paid; empty until it is known.",
                        max_digits=14,
                        null=True,
                    ),
                ),
                ("billable", models.BooleanField(default=True)),
                (
                    "paid_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "receipt",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                ("expensed_at", models.DateTimeField(blank=True, null=True)),
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
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["date", "id"],
                "indexes": [
                    models.Index(fields=["firm", "trip"], name="travel_tripcost_trip_ix"),
                    models.Index(fields=["firm", "matter"], name="travel_tripcost_matter_ix"),
                    models.Index(fields=["firm", "leg"], name="travel_tripcost_leg_ix"),
                    models.Index(fields=["firm", "stay"], name="travel_tripcost_stay_ix"),
                    models.Index(fields=["firm", "paid_by"], name="travel_tripcost_paid_by_ix"),
                    models.Index(fields=["firm", "receipt"], name="travel_tripcost_receipt_ix"),
                    models.Index(fields=["firm", "expensed_by"], name="travel_tripcost_expensed_by_ix"),
                    models.Index(fields=["firm", "created_by"], name="travel_tripcost_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="travel_tripcost_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="travel_tripcost_key"),
                    practice.constraints.SameFirm(field="trip", name="travel_tripcost_trip_fk"),
                    practice.constraints.SameFirm(field="matter", name="travel_tripcost_matter_fk"),
                    practice.constraints.SameFirm(field="leg", name="travel_tripcost_leg_fk"),
                    practice.constraints.SameFirm(field="stay", name="travel_tripcost_stay_fk"),
                    practice.constraints.SameFirm(field="paid_by", name="travel_tripcost_paid_by_fk"),
                    practice.constraints.SameFirm(field="receipt", name="travel_tripcost_receipt_fk"),
                    practice.constraints.SameFirm(field="expensed_by", name="travel_tripcost_expensed_by_fk"),
                    practice.constraints.SameFirm(field="created_by", name="travel_tripcost_created_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("estimate__isnull", True), ("estimate__gte", 0), _connector="OR"),
                        name="trip_cost_estimate_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("actual__isnull", True), ("actual__gte", 0), _connector="OR"),
                        name="trip_cost_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("leg__isnull", True), ("stay__isnull", True), _connector="OR"),
                        name="trip_cost_of_one_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expensed_at__isnull", True), ("expensed_by__isnull", True)),
                            models.Q(
                                ("actual__gt", 0),
                                ("expensed_at__isnull", False),
                                ("expensed_by__isnull", False),
                                ("matter__isnull", False),
                                ("removed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="trip_cost_expensed_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("leg__isnull", False)),
                        fields=("firm", "leg"),
                        name="leg_cost_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stay__isnull", False)),
                        fields=("firm", "stay"),
                        name="stay_cost_once",
                    ),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO lead FROM travel_trip t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.trip_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'travel_tripcost % is of no trip', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF (lead IS NULL) <> (NEW.matter_id IS NULL) THEN\n        RAISE EXCEPTION 'travel_tripcost % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.matter_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM travel_tripmatter m\n         WHERE m.firm_id = NEW.firm_id AND m.trip_id = NEW.trip_id AND m.matter_id = NEW.matter_id) THEN\n        RAISE EXCEPTION 'travel_tripcost % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="lead bigint;",
                        deferred=False,
                        definer=False,
                        name="travel_tripcost_of_trip",
                        when="BEFORE INSERT OR UPDATE OF matter_id, trip_id",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF OLD.expensed_at IS NOT NULL THEN\n        RAISE EXCEPTION 'travel cost % stands on expenses', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="travel_tripcost_charged",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TripDocument",
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
                    "trip",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="travel.trip",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "document",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "added_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "trip"], name="travel_tripdocument_trip_ix"),
                    models.Index(fields=["firm", "matter"], name="travel_tripdocument_matter_ix"),
                    models.Index(fields=["firm", "document"], name="travel_tripdocument_do_6fb316f"),
                    models.Index(fields=["firm", "added_by"], name="travel_tripdocument_ad_3b71a1a"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="travel_tripdocument_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="travel_tripdocument_key"),
                    practice.constraints.SameFirm(field="trip", name="travel_tripdocument_trip_fk"),
                    practice.constraints.SameFirm(field="matter", name="travel_tripdocument_matter_fk"),
                    practice.constraints.SameFirm(field="document", name="travel_tripdocument_do_2ae3edd"),
                    practice.constraints.SameFirm(field="added_by", name="travel_tripdocument_ad_8ef0c53"),
                    models.UniqueConstraint(fields=("firm", "trip", "document"), name="trip_document_once"),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO lead FROM travel_trip t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.trip_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'travel_tripdocument % is of no trip', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF (lead IS NULL) <> (NEW.matter_id IS NULL) THEN\n        RAISE EXCEPTION 'travel_tripdocument % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.matter_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM travel_tripmatter m\n         WHERE m.firm_id = NEW.firm_id AND m.trip_id = NEW.trip_id AND m.matter_id = NEW.matter_id) THEN\n        RAISE EXCEPTION 'travel_tripdocument % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="lead bigint;",
                        deferred=False,
                        definer=False,
                        name="travel_tripdocument_of_trip",
                        when="BEFORE INSERT OR UPDATE OF matter_id, trip_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TripItem",
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
                    "trip",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="travel.trip"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("due_on", models.DateField(blank=True, null=True)),
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
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "trip"], name="travel_tripitem_trip_ix"),
                    models.Index(fields=["firm", "matter"], name="travel_tripitem_matter_ix"),
                    models.Index(fields=["firm", "done_by"], name="travel_tripitem_done_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="travel_tripitem_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="travel_tripitem_key"),
                    practice.constraints.SameFirm(field="trip", name="travel_tripitem_trip_fk"),
                    practice.constraints.SameFirm(field="matter", name="travel_tripitem_matter_fk"),
                    practice.constraints.SameFirm(field="done_by", name="travel_tripitem_done_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="trip_item_done_by_somebody",
                    ),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO lead FROM travel_trip t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.trip_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'travel_tripitem % is of no trip', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF (lead IS NULL) <> (NEW.matter_id IS NULL) THEN\n        RAISE EXCEPTION 'travel_tripitem % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.matter_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM travel_tripmatter m\n         WHERE m.firm_id = NEW.firm_id AND m.trip_id = NEW.trip_id AND m.matter_id = NEW.matter_id) THEN\n        RAISE EXCEPTION 'travel_tripitem % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="lead bigint;",
                        deferred=False,
                        definer=False,
                        name="travel_tripitem_of_trip",
                        when="BEFORE INSERT OR UPDATE OF matter_id, trip_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TripMatter",
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
                    "trip",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="matters", to="travel.trip"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trip_shares",
                        to="matters.matter",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("100"), help_text="Percent.", max_digits=5
                    ),
                ),
                (
                    "purpose",
                    models.CharField(blank=True, help_text="What it is for, on this matter.", max_length=300),
                ),
                (
                    "rule",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="How travel time is billed; empty: not chosen yet.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="travel.travelrule",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "trip"], name="travel_tripmatter_trip_ix"),
                    models.Index(fields=["firm", "matter"], name="travel_tripmatter_matter_ix"),
                    models.Index(fields=["firm", "rule"], name="travel_tripmatter_rule_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="travel_tripmatter_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="travel_tripmatter_key"),
                    practice.constraints.SameFirm(field="trip", name="travel_tripmatter_trip_fk"),
                    practice.constraints.SameFirm(field="matter", name="travel_tripmatter_matter_fk"),
                    practice.constraints.SameFirm(field="rule", name="travel_tripmatter_rule_fk"),
                    models.UniqueConstraint(fields=("firm", "trip", "matter"), name="trip_matter_once"),
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lte", 100)),
                        name="trip_share_is_a_percentage",
                    ),
                    practice.constraints.Trigger(
                        body="    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;\n    IF (SELECT sum(m.share) FROM travel_tripmatter m\n         WHERE m.firm_id = r.firm_id AND m.trip_id = r.trip_id) <> 100 THEN\n        RAISE EXCEPTION 'the shares of trip % are not 100 percent', r.trip_id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF EXISTS (\n        SELECT 1 FROM travel_trip t WHERE t.firm_id = r.firm_id AND t.id = r.trip_id\n           AND t.matter_id IS NOT NULL AND NOT EXISTS (\n               SELECT 1 FROM travel_tripmatter m\n                WHERE m.firm_id = t.firm_id AND m.trip_id = t.id AND m.matter_id = t.matter_id)) THEN\n        RAISE EXCEPTION 'trip % does not have its leading matter', r.trip_id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n",
                        declare="r record;",
                        deferred=True,
                        definer=True,
                        name="travel_tripmatter_whole",
                        when="AFTER INSERT OR UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TripTraveller",
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
                    "trip",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="travellers",
                        to="travel.trip",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trips",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "trip"], name="travel_triptraveller_trip_ix"),
                    models.Index(fields=["firm", "matter"], name="travel_triptraveller_matter_ix"),
                    models.Index(fields=["firm", "member"], name="travel_triptraveller_member_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="travel_triptraveller_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="travel_triptraveller_key"),
                    practice.constraints.SameFirm(field="trip", name="travel_triptraveller_trip_fk"),
                    practice.constraints.SameFirm(field="matter", name="travel_triptraveller_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="travel_triptraveller_member_fk"),
                    models.UniqueConstraint(fields=("firm", "trip", "member"), name="traveller_once"),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO lead FROM travel_trip t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.trip_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'travel_triptraveller % is of no trip', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF (lead IS NULL) <> (NEW.matter_id IS NULL) THEN\n        RAISE EXCEPTION 'travel_triptraveller % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.matter_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM travel_tripmatter m\n         WHERE m.firm_id = NEW.firm_id AND m.trip_id = NEW.trip_id AND m.matter_id = NEW.matter_id) THEN\n        RAISE EXCEPTION 'travel_triptraveller % hangs on no matter of its trip', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="lead bigint;",
                        deferred=False,
                        definer=False,
                        name="travel_triptraveller_of_trip",
                        when="BEFORE INSERT OR UPDATE OF matter_id, trip_id",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="trip",
            name="people",
            field=models.ManyToManyField(
                related_name="+",
                through="travel.TripTraveller",
                through_fields=("trip", "member"),
                to="accounts.member",
            ),
        ),
    ]
