import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_hours"),
        ("calendar_app", "0004_events_and_court_dates"),
        ("matters", "0004_stages_and_people_moved"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppPassword",
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
                        related_name="app_passwords",
                        to="accounts.member",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The device: iPhone, Thunderbird at the office.", max_length=80
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64)),
                ("may_write", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("last_agent", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["firm", "member"], name="feeds_apppassword_member_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="feeds_apppassword_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_apppassword_key"),
                    practice.constraints.SameFirm(field="member", name="feeds_apppassword_member_fk"),
                    models.UniqueConstraint(fields=("firm", "secret_hash"), name="app_password_secret_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarImport",
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
                    "owner",
                    practice.tenancy.FirmForeignKey(
                        help_text="Whose calendar it goes to.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preview", "To look at"),
                            ("running", "Being imported"),
                            ("done", "Imported"),
                            ("undone", "Taken back"),
                        ],
                        default="preview",
                        max_length=8,
                    ),
                ),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "job",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="practice.job",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "owner"], name="feeds_calendarimport_owner_ix"),
                    models.Index(fields=["firm", "created_by"], name="feeds_calendarimport_c_296acd3"),
                    models.Index(fields=["firm", "job"], name="feeds_calendarimport_job_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="feeds_calendarimport_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_calendarimport_key"),
                    practice.constraints.SameFirm(field="owner", name="feeds_calendarimport_owner_fk"),
                    practice.constraints.SameFirm(field="created_by", name="feeds_calendarimport_c_416357b"),
                    practice.constraints.SameFirm(field="job", name="feeds_calendarimport_job_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeQuestion",
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
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "event",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.event",
                    ),
                ),
                (
                    "deadline",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.deadline",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="What it was called when the question was raised.", max_length=200
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moved", "Moved"),
                            ("changed", "Changed"),
                            ("deleted", "Deleted"),
                            ("conflict", "Changed on both sides"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("kept", "Kept as it was"),
                            ("overtaken", "No longer open"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "owner",
                    practice.tenancy.FirmForeignKey(
                        help_text="Whose date it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "raised_by",
                    practice.tenancy.FirmForeignKey(
                        help_text="Whose program wanted it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "device",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="feeds.apppassword",
                    ),
                ),
                (
                    "said",
                    models.JSONField(
                        default=list, help_text="[[what, as it stood, as the program wants it]] in words."
                    ),
                ),
                (
                    "plan",
                    models.JSONField(
                        default=list, help_text="The acts that would carry it out (feeds.services.plans)."
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["firm", "owner", "id"],
                        name="change_question_waiting",
                    ),
                    models.Index(fields=["firm", "matter"], name="feeds_changequestion_matter_ix"),
                    models.Index(fields=["firm", "event"], name="feeds_changequestion_event_ix"),
                    models.Index(fields=["firm", "deadline"], name="feeds_changequestion_d_2c6973b"),
                    models.Index(fields=["firm", "owner"], name="feeds_changequestion_owner_ix"),
                    models.Index(fields=["firm", "raised_by"], name="feeds_changequestion_r_9c92759"),
                    models.Index(fields=["firm", "device"], name="feeds_changequestion_device_ix"),
                    models.Index(fields=["firm", "decided_by"], name="feeds_changequestion_d_fdda5a1"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="feeds_changequestion_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_changequestion_key"),
                    practice.constraints.SameFirm(field="matter", name="feeds_changequestion_matter_fk"),
                    practice.constraints.SameFirm(field="event", name="feeds_changequestion_event_fk"),
                    practice.constraints.SameFirm(field="deadline", name="feeds_changequestion_d_3cc5c81"),
                    practice.constraints.SameFirm(field="owner", name="feeds_changequestion_owner_fk"),
                    practice.constraints.SameFirm(field="raised_by", name="feeds_changequestion_r_10abaec"),
                    practice.constraints.SameFirm(field="device", name="feeds_changequestion_device_fk"),
                    practice.constraints.SameFirm(field="decided_by", name="feeds_changequestion_d_cc499a3"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deadline__isnull", True), ("event__isnull", False)),
                            models.Q(("deadline__isnull", False), ("event__isnull", True)),
                            _connector="OR",
                        ),
                        name="change_question_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "open")
                            ),
                            models.Q(("decided_at__isnull", False), ("state", "overtaken")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["accepted", "kept"]),
                            ),
                            _connector="OR",
                        ),
                        name="change_question_decided_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("firm", "event", "kind"),
                        name="change_question_open_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("firm", "deadline", "kind"),
                        name="change_question_deadline_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feed",
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
                        related_name="feeds",
                        to="accounts.member",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "detail",
                    models.CharField(
                        choices=[("full", "Everything"), ("busy", "Busy times only")],
                        default="full",
                        max_length=5,
                    ),
                ),
                (
                    "layers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("events", "Events"),
                                ("deadlines", "Deadlines"),
                                ("tasks", "Tasks with a due date"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "deadlines_as_tasks",
                    models.BooleanField(
                        default=False, help_text="Deadlines as to-dos (VTODO) instead of all-day events."
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "renewed_at",
                    models.DateTimeField(help_text="When the address was last replaced.", null=True),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_fetched_at", models.DateTimeField(null=True)),
                (
                    "last_agent",
                    models.CharField(blank=True, help_text="What the program calls itself.", max_length=200),
                ),
                ("fetches", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["firm", "member"], name="feeds_feed_member_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="feeds_feed_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_feed_key"),
                    practice.constraints.SameFirm(field="member", name="feeds_feed_member_fk"),
                    models.UniqueConstraint(fields=("firm", "secret_hash"), name="feed_secret_once"),
                    models.CheckConstraint(
                        condition=models.Q(("layers", []), _negated=True), name="feed_shows_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedPerson",
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
                    "feed",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="feeds.feed"
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
                    models.Index(fields=["firm", "feed"], name="feeds_feedperson_feed_ix"),
                    models.Index(fields=["firm", "member"], name="feeds_feedperson_member_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="feeds_feedperson_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_feedperson_key"),
                    practice.constraints.SameFirm(field="feed", name="feeds_feedperson_feed_fk"),
                    practice.constraints.SameFirm(field="member", name="feeds_feedperson_member_fk"),
                    models.UniqueConstraint(fields=("firm", "feed", "member"), name="feed_person_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportLine",
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
                    "parent",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="feeds.calendarimport",
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
                ("position", models.PositiveIntegerField()),
                (
                    "at_line",
                    models.PositiveIntegerField(
                        default=0, help_text="The line of the file at which it begins."
                    ),
                ),
                (
                    "room",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="calendar_app.room",
                    ),
                ),
                ("is_private", models.BooleanField(default=False)),
                (
                    "calendar",
                    models.CharField(
                        blank=True, help_text="Name of the calendar in the file.", max_length=200
                    ),
                ),
                ("uid", models.CharField(blank=True, max_length=255)),
                ("title", models.CharField(blank=True, max_length=300)),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("same", "Already there"),
                            ("changed", "Changed"),
                            ("unreadable", "Cannot be read"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="Why it cannot be read, or what differs.", max_length=500
                    ),
                ),
                ("data", models.JSONField(default=dict, help_text="The event as it was read.")),
                (
                    "before",
                    models.JSONField(default=dict, help_text="What the import replaced: for taking it back."),
                ),
                ("chosen", models.BooleanField(default=False)),
                (
                    "event",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="calendar_app.event",
                    ),
                ),
                ("outcome", models.CharField(blank=True, help_text="What became of it.", max_length=300)),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(fields=["firm", "parent"], name="feeds_importline_parent_ix"),
                    models.Index(fields=["firm", "matter"], name="feeds_importline_matter_ix"),
                    models.Index(fields=["firm", "room"], name="feeds_importline_room_ix"),
                    models.Index(fields=["firm", "event"], name="feeds_importline_event_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="feeds_importline_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_importline_key"),
                    practice.constraints.SameFirm(field="parent", name="feeds_importline_parent_fk"),
                    practice.constraints.SameFirm(field="matter", name="feeds_importline_matter_fk"),
                    practice.constraints.SameFirm(field="room", name="feeds_importline_room_fk"),
                    practice.constraints.SameFirm(field="event", name="feeds_importline_event_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "parent", "position"), name="import_line_position_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
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
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "event",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="calendar_app.event",
                    ),
                ),
                (
                    "attendee",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitations",
                        to="calendar_app.attendee",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("nonce", models.CharField(max_length=32)),
                (
                    "sequence",
                    models.IntegerField(
                        default=-1, help_text="The event's number when it was last told; -1 before."
                    ),
                ),
                (
                    "told",
                    models.CharField(
                        blank=True, help_text="Digest of what the last message said.", max_length=64
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "cancelled_at",
                    models.DateTimeField(help_text="When the attendee was told that it is off.", null=True),
                ),
                ("failed", models.CharField(blank=True, max_length=300)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No answer yet"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("tentative", "Tentative"),
                            ("delegated", "Sends somebody else"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_sequence", models.IntegerField(null=True)),
                (
                    "answered_via",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("link", "by the link"),
                            ("mail", "by e-mail"),
                            ("upload", "by an uploaded reply"),
                        ],
                        default="",
                        max_length=6,
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=500)),
                (
                    "delegate",
                    models.EmailField(
                        blank=True, help_text="Whom they send in their place (DELEGATED-TO).", max_length=254
                    ),
                ),
                (
                    "proposed_start",
                    models.DateTimeField(help_text="Another time that they proposed (COUNTER).", null=True),
                ),
                ("proposed_end", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="feeds_invitation_matter_ix"),
                    models.Index(fields=["firm", "event"], name="feeds_invitation_event_ix"),
                    models.Index(fields=["firm", "attendee"], name="feeds_invitation_attendee_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="feeds_invitation_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_invitation_key"),
                    practice.constraints.SameFirm(field="matter", name="feeds_invitation_matter_fk"),
                    practice.constraints.SameFirm(field="event", name="feeds_invitation_event_fk"),
                    practice.constraints.SameFirm(field="attendee", name="feeds_invitation_attendee_fk"),
                    models.UniqueConstraint(fields=("firm", "event", "email"), name="invitation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proposed_end", None), ("proposed_start", None)),
                            ("proposed_end__gt", models.F("proposed_start")),
                            _connector="OR",
                        ),
                        name="invitation_proposes_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SyncCollection",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "owner",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("events", "Events"), ("deadlines", "Deadlines")], max_length=10
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="feeds_synccollection_member_ix"),
                    models.Index(fields=["firm", "owner"], name="feeds_synccollection_owner_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="feeds_synccollection_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_synccollection_key"),
                    practice.constraints.SameFirm(field="member", name="feeds_synccollection_member_fk"),
                    practice.constraints.SameFirm(field="owner", name="feeds_synccollection_owner_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "member", "owner", "kind"), name="sync_collection_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SyncLog",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
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
                (
                    "device",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="log",
                        to="feeds.apppassword",
                    ),
                ),
                (
                    "feed",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="log",
                        to="feeds.feed",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField(default=django.utils.timezone.now)),
                ("times", models.PositiveIntegerField(default=1)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("read", "Read"),
                            ("wrote", "Wrote"),
                            ("deleted", "Deleted"),
                            ("refused", "Refused"),
                            ("asked", "Asked instead"),
                            ("failed", "Failed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("what", models.CharField(max_length=300)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("agent", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-until", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "device", "-until"], name="sync_log_of_device"),
                    models.Index(fields=["firm", "feed", "-until"], name="sync_log_of_feed"),
                    models.Index(fields=["firm", "member"], name="feeds_synclog_member_ix"),
                    models.Index(fields=["firm", "matter"], name="feeds_synclog_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="feeds_synclog_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_synclog_key"),
                    practice.constraints.SameFirm(field="member", name="feeds_synclog_member_fk"),
                    practice.constraints.SameFirm(field="matter", name="feeds_synclog_matter_fk"),
                    practice.constraints.SameFirm(field="device", name="feeds_synclog_device_fk"),
                    practice.constraints.SameFirm(field="feed", name="feeds_synclog_feed_fk"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("device__isnull", True), ("feed__isnull", False)),
                            models.Q(("device__isnull", False), ("feed__isnull", True)),
                            _connector="OR",
                        ),
                        name="sync_log_of_one_program",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SyncResource",
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
                    "collection",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resources",
                        to="feeds.synccollection",
                    ),
                ),
                ("name", models.CharField(help_text="Last part of its address.", max_length=255)),
                ("uid", models.CharField(max_length=255)),
                ("object_id", models.BigIntegerField(help_text="Id of the event or deadline.", null=True)),
                ("etag", models.CharField(max_length=64)),
                (
                    "number",
                    models.PositiveBigIntegerField(help_text="The collection's number when it last changed."),
                ),
                (
                    "touch",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Raised to make programs read it again: they hold what was refused.",
                    ),
                ),
                (
                    "owed",
                    models.BooleanField(
                        default=False,
                        help_text="The next listing raises `touch`: a program that just wrote may keep the old tag.",
                    ),
                ),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "alarms",
                    models.JSONField(
                        default=dict,
                        help_text="The member's own alarms of it, as their programs set them: {start of the instance or '': [alarm, …]}.",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "collection", "number"], name="sync_resource_since")
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="feeds_syncresource_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="feeds_syncresource_key"),
                    practice.constraints.SameFirm(field="collection", name="feeds_syncresource_col_99b2961"),
                    models.UniqueConstraint(
                        fields=("firm", "collection", "name"), name="sync_resource_name_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("gone_at", None)),
                        fields=("firm", "collection", "object_id"),
                        name="sync_resource_object_once",
                    ),
                ],
            },
        ),
    ]
