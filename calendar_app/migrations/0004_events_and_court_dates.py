import calendar_app.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
import search.constraints
import supervision.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_hours"),
        ("calendar_app", "0003_closures"),
        ("documents", "0003_texts"),
        ("matters", "0004_stages_and_people_moved"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarView",
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
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_views",
                        to="accounts.member",
                    ),
                ),
                ("view", models.CharField(blank=True, max_length=8)),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "rooms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "layers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        blank=True, help_text="Clock to show; empty: the firm's.", max_length=64
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["firm", "member"], name="calendar_app_calendarv_ef2897e")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="calendar_app_calendarview_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_calendarview_key"),
                    practice.constraints.SameFirm(field="member", name="calendar_app_calendarv_f5df683"),
                    models.UniqueConstraint(fields=("firm", "member"), name="calendar_view_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Room",
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
                    "office",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rooms",
                        to="practice.office",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("seats", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "note",
                    models.CharField(blank=True, help_text="Screen, phone, how to get in.", max_length=200),
                ),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [models.Index(fields=["firm", "office"], name="calendar_app_room_office_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="calendar_app_room_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_room_key"),
                    practice.constraints.SameFirm(field="office", name="calendar_app_room_office_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "office", "name"), name="room_name_once", nulls_distinct=False
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="matters.matter",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hearing", "Hearing"),
                            ("trial", "Trial"),
                            ("court_other", "Other court date"),
                            ("deposition", "Deposition"),
                            ("mediation", "Mediation"),
                            ("meeting", "Meeting"),
                            ("consultation", "Consultation"),
                            ("call", "Call"),
                            ("travel", "Travel"),
                            ("focus", "Focus time"),
                            ("absence", "Away"),
                            ("other", "Other"),
                        ],
                        default="meeting",
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("tentative", "Tentative"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="confirmed",
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "zone",
                    models.CharField(
                        help_text="IANA name of the clock in which the times are meant.", max_length=64
                    ),
                ),
                ("all_day", models.BooleanField(default=False)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, help_text="Last day.", null=True)),
                ("location", models.CharField(blank=True, max_length=300)),
                ("remote_link", models.URLField(blank=True, max_length=500)),
                ("court", models.CharField(blank=True, max_length=120)),
                (
                    "department",
                    models.CharField(blank=True, help_text="Department or courtroom.", max_length=60),
                ),
                ("judge", models.CharField(blank=True, max_length=120)),
                ("hearing_type", models.CharField(blank=True, max_length=120)),
                ("appearance_required", models.BooleanField(default=False)),
                (
                    "travel_before",
                    models.PositiveIntegerField(default=0, help_text="Seconds on the way there."),
                ),
                (
                    "travel_after",
                    models.PositiveIntegerField(default=0, help_text="Seconds on the way back."),
                ),
                (
                    "room",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="calendar_app.room",
                    ),
                ),
                (
                    "is_private",
                    models.BooleanField(default=False, help_text="Others see busy time and nothing else."),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "rrule",
                    models.CharField(blank=True, help_text="RFC 5545, without its prefix.", max_length=200),
                ),
                (
                    "repeats_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="End of the last instance; empty while the series has no end.",
                        null=True,
                    ),
                ),
                (
                    "exdates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(),
                        blank=True,
                        default=list,
                        help_text="Starts of the instances taken out.",
                        size=None,
                    ),
                ),
                (
                    "parent",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exceptions",
                        to="calendar_app.event",
                    ),
                ),
                (
                    "recurrence_id",
                    models.DateTimeField(
                        blank=True, help_text="Start of the instance that this one stands for.", null=True
                    ),
                ),
                (
                    "organizer",
                    practice.tenancy.FirmForeignKey(
                        help_text="Whose event it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events_held",
                        to="accounts.member",
                    ),
                ),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        help_text="Who entered it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "set_by",
                    practice.tenancy.FirmForeignKey(
                        help_text="Who set the time as it stands: never who verifies it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "verified_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "uid",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="iCalendar UID, the same for a series.",
                        max_length=255,
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, help_text="iCalendar SEQUENCE: changes of time or place."
                    ),
                ),
                (
                    "about_kind",
                    models.CharField(
                        blank=True,
                        help_text="What put it here: trip_leg, booking, deposition.",
                        max_length=20,
                    ),
                ),
                ("about_id", models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ["starts_at", "id"],
                "indexes": [
                    models.Index(fields=["firm", "starts_at", "ends_at"], name="event_by_time"),
                    models.Index(fields=["firm", "matter", "starts_at"], name="event_of_matter"),
                    models.Index(
                        condition=models.Q(("rrule", ""), _negated=True),
                        fields=["firm", "starts_at"],
                        name="event_series",
                    ),
                    models.Index(fields=["firm", "about_kind", "about_id"], name="event_about"),
                    models.Index(fields=["firm", "room"], name="calendar_app_event_room_ix"),
                    models.Index(fields=["firm", "parent"], name="calendar_app_event_parent_ix"),
                    models.Index(fields=["firm", "organizer"], name="calendar_app_event_org_3998698"),
                    models.Index(fields=["firm", "created_by"], name="calendar_app_event_cre_fbc8517"),
                    models.Index(fields=["firm", "set_by"], name="calendar_app_event_set_by_ix"),
                    models.Index(fields=["firm", "verified_by"], name="calendar_app_event_ver_f4a8530"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="calendar_app_event_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_event_key"),
                    practice.constraints.SameFirm(field="matter", name="calendar_app_event_matter_fk"),
                    practice.constraints.SameFirm(field="room", name="calendar_app_event_room_fk"),
                    practice.constraints.SameFirm(field="parent", name="calendar_app_event_parent_fk"),
                    practice.constraints.SameFirm(field="organizer", name="calendar_app_event_org_ca150a1"),
                    practice.constraints.SameFirm(field="created_by", name="calendar_app_event_cre_d92918c"),
                    practice.constraints.SameFirm(field="set_by", name="calendar_app_event_set_by_fk"),
                    practice.constraints.SameFirm(field="verified_by", name="calendar_app_event_ver_371b3d5"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="event_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("all_day", False), ("ends_on__isnull", True), ("starts_on__isnull", True)
                            ),
                            models.Q(
                                ("all_day", True),
                                ("ends_on__gte", models.F("starts_on")),
                                ("starts_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="event_days_or_times",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parent__isnull", True), ("recurrence_id__isnull", True)),
                            models.Q(
                                ("parent__isnull", False), ("recurrence_id__isnull", False), ("rrule", "")
                            ),
                            _connector="OR",
                        ),
                        name="event_exception_of_a_series",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verified_at__isnull", True), ("verified_by__isnull", True)),
                            models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="event_verified_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_at__isnull", True),
                            ("kind__in", ("hearing", "trial", "court_other")),
                            _connector="OR",
                        ),
                        name="event_verified_is_of_a_court",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="event_has_a_title"
                    ),
                    models.UniqueConstraint(
                        fields=("firm", "parent", "recurrence_id"), name="event_exception_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("parent", None)), fields=("firm", "uid"), name="event_uid_once"
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NEW.parent_id IS NULL THEN\n        RETURN NEW;\n    END IF;\n    SELECT p.matter_id, p.uid INTO NEW.matter_id, NEW.uid FROM calendar_app_event p\n     WHERE p.firm_id = NEW.firm_id AND p.id = NEW.parent_id AND p.parent_id IS NULL AND p.rrule <> '' FOR SHARE;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'event % is no instance of a series', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="calendar_event_instance",
                        when="BEFORE INSERT OR UPDATE",
                    ),
                    supervision.constraints.NeedsApproval(
                        kind="court_date",
                        name="calendar_event_decided",
                        op="INSERT OR UPDATE OF verified_at",
                        when="NEW.verified_at IS NOT NULL",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF OLD.verified_at IS NULL THEN\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n    END IF;\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION 'event % is a verified court date', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.verified_at IS NOT NULL\n       AND (NEW.starts_at, NEW.ends_at, NEW.zone, NEW.starts_on, NEW.ends_on, NEW.kind, NEW.court, NEW.department,\n            NEW.matter_id, NEW.state, NEW.rrule, NEW.exdates)\n           IS DISTINCT FROM (OLD.starts_at, OLD.ends_at, OLD.zone, OLD.starts_on, OLD.ends_on, OLD.kind, OLD.court,\n            OLD.department, OLD.matter_id, OLD.state, OLD.rrule, OLD.exdates) THEN\n        RAISE EXCEPTION 'event % was verified as it was', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="calendar_event_verified",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                    practice.constraints.Trigger(
                        body="\n    UPDATE calendar_app_attendee SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND event_id = NEW.id;\n    UPDATE calendar_app_roomtime SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND event_id = NEW.id;\n    UPDATE calendar_app_event SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND parent_id = NEW.id;\n    RETURN NULL;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="calendar_event_follow",
                        when="AFTER UPDATE OF matter_id",
                    ),
                    practice.constraints.Trigger(
                        body="\n    DELETE FROM calendar_app_roomtime WHERE firm_id = NEW.firm_id AND event_id = NEW.id;\n    IF NEW.room_id IS NOT NULL AND NEW.state <> 'cancelled' AND NEW.rrule = '' THEN\n        INSERT INTO calendar_app_roomtime (firm_id, event_id, matter_id, room_id, starts_at, ends_at)\n        VALUES (NEW.firm_id, NEW.id, NEW.matter_id, NEW.room_id, NEW.starts_at, NEW.ends_at);\n    END IF;\n    RETURN NULL;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="calendar_event_room",
                        when="AFTER INSERT OR UPDATE OF room_id, starts_at, ends_at, state, rrule",
                    ),
                    search.constraints.IndexedText(
                        columns=["title"],
                        kind="event",
                        matter="matter_id",
                        name="calendar_event_titles",
                        unless="NEW.is_private OR NEW.parent_id IS NOT NULL OR NEW.state = 'cancelled'",
                    ),
                    calendar_app.constraints.BusyTimes(name="calendar_busy", version=1),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendee",
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
                    "event",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendees",
                        to="calendar_app.event",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="accounts.member",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="matters.contact",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Of somebody who is neither a member nor a contact.",
                        max_length=254,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[("required", "Takes part"), ("optional", "May come")],
                        default="required",
                        max_length=10,
                    ),
                ),
                (
                    "response",
                    models.CharField(
                        choices=[
                            ("waiting", "No answer yet"),
                            ("accepted", "Comes"),
                            ("tentative", "Perhaps"),
                            ("declined", "Does not come"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("response_note", models.CharField(blank=True, max_length=300)),
                ("responded_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "event"], name="calendar_app_attendee_event_ix"),
                    models.Index(fields=["firm", "matter"], name="calendar_app_attendee__a543ca7"),
                    models.Index(fields=["firm", "member"], name="calendar_app_attendee__a418f1a"),
                    models.Index(fields=["firm", "contact"], name="calendar_app_attendee__0e235f0"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="calendar_app_attendee_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_attendee_key"),
                    practice.constraints.SameFirm(field="event", name="calendar_app_attendee_event_fk"),
                    practice.constraints.SameFirm(field="matter", name="calendar_app_attendee__35c9054"),
                    practice.constraints.SameFirm(field="member", name="calendar_app_attendee__a9722b7"),
                    practice.constraints.SameFirm(field="contact", name="calendar_app_attendee__e3d9952"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact__isnull", True), ("email", ""), ("member__isnull", False)),
                            models.Q(("contact__isnull", False), ("member__isnull", True)),
                            models.Q(
                                ("contact__isnull", True),
                                ("member__isnull", True),
                                models.Q(("email", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="attendee_is_one_person",
                    ),
                    models.UniqueConstraint(fields=("firm", "event", "member"), name="attendee_member_once"),
                    models.UniqueConstraint(
                        fields=("firm", "event", "contact"), name="attendee_contact_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("contact", None), models.Q(("email", ""), _negated=True)),
                        fields=("firm", "event", "email"),
                        name="attendee_email_once",
                    ),
                    practice.constraints.Trigger(
                        body="\n    SELECT e.matter_id INTO NEW.matter_id FROM calendar_app_event e\n     WHERE e.firm_id = NEW.firm_id AND e.id = NEW.event_id;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="calendar_attendee_matter",
                        when="BEFORE INSERT OR UPDATE OF event_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomTime",
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
                    "event",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="room_times",
                        to="calendar_app.event",
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
                    "room",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="times",
                        to="calendar_app.room",
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["starts_at", "id"],
                "indexes": [
                    models.Index(fields=["firm", "event"], name="calendar_app_roomtime_event_ix"),
                    models.Index(fields=["firm", "matter"], name="calendar_app_roomtime__872584a"),
                    models.Index(fields=["firm", "room"], name="calendar_app_roomtime_room_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="calendar_app_roomtime_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_roomtime_key"),
                    practice.constraints.SameFirm(field="event", name="calendar_app_roomtime_event_fk"),
                    practice.constraints.SameFirm(field="matter", name="calendar_app_roomtime__4616cc3"),
                    practice.constraints.SameFirm(field="room", name="calendar_app_roomtime_room_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="room_time_has_length",
                    ),
                    practice.constraints.NoOverlap(
                        column="room_id",
                        ends="ends_at",
                        name="calendar_room_once",
                        starts="starts_at",
                        unless="",
                    ),
                    practice.constraints.Trigger(
                        body="\n    SELECT e.matter_id INTO NEW.matter_id FROM calendar_app_event e\n     WHERE e.firm_id = NEW.firm_id AND e.id = NEW.event_id;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="calendar_roomtime_matter",
                        when="BEFORE INSERT OR UPDATE OF event_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TriggerEvent",
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
                        related_name="triggers",
                        to="matters.matter",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True, help_text="Key of the kind in the rule set: hearing.", max_length=80
                    ),
                ),
                ("label", models.CharField(max_length=200)),
                ("happened_on", models.DateField()),
                (
                    "happened_at",
                    models.DateTimeField(blank=True, help_text="Where the hour counts.", null=True),
                ),
                ("service_method", models.CharField(blank=True, max_length=40)),
                (
                    "jurisdiction",
                    models.CharField(
                        blank=True, help_text="Key of the rule set, or of the calendar.", max_length=80
                    ),
                ),
                ("state", models.CharField(blank=True, help_text="Of the district court: CA.", max_length=8)),
                (
                    "event",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="triggers",
                        to="calendar_app.event",
                    ),
                ),
                (
                    "choices",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Answers to the questions of the rule set: {key: option}.",
                    ),
                ),
                ("note", models.TextField(blank=True)),
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
                "ordering": ["happened_on", "id"],
                "indexes": [
                    models.Index(fields=["firm", "matter", "happened_on"], name="trigger_of_matter"),
                    models.Index(fields=["firm", "event"], name="calendar_app_triggerev_ff3356e"),
                    models.Index(fields=["firm", "created_by"], name="calendar_app_triggerev_b7744a3"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="calendar_app_triggerevent_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_triggerevent_key"),
                    practice.constraints.SameFirm(field="matter", name="calendar_app_triggerev_f29a15d"),
                    practice.constraints.SameFirm(field="event", name="calendar_app_triggerev_3f8270a"),
                    practice.constraints.SameFirm(field="created_by", name="calendar_app_triggerev_370110d"),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="trigger_has_a_label"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FurtherDate",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "trigger",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="further",
                        to="calendar_app.triggerevent",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Key of the event in the rule set; “second” for a count.", max_length=80
                    ),
                ),
                (
                    "other",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needed_by",
                        to="calendar_app.triggerevent",
                    ),
                ),
                (
                    "given_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="calendar_app_furtherda_af7eb11"),
                    models.Index(fields=["firm", "trigger"], name="calendar_app_furtherda_ca79d85"),
                    models.Index(fields=["firm", "other"], name="calendar_app_furtherda_f5a9be5"),
                    models.Index(fields=["firm", "given_by"], name="calendar_app_furtherda_e711334"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="calendar_app_furtherdate_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_furtherdate_key"),
                    practice.constraints.SameFirm(field="matter", name="calendar_app_furtherda_00a6b44"),
                    practice.constraints.SameFirm(field="trigger", name="calendar_app_furtherda_a87ce2f"),
                    practice.constraints.SameFirm(field="other", name="calendar_app_furtherda_6f2691a"),
                    practice.constraints.SameFirm(field="given_by", name="calendar_app_furtherda_4e33fb8"),
                    models.UniqueConstraint(fields=("firm", "trigger", "key"), name="furtherdate_one_a_key"),
                    models.CheckConstraint(
                        condition=models.Q(("trigger", models.F("other")), _negated=True),
                        name="furtherdate_is_another_event",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recalculation",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "trigger",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recalculations",
                        to="calendar_app.triggerevent",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("moved", "The event moved"),
                            ("service", "The service was corrected"),
                            ("rules", "The rules changed"),
                            ("closure", "The court’s days changed"),
                            ("further", "Another date became known"),
                            ("off", "The event was called off"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("happened_on", models.DateField()),
                ("happened_at", models.DateTimeField(blank=True, null=True)),
                ("service_method", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(blank=True, max_length=8)),
                ("choices", models.JSONField(blank=True, default=dict)),
                (
                    "opened_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "settled_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "taken_back",
                    models.BooleanField(default=False, help_text="The event did not move after all."),
                ),
                (
                    "accepted",
                    models.PositiveIntegerField(default=0, help_text="Dates that were moved by it."),
                ),
            ],
            options={
                "ordering": ["opened_at", "id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="calendar_app_recalcula_3812483"),
                    models.Index(fields=["firm", "trigger"], name="calendar_app_recalcula_1307d4a"),
                    models.Index(fields=["firm", "opened_by"], name="calendar_app_recalcula_dcc82c0"),
                    models.Index(fields=["firm", "settled_by"], name="calendar_app_recalcula_09caed2"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="calendar_app_recalcula_63303b1"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_recalculation_key"),
                    practice.constraints.SameFirm(field="matter", name="calendar_app_recalcula_025118f"),
                    practice.constraints.SameFirm(field="trigger", name="calendar_app_recalcula_9896f2f"),
                    practice.constraints.SameFirm(field="opened_by", name="calendar_app_recalcula_54769bd"),
                    practice.constraints.SameFirm(field="settled_by", name="calendar_app_recalcula_3feb7c0"),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("firm", "trigger"),
                        name="recalculation_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="recalculation_settled_by_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DateChange",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "deadline",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="calendar_app.deadline",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("recalculated", "Recalculated"),
                            ("extended", "Extended"),
                            ("overridden", "Overridden"),
                            ("corrected", "Corrected"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stipulation", "Stipulation"),
                            ("order", "Order of the court"),
                            ("agreement", "Agreement of counsel"),
                            ("rule", "Rule or statute"),
                        ],
                        max_length=12,
                    ),
                ),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("from_at", models.DateTimeField(blank=True, null=True)),
                ("to_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(max_length=500)),
                (
                    "document",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "recalculation",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="calendar_app.recalculation",
                    ),
                ),
                (
                    "made_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="calendar_app_datechang_2795348"),
                    models.Index(fields=["firm", "deadline"], name="calendar_app_datechang_a678c2a"),
                    models.Index(fields=["firm", "document"], name="calendar_app_datechang_d14bef5"),
                    models.Index(fields=["firm", "recalculation"], name="calendar_app_datechang_756ed68"),
                    models.Index(fields=["firm", "made_by"], name="calendar_app_datechang_db96b06"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="calendar_app_datechange_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_datechange_key"),
                    practice.constraints.SameFirm(field="matter", name="calendar_app_datechang_b46c1a0"),
                    practice.constraints.SameFirm(field="deadline", name="calendar_app_datechang_f32afa6"),
                    practice.constraints.SameFirm(field="document", name="calendar_app_datechang_00b43f3"),
                    practice.constraints.SameFirm(
                        field="recalculation", name="calendar_app_datechang_8131934"
                    ),
                    practice.constraints.SameFirm(field="made_by", name="calendar_app_datechang_a0d2f7b"),
                    practice.constraints.AppendOnly(name="calendar_datechange_append"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "extended"), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="datechange_extension_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="datechange_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingHours",
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
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="working_hours",
                        to="accounts.member",
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(help_text="0 is Monday.")),
                ("begins", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="until")),
            ],
            options={
                "ordering": ["weekday", "begins", "id"],
                "indexes": [models.Index(fields=["firm", "member"], name="calendar_app_workingho_2420582")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="calendar_app_workinghours_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="calendar_app_workinghours_key"),
                    practice.constraints.SameFirm(field="member", name="calendar_app_workingho_c3bc382"),
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="working_weekday"),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("begins"))), name="working_has_length"
                    ),
                    models.UniqueConstraint(
                        fields=("firm", "member", "weekday", "begins"), name="working_once"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="deadline",
            name="calendar_deadline_moved",
        ),
        migrations.AddField(
            model_name="deadline",
            name="acknowledged_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="acknowledged_by",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="backup",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="backed_deadlines",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="calendar",
            field=models.CharField(
                blank=True, help_text="Of court holidays: us.federal, us.ca.", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="count",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="A free count: n, unit, direction; empty when a rule gave it.",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="critical",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="deadline",
            name="declined_on",
            field=models.DateField(
                blank=True,
                help_text="A recalculated date that somebody looked at and did not take.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="derivation",
            field=models.JSONField(blank=True, default=dict, help_text="Result.as_json() of court_rules."),
        ),
        migrations.AddField(
            model_name="deadline",
            name="due_at",
            field=models.DateTimeField(
                blank=True,
                help_text="For periods in hours, and where a last hour of the day is set.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="earliest_on",
            field=models.DateField(
                blank=True, help_text="The safe date, where the reading is open.", null=True
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="extended_from",
            field=models.DateField(blank=True, help_text="The date before the newest extension.", null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="latest_on",
            field=models.DateField(blank=True, help_text="The latest date that can be argued.", null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="no_proof",
            field=models.CharField(
                blank=True, help_text="Why no document proves that it was met.", max_length=500
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="override",
            field=models.CharField(
                blank=True,
                help_text="Why the date is another than the rule gives; empty: it is not.",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="pack",
            field=models.CharField(blank=True, help_text="Key of the rule set.", max_length=80),
        ),
        migrations.AddField(
            model_name="deadline",
            name="pack_version",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="deadline",
            name="proof",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="rule_id",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="deadline",
            name="service_method",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="deadline",
            name="state",
            field=models.CharField(blank=True, help_text="Of the district court: CA.", max_length=8),
        ),
        migrations.AddField(
            model_name="deadline",
            name="trigger",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deadlines",
                to="calendar_app.triggerevent",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(fields=["firm", "trigger"], name="deadline_trigger"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(fields=["firm", "backup"], name="calendar_app_deadline__20b7138"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(fields=["firm", "acknowledged_by"], name="calendar_app_deadline__692c86a"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(fields=["firm", "proof"], name="calendar_app_deadline_proof_ix"),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=practice.constraints.SameFirm(field="trigger", name="calendar_app_deadline__fd52dfc"),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=practice.constraints.SameFirm(field="backup", name="calendar_app_deadline__82a167c"),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=practice.constraints.SameFirm(
                field="acknowledged_by", name="calendar_app_deadline__b3fb7d2"
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=practice.constraints.SameFirm(field="proof", name="calendar_app_deadline_proof_fk"),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                    models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                    _connector="OR",
                ),
                name="deadline_acknowledged_by_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("no_proof", ""), ("proof__isnull", True)),
                    ("done_at__isnull", False),
                    _connector="OR",
                ),
                name="deadline_proof_when_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("proof__isnull", True), ("no_proof", ""), _connector="OR"),
                name="deadline_proof_or_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("backup__isnull", True),
                    models.Q(("backup", models.F("owner")), _negated=True),
                    _connector="OR",
                ),
                name="deadline_backup_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("latest_on__isnull", True),
                    ("earliest_on__isnull", True),
                    ("latest_on__gte", models.F("earliest_on")),
                    _connector="OR",
                ),
                name="deadline_readings_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule_id", ""), ("trigger__isnull", False), _connector="OR"),
                name="deadline_rule_has_trigger",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=practice.constraints.Trigger(
                body="\n    IF NEW.verified_at IS NOT NULL AND OLD.verified_at IS NOT NULL\n       AND (NEW.title, NEW.due_on, NEW.due_at, NEW.kind, NEW.authority, NEW.matter_id, NEW.trigger_id, NEW.rule_id,\n            NEW.pack, NEW.pack_version, NEW.service_method, NEW.state, NEW.calendar, NEW.derivation, NEW.earliest_on,\n            NEW.latest_on, NEW.extended_from)\n           IS DISTINCT FROM (OLD.title, OLD.due_on, OLD.due_at, OLD.kind, OLD.authority, OLD.matter_id, OLD.trigger_id,\n            OLD.rule_id, OLD.pack, OLD.pack_version, OLD.service_method, OLD.state, OLD.calendar, OLD.derivation,\n            OLD.earliest_on, OLD.latest_on, OLD.extended_from) THEN\n        RAISE EXCEPTION 'deadline % was verified as it was', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="calendar_deadline_moved",
                when="BEFORE UPDATE",
            ),
        ),
    ]
