import booking.models.pages
import django.contrib.postgres.fields
import django.core.validators
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
        ("conflicts", "0001_initial"),
        ("intake", "0001_initial"),
        ("matters", "0004_stages_and_people_moved"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="BookingPage",
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
                ("name", models.CharField(help_text="The firm’s own name for it.", max_length=80)),
                ("title", models.CharField(help_text="The heading that strangers read.", max_length=120)),
                ("intro", models.TextField(blank=True)),
                (
                    "owner",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Whose own page it is; empty for a page of the firm.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booking_pages",
                        to="accounts.member",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("turns", "Whoever’s turn it is"),
                            ("choose", "The visitor chooses, or takes anybody"),
                            ("all", "All of them together"),
                        ],
                        default="turns",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("off", "Off"), ("on", "On the web"), ("paused", "Paused")],
                        default="off",
                        max_length=8,
                    ),
                ),
                (
                    "lengths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=booking.models.pages.usual_lengths,
                        help_text="Minutes.",
                        size=None,
                    ),
                ),
                (
                    "step",
                    models.PositiveSmallIntegerField(
                        default=30, help_text="Minutes from one offered beginning to the next."
                    ),
                ),
                (
                    "buffer_before",
                    models.PositiveSmallIntegerField(default=0, help_text="Minutes kept free before."),
                ),
                (
                    "buffer_after",
                    models.PositiveSmallIntegerField(default=0, help_text="Minutes kept free after."),
                ),
                (
                    "notice",
                    models.PositiveIntegerField(
                        default=240, help_text="Minutes from booking to the earliest time."
                    ),
                ),
                (
                    "change_notice",
                    models.PositiveIntegerField(
                        default=240,
                        help_text="Minutes before it until which the visitor may move or cancel it.",
                    ),
                ),
                (
                    "horizon",
                    models.PositiveSmallIntegerField(default=30, help_text="Days ahead that are offered."),
                ),
                (
                    "most_per_day",
                    models.PositiveSmallIntegerField(blank=True, help_text="For each host.", null=True),
                ),
                (
                    "hours",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="[[weekday, from, until]]; empty: each host’s working hours.",
                    ),
                ),
                (
                    "court_days",
                    models.CharField(
                        choices=[
                            ("day", "The whole day is closed"),
                            ("half", "The morning or the afternoon is closed"),
                            ("time", "Only the time itself is closed"),
                        ],
                        default="half",
                        max_length=4,
                    ),
                ),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("phone", "By phone"),
                                ("video", "By video"),
                                ("office", "At the office"),
                            ],
                            max_length=6,
                        ),
                        default=booking.models.pages.usual_places,
                        size=None,
                    ),
                ),
                ("address", models.CharField(blank=True, help_text="Where the office is.", max_length=300)),
                (
                    "video",
                    models.CharField(blank=True, help_text="Address of the video room.", max_length=300),
                ),
                (
                    "practice_area",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booking_pages",
                        to="matters.practicearea",
                    ),
                ),
                (
                    "source",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.leadsource",
                    ),
                ),
                (
                    "form",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Further questions.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booking_pages",
                        to="intake.intakeform",
                    ),
                ),
                (
                    "fee",
                    models.CharField(
                        blank=True, help_text="What the talk costs, in an attorney’s words.", max_length=200
                    ),
                ),
                (
                    "fee_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "asks_names",
                    models.BooleanField(
                        default=True,
                        help_text="Ask who else is part of it, and check the names for conflicts.",
                    ),
                ),
                (
                    "confirms",
                    models.BooleanField(
                        default=False, help_text="A booking counts only after somebody here has confirmed it."
                    ),
                ),
                (
                    "thanks",
                    models.TextField(blank=True, help_text="Said after booking, and in the confirmation."),
                ),
                (
                    "frames",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        help_text="Web sites that may show it inside a page of theirs.",
                        size=None,
                    ),
                ),
                (
                    "key",
                    models.CharField(default=booking.models.pages.new_key, editable=False, max_length=12),
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
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(fields=["firm", "owner"], name="booking_bookingpage_owner_ix"),
                    models.Index(fields=["firm", "practice_area"], name="booking_bookingpage_pr_51429bd"),
                    models.Index(fields=["firm", "source"], name="booking_bookingpage_source_ix"),
                    models.Index(fields=["firm", "form"], name="booking_bookingpage_form_ix"),
                    models.Index(fields=["firm", "fee_by"], name="booking_bookingpage_fee_by_ix"),
                    models.Index(fields=["firm", "created_by"], name="booking_bookingpage_cr_b52d4e4"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="booking_bookingpage_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="booking_bookingpage_key"),
                    practice.constraints.SameFirm(field="owner", name="booking_bookingpage_owner_fk"),
                    practice.constraints.SameFirm(
                        field="practice_area", name="booking_bookingpage_pr_37dcdba"
                    ),
                    practice.constraints.SameFirm(field="source", name="booking_bookingpage_source_fk"),
                    practice.constraints.SameFirm(field="form", name="booking_bookingpage_form_fk"),
                    practice.constraints.SameFirm(field="fee_by", name="booking_bookingpage_fee_by_fk"),
                    practice.constraints.SameFirm(field="created_by", name="booking_bookingpage_cr_83e1204"),
                    models.UniqueConstraint(fields=("firm", "name"), name="booking_page_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="booking_page_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee", ""), ("fee_by__isnull", False), _connector="OR"),
                        name="booking_fee_by_an_attorney",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("horizon__gte", 1), ("horizon__lte", 180), ("step__gte", 5), ("step__lte", 480)
                        ),
                        name="booking_page_steps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lengths__len__gte", 1), ("places__len__gte", 1)),
                        name="booking_page_offers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingHost",
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
                    "page",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hosts",
                        to="booking.bookingpage",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking_hosts",
                        to="accounts.member",
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1 to 9.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9),
                        ],
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(fields=["firm", "page"], name="booking_bookinghost_page_ix"),
                    models.Index(fields=["firm", "member"], name="booking_bookinghost_member_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="booking_bookinghost_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="booking_bookinghost_key"),
                    practice.constraints.SameFirm(field="page", name="booking_bookinghost_page_fk"),
                    practice.constraints.SameFirm(field="member", name="booking_bookinghost_member_fk"),
                    models.UniqueConstraint(fields=("firm", "page", "member"), name="booking_host_once"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1), ("weight__lte", 9)), name="booking_host_weight"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Poll",
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
                ("title", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True, help_text="What the people asked read.")),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="polls",
                        to="matters.matter",
                    ),
                ),
                (
                    "organizer",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="polls",
                        to="accounts.member",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=60)),
                ("zone", models.CharField(max_length=64)),
                ("place", models.CharField(blank=True, max_length=300)),
                (
                    "room",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.room",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        default="meeting", help_text="Kind of the event that it becomes.", max_length=16
                    ),
                ),
                ("is_private", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("decided", "Decided"), ("cancelled", "Called off")],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "event",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.event",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="booking_poll_matter_ix"),
                    models.Index(fields=["firm", "organizer"], name="booking_poll_organizer_ix"),
                    models.Index(fields=["firm", "room"], name="booking_poll_room_ix"),
                    models.Index(fields=["firm", "event"], name="booking_poll_event_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="booking_poll_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="booking_poll_key"),
                    practice.constraints.SameFirm(field="matter", name="booking_poll_matter_fk"),
                    practice.constraints.SameFirm(field="organizer", name="booking_poll_organizer_fk"),
                    practice.constraints.SameFirm(field="room", name="booking_poll_room_fk"),
                    practice.constraints.SameFirm(field="event", name="booking_poll_event_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="poll_has_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 960)), name="poll_has_length"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollGuest",
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
                    "poll",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guests", to="booking.poll"
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("zone", models.CharField(blank=True, max_length=64)),
                ("required", models.BooleanField(default=True)),
                (
                    "key",
                    models.CharField(default=booking.models.pages.new_key, editable=False, max_length=12),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("comment", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "poll"], name="booking_pollguest_poll_ix"),
                    models.Index(fields=["firm", "matter"], name="booking_pollguest_matter_ix"),
                    models.Index(fields=["firm", "member"], name="booking_pollguest_member_ix"),
                    models.Index(fields=["firm", "contact"], name="booking_pollguest_contact_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="booking_pollguest_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="booking_pollguest_key"),
                    practice.constraints.SameFirm(field="poll", name="booking_pollguest_poll_fk"),
                    practice.constraints.SameFirm(field="matter", name="booking_pollguest_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="booking_pollguest_member_fk"),
                    practice.constraints.SameFirm(field="contact", name="booking_pollguest_contact_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("firm", "poll", "member"),
                        name="poll_member_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("firm", "poll", "email"),
                        name="poll_address_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="poll_guest_named"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollOption",
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
                    "poll",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="options", to="booking.poll"
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
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "event",
                    practice.tenancy.FirmForeignKey(
                        help_text="The hold.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.event",
                    ),
                ),
                ("is_chosen", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["starts_at", "id"],
                "indexes": [
                    models.Index(fields=["firm", "poll"], name="booking_polloption_poll_ix"),
                    models.Index(fields=["firm", "matter"], name="booking_polloption_matter_ix"),
                    models.Index(fields=["firm", "event"], name="booking_polloption_event_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="booking_polloption_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="booking_polloption_key"),
                    practice.constraints.SameFirm(field="poll", name="booking_polloption_poll_fk"),
                    practice.constraints.SameFirm(field="matter", name="booking_polloption_matter_fk"),
                    practice.constraints.SameFirm(field="event", name="booking_polloption_event_fk"),
                    models.UniqueConstraint(fields=("firm", "poll", "starts_at"), name="poll_option_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_chosen", True)),
                        fields=("firm", "poll"),
                        name="poll_chooses_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="poll_option_length"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollAnswer",
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
                    "guest",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="booking.pollguest",
                    ),
                ),
                (
                    "option",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="booking.polloption",
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
                    "value",
                    models.CharField(
                        choices=[("yes", "Yes"), ("maybe", "If need be"), ("no", "No")], max_length=5
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "guest"], name="booking_pollanswer_guest_ix"),
                    models.Index(fields=["firm", "option"], name="booking_pollanswer_option_ix"),
                    models.Index(fields=["firm", "matter"], name="booking_pollanswer_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="booking_pollanswer_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="booking_pollanswer_key"),
                    practice.constraints.SameFirm(field="guest", name="booking_pollanswer_guest_fk"),
                    practice.constraints.SameFirm(field="option", name="booking_pollanswer_option_fk"),
                    practice.constraints.SameFirm(field="matter", name="booking_pollanswer_matter_fk"),
                    models.UniqueConstraint(fields=("firm", "guest", "option"), name="poll_answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("value__in", ["yes", "maybe", "no"])), name="poll_answer_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
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
                    "page",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="booking.bookingpage",
                    ),
                ),
                (
                    "lead",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="intake.lead",
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
                    "event",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.event",
                    ),
                ),
                (
                    "host",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="accounts.member",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("topic", models.TextField(blank=True)),
                ("zone", models.CharField(help_text="The visitor’s time zone.", max_length=64)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("first_starts_at", models.DateTimeField(help_text="When it was booked for at first.")),
                (
                    "place",
                    models.CharField(
                        choices=[("phone", "By phone"), ("video", "By video"), ("office", "At the office")],
                        max_length=6,
                    ),
                ),
                ("where", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_confirm", "To confirm"),
                            ("confirmed", "Confirmed"),
                            ("held", "Took place"),
                            ("no_show", "Did not come"),
                            ("declined", "Declined"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="confirmed",
                        max_length=10,
                    ),
                ),
                (
                    "told_at",
                    models.DateTimeField(
                        help_text="When the visitor was told that it is confirmed.", null=True
                    ),
                ),
                (
                    "screen",
                    models.CharField(
                        choices=[
                            ("none", "Not asked"),
                            ("waiting", "Being checked"),
                            ("clear", "Nothing near the names"),
                            ("look", "Possible conflict"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                (
                    "check_ref",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conflicts.check",
                    ),
                ),
                (
                    "submission",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.submission",
                    ),
                ),
                (
                    "key",
                    models.CharField(default=booking.models.pages.new_key, editable=False, max_length=12),
                ),
                (
                    "nonce",
                    models.CharField(
                        help_text="Of the page that was filled in: it books once.", max_length=40
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, help_text="Of its calendar file (RFC 5545)."),
                ),
                (
                    "ended_by_visitor",
                    models.BooleanField(default=False, help_text="The visitor cancelled it."),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("ended_at", models.DateTimeField(help_text="When it was cancelled or declined.", null=True)),
                (
                    "warned_at",
                    models.DateTimeField(
                        help_text="When the host was warned of a possible conflict.", null=True
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["starts_at", "id"],
                "indexes": [
                    models.Index(fields=["firm", "starts_at", "id"], name="booking_by_time"),
                    models.Index(fields=["firm", "page", "starts_at"], name="booking_of_page"),
                    models.Index(fields=["firm", "host", "starts_at"], name="booking_of_host"),
                    models.Index(fields=["firm", "lead"], name="booking_booking_lead_ix"),
                    models.Index(fields=["firm", "matter"], name="booking_booking_matter_ix"),
                    models.Index(fields=["firm", "event"], name="booking_booking_event_ix"),
                    models.Index(fields=["firm", "check_ref"], name="booking_booking_check_ref_ix"),
                    models.Index(fields=["firm", "submission"], name="booking_booking_submission_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="booking_booking_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="booking_booking_key"),
                    practice.constraints.SameFirm(field="page", name="booking_booking_page_fk"),
                    practice.constraints.SameFirm(field="lead", name="booking_booking_lead_fk"),
                    practice.constraints.SameFirm(field="matter", name="booking_booking_matter_fk"),
                    practice.constraints.SameFirm(field="event", name="booking_booking_event_fk"),
                    practice.constraints.SameFirm(field="host", name="booking_booking_host_fk"),
                    practice.constraints.SameFirm(field="check_ref", name="booking_booking_check_ref_fk"),
                    practice.constraints.SameFirm(field="submission", name="booking_booking_submission_fk"),
                    models.UniqueConstraint(fields=("firm", "page", "nonce"), name="booking_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="booking_has_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="booking_has_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingHold",
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
                    "booking",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="booking.booking",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booking_holds",
                        to="accounts.member",
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "member", "starts_at"], name="booking_hold_times"),
                    models.Index(fields=["firm", "booking"], name="booking_bookinghold_booking_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="booking_bookinghold_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="booking_bookinghold_key"),
                    practice.constraints.SameFirm(field="booking", name="booking_bookinghold_booking_fk"),
                    practice.constraints.SameFirm(field="member", name="booking_bookinghold_member_fk"),
                    models.UniqueConstraint(fields=("firm", "booking", "member"), name="booking_hold_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="booking_hold_length"
                    ),
                    practice.constraints.NoOverlap(
                        column="member_id",
                        ends="ends_at",
                        name="booking_never_twice",
                        starts="starts_at",
                        unless="NOT is_active",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingLink",
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
                    "page",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="booking.bookingpage",
                    ),
                ),
                (
                    "lead",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking_links",
                        to="intake.lead",
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
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Where it was sent; empty when it was only copied.",
                        max_length=254,
                    ),
                ),
                (
                    "key",
                    models.CharField(default=booking.models.pages.new_key, editable=False, max_length=12),
                ),
                (
                    "booking",
                    practice.tenancy.FirmForeignKey(
                        help_text="What was booked by it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="booking.booking",
                    ),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
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
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "page"], name="booking_bookinglink_page_ix"),
                    models.Index(fields=["firm", "lead"], name="booking_bookinglink_lead_ix"),
                    models.Index(fields=["firm", "matter"], name="booking_bookinglink_matter_ix"),
                    models.Index(fields=["firm", "booking"], name="booking_bookinglink_booking_ix"),
                    models.Index(fields=["firm", "created_by"], name="booking_bookinglink_cr_6e63433"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="booking_bookinglink_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="booking_bookinglink_key"),
                    practice.constraints.SameFirm(field="page", name="booking_bookinglink_page_fk"),
                    practice.constraints.SameFirm(field="lead", name="booking_bookinglink_lead_fk"),
                    practice.constraints.SameFirm(field="matter", name="booking_bookinglink_matter_fk"),
                    practice.constraints.SameFirm(field="booking", name="booking_bookinglink_booking_fk"),
                    practice.constraints.SameFirm(field="created_by", name="booking_bookinglink_cr_fa94076"),
                ],
            },
        ),
    ]
