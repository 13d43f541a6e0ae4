import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
import reminders.constraints
import reminders.models.people
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
            name="Delivery",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                (
                    "address",
                    models.EmailField(
                        blank=True, help_text="Where it went, once it was tried.", max_length=254
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("delivered", "Delivered"),
                            ("failed", "Failed"),
                            ("dropped", "Not needed any more"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, help_text="The server’s words.", max_length=500)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="reminders_delivery_member_ix"),
                    models.Index(fields=["firm", "contact"], name="reminders_delivery_contact_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="reminders_delivery_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="reminders_delivery_key"),
                    practice.constraints.SameFirm(field="member", name="reminders_delivery_member_fk"),
                    practice.constraints.SameFirm(field="contact", name="reminders_delivery_contact_fk"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact__isnull", True), ("member__isnull", False)),
                            models.Q(("contact__isnull", False), ("member__isnull", True)),
                            _connector="OR",
                        ),
                        name="delivery_to_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
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
                ("day", models.DateField()),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "sent_at",
                    models.DateTimeField(
                        blank=True, help_text="Empty while it waits, or when it was empty.", null=True
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["firm", "member"], name="reminders_digest_member_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="reminders_digest_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="reminders_digest_key"),
                    practice.constraints.SameFirm(field="member", name="reminders_digest_member_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "member", "day"), name="reminder_digest_once_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ladder",
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
                            ("court", "Court deadline"),
                            ("statute", "Limitation date"),
                            ("internal", "Internal deadline"),
                            ("hearing", "Hearing"),
                            ("trial", "Trial"),
                            ("deposition", "Deposition"),
                            ("meeting", "Meeting or call"),
                            ("consultation", "Consultation"),
                            ("trip", "Trip"),
                            ("task", "Task"),
                        ],
                        max_length=14,
                    ),
                ),
                ("is_on", models.BooleanField(default=True)),
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
                (
                    "minutes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        help_text="Minutes before the start.",
                        size=None,
                    ),
                ),
                (
                    "escalate_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        help_text="Days before on which what nobody acknowledged or verified is passed on.",
                        size=None,
                    ),
                ),
                (
                    "at",
                    models.TimeField(
                        default=datetime.time(8, 0), help_text="Hour of the days, where the person is."
                    ),
                ),
                ("by_mail", models.BooleanField(default=True)),
                ("in_product", models.BooleanField(default=True)),
                (
                    "who",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                (
                    "since",
                    models.JSONField(
                        blank=True, default=dict, help_text="{rung: since when it is on the ladder}"
                    ),
                ),
            ],
            options={
                "ordering": ["kind"],
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="reminders_ladder_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="reminders_ladder_key"),
                    models.UniqueConstraint(fields=("firm", "kind"), name="ladder_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_on", False), ("by_mail", True), ("in_product", True), _connector="OR"
                        ),
                        name="ladder_has_a_channel",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnRungs",
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
                ("about_kind", models.CharField(max_length=12)),
                ("about_id", models.BigIntegerField()),
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
                ("occurs_on", models.DateField(help_text="The day the thing had when the rungs were set.")),
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
                (
                    "minutes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        help_text="Minutes before the start.",
                        size=None,
                    ),
                ),
                ("since", models.JSONField(blank=True, default=dict)),
                (
                    "set_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="reminders_ownrungs_matter_ix"),
                    models.Index(fields=["firm", "set_by"], name="reminders_ownrungs_set_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="reminders_ownrungs_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="reminders_ownrungs_key"),
                    practice.constraints.SameFirm(field="matter", name="reminders_ownrungs_matter_fk"),
                    practice.constraints.SameFirm(field="set_by", name="reminders_ownrungs_set_by_fk"),
                    models.UniqueConstraint(fields=("firm", "about_kind", "about_id"), name="own_rungs_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preferences",
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
                        related_name="reminder_preferences",
                        to="accounts.member",
                    ),
                ),
                ("by_mail", models.BooleanField(default=True)),
                ("mail_when_away", models.BooleanField(default=True)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
                ("digest_at", models.TimeField(default=datetime.time(7, 0))),
                (
                    "digest_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=reminders.models.people.working_days,
                        help_text="Weekdays, Monday is 0. None: no digest.",
                        size=None,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["firm", "member"], name="reminders_preferences__340e041")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="reminders_preferences_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="reminders_preferences_key"),
                    practice.constraints.SameFirm(field="member", name="reminders_preferences__56219c5"),
                    models.UniqueConstraint(fields=("firm", "member"), name="reminder_preferences_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                            models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="quiet_hours_have_two_ends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
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
                ("about_kind", models.CharField(max_length=12)),
                ("about_id", models.BigIntegerField()),
                ("occurrence", models.CharField(max_length=20)),
                (
                    "occurs_at",
                    models.DateTimeField(
                        help_text="The start; of a date its first instant where the firm is."
                    ),
                ),
                ("all_day", models.BooleanField(default=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("court", "Court deadline"),
                            ("statute", "Limitation date"),
                            ("internal", "Internal deadline"),
                            ("hearing", "Hearing"),
                            ("trial", "Trial"),
                            ("deposition", "Deposition"),
                            ("meeting", "Meeting or call"),
                            ("consultation", "Consultation"),
                            ("trip", "Trip"),
                            ("task", "Task"),
                        ],
                        max_length=14,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("is_private", models.BooleanField(default=False)),
                ("critical", models.BooleanField(default=False, help_text="Wants an acknowledgment.")),
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
                        related_name="reminders",
                        to="accounts.member",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                (
                    "part",
                    models.CharField(help_text="Why this person: reminders.ladders.PARTS.", max_length=12),
                ),
                (
                    "rung",
                    models.CharField(
                        help_text="d7: days before; m15: minutes before; e3: escalated.", max_length=6
                    ),
                ),
                ("moment", models.DateTimeField(help_text="When the ladder wanted it.")),
                ("late", models.BooleanField(default=False)),
                (
                    "missed",
                    models.PositiveSmallIntegerField(default=0, help_text="Earlier rungs told by this one."),
                ),
                ("in_product", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being sent"),
                            ("sent", "Told in the product"),
                            ("delivered", "Delivered"),
                            ("failed", "Failed"),
                            ("skipped", "Left out"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="Why it was left out.", max_length=200)),
                (
                    "delivery",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="reminders.delivery",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("snoozed_until", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, help_text="When the thing was done, moved or called off.", null=True
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None), ("seen_at", None)),
                        fields=["firm", "member", "-created_at", "-id"],
                        name="reminder_inbox",
                    ),
                    models.Index(fields=["firm", "-created_at", "-id"], name="reminder_latest"),
                    models.Index(fields=["firm", "member", "-id"], name="reminder_of_member"),
                    models.Index(fields=["firm", "about_kind", "about_id", "-id"], name="reminder_about"),
                    models.Index(fields=["firm", "matter"], name="reminders_reminder_matter_ix"),
                    models.Index(fields=["firm", "contact"], name="reminders_reminder_contact_ix"),
                    models.Index(fields=["firm", "delivery"], name="reminders_reminder_delivery_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="reminders_reminder_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="reminders_reminder_key"),
                    practice.constraints.SameFirm(field="matter", name="reminders_reminder_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="reminders_reminder_member_fk"),
                    practice.constraints.SameFirm(field="contact", name="reminders_reminder_contact_fk"),
                    practice.constraints.SameFirm(field="delivery", name="reminders_reminder_delivery_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("firm", "about_kind", "about_id", "occurrence", "rung", "member"),
                        name="reminder_once_a_member",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("contact__isnull", False)),
                        fields=("firm", "about_kind", "about_id", "occurrence", "rung", "contact"),
                        name="reminder_once_a_contact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact__isnull", True), ("member__isnull", False)),
                            models.Q(("contact__isnull", False), ("member__isnull", True)),
                            _connector="OR",
                        ),
                        name="reminder_to_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "skipped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reminder_left_out_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderRules",
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
                    "subject",
                    models.CharField(
                        choices=[
                            ("full", "With the title and the matter"),
                            ("plain", "Without names: the kind, the day and the matter’s number"),
                        ],
                        default="full",
                        max_length=5,
                    ),
                ),
                (
                    "clients",
                    models.BooleanField(
                        default=False, help_text="Clients are reminded of appointments by e-mail."
                    ),
                ),
                (
                    "client_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        help_text="Days before an appointment on which its clients are told.",
                        size=None,
                    ),
                ),
                (
                    "began_at",
                    models.DateTimeField(
                        help_text="When reminders were first looked for: none is older.", null=True
                    ),
                ),
                (
                    "looked_at",
                    models.DateTimeField(help_text="Until when everything due has been claimed.", null=True),
                ),
                (
                    "looked_seq",
                    models.BigIntegerField(
                        default=0, help_text="The last act the look has seen (AuditSeal.seq)."
                    ),
                ),
                (
                    "wakes_at",
                    models.DateTimeField(
                        help_text="When the clock alone could bring something next (reminders.queries.awake).",
                        null=True,
                    ),
                ),
            ],
            options={
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="reminders_reminderrules_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="reminders_reminderrules_key"),
                    models.UniqueConstraint(fields=("firm",), name="reminder_rules_once"),
                    reminders.constraints.AwakeFirms(name="reminders_awake", version=1),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientChoice",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="calendar_app.event"
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
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matters.contact"
                    ),
                ),
                ("wanted", models.BooleanField()),
                (
                    "set_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "event"], name="reminders_clientchoice_459555c"),
                    models.Index(fields=["firm", "matter"], name="reminders_clientchoice_71e7876"),
                    models.Index(fields=["firm", "contact"], name="reminders_clientchoice_c100e02"),
                    models.Index(fields=["firm", "set_by"], name="reminders_clientchoice_d45e52d"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="reminders_clientchoice_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="reminders_clientchoice_key"),
                    practice.constraints.SameFirm(field="event", name="reminders_clientchoice_c45ae11"),
                    practice.constraints.SameFirm(field="matter", name="reminders_clientchoice_6067c03"),
                    practice.constraints.SameFirm(field="contact", name="reminders_clientchoice_4eefca3"),
                    practice.constraints.SameFirm(field="set_by", name="reminders_clientchoice_0282089"),
                    models.UniqueConstraint(fields=("firm", "event", "contact"), name="client_choice_once"),
                ],
            },
        ),
    ]
