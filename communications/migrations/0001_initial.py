import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
import search.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("search", "0001_initial"),
        ("accounts", "0002_who_may_do_what"),
        ("matters", "0002_who_may_do_what"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="Memo",
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
                ("body", models.TextField()),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memos",
                        to="matters.matter",
                    ),
                ),
                ("audience", models.CharField(help_text="Whom it went to, in words.", max_length=300)),
                (
                    "acknowledge",
                    models.BooleanField(
                        default=False, help_text="Each reader confirms that they have read it."
                    ),
                ),
                ("acknowledge_by", models.DateField(blank=True, null=True)),
                (
                    "sent_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memos_sent",
                        to="accounts.member",
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "withdrawn_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-sent_at", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "-sent_at", "-id"], name="memo_by_time"),
                    models.Index(fields=["firm", "matter"], name="communications_memo_matter_ix"),
                    models.Index(fields=["firm", "sent_by"], name="communications_memo_sent_by_ix"),
                    models.Index(fields=["firm", "withdrawn_by"], name="communications_memo_wi_18fff8f"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="communications_memo_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="communications_memo_key"),
                    practice.constraints.SameFirm(field="matter", name="communications_memo_matter_fk"),
                    practice.constraints.SameFirm(field="sent_by", name="communications_memo_sent_by_fk"),
                    practice.constraints.SameFirm(
                        field="withdrawn_by", name="communications_memo_wi_e7b1d6b"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledge", True), ("acknowledge_by__isnull", True), _connector="OR"
                        ),
                        name="memo_day_of_acknowledgment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="memo_withdrawn_by_somebody",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL\n       OR (to_jsonb(OLD) - ARRAY['withdrawn_at', 'withdrawn_by_id']) IS DISTINCT FROM\n          (to_jsonb(NEW) - ARRAY['withdrawn_at', 'withdrawn_by_id']) THEN\n        RAISE EXCEPTION 'memo % was sent as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="communications_memo_sent",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemoReading",
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
                    "memo",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="communications.memo",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
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
                        related_name="memo_readings",
                        to="accounts.member",
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at", None)),
                        fields=["firm", "member", "memo"],
                        name="memo_unread_of",
                    ),
                    models.Index(fields=["firm", "memo"], name="communications_memorea_8b4b3a3"),
                    models.Index(fields=["firm", "matter"], name="communications_memorea_e24eebf"),
                    models.Index(fields=["firm", "member"], name="communications_memorea_18ab96f"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="communications_memorea_cb6ad16"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="communications_memoreading_key"),
                    practice.constraints.SameFirm(field="memo", name="communications_memorea_060e5d9"),
                    practice.constraints.SameFirm(field="matter", name="communications_memorea_9d4d9a3"),
                    practice.constraints.SameFirm(field="member", name="communications_memorea_440e69a"),
                    models.UniqueConstraint(fields=("firm", "memo", "member"), name="memo_reader_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledged_at__isnull", True), ("read_at__isnull", False), _connector="OR"
                        ),
                        name="memo_acknowledged_is_read",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' OR (NEW.memo_id, NEW.member_id) IS DISTINCT FROM (OLD.memo_id, OLD.member_id)\n       OR (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at)\n       OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at)\n       OR (OLD.reminded_at IS NOT NULL AND NEW.reminded_at IS DISTINCT FROM OLD.reminded_at) THEN\n        RAISE EXCEPTION 'receipt % stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="communications_memo_receipt",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                    "about_kind",
                    models.CharField(
                        choices=[("matter", "Matter"), ("contact", "Contact"), ("lead", "Lead")], max_length=8
                    ),
                ),
                ("about_id", models.BigIntegerField()),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="matters.matter",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="firm_notes",
                        to="matters.contact",
                    ),
                ),
                ("body", models.TextField()),
                (
                    "privileged",
                    models.BooleanField(
                        default=False,
                        help_text="Attorney-client privileged or work product: not for anyone outside.",
                    ),
                ),
                ("pinned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "pinned_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "written_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="accounts.member",
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deleted_by",
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
                "ordering": ["-written_at", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "about_kind", "about_id", "-written_at"], name="note_about"),
                    models.Index(fields=["firm", "matter"], name="communications_note_matter_ix"),
                    models.Index(fields=["firm", "contact"], name="communications_note_contact_ix"),
                    models.Index(fields=["firm", "pinned_by"], name="communications_note_pi_96b5ef4"),
                    models.Index(fields=["firm", "written_by"], name="communications_note_wr_c7a16f8"),
                    models.Index(fields=["firm", "deleted_by"], name="communications_note_de_d9a391b"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="communications_note_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="communications_note_key"),
                    practice.constraints.SameFirm(field="matter", name="communications_note_matter_fk"),
                    practice.constraints.SameFirm(field="contact", name="communications_note_contact_fk"),
                    practice.constraints.SameFirm(field="pinned_by", name="communications_note_pi_16600e5"),
                    practice.constraints.SameFirm(field="written_by", name="communications_note_wr_e150183"),
                    practice.constraints.SameFirm(field="deleted_by", name="communications_note_de_22605fa"),
                    search.constraints.IndexedText(
                        columns=["body"],
                        contact="contact_id",
                        kind="note",
                        matter="matter_id",
                        name="communications_note_texts",
                        unless="NEW.deleted_at IS NOT NULL",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("about_kind", "matter"),
                                ("contact__isnull", True),
                                ("matter", models.F("about_id")),
                            ),
                            models.Q(
                                ("about_kind", "contact"),
                                ("contact", models.F("about_id")),
                                ("matter__isnull", True),
                            ),
                            models.Q(
                                ("about_kind", "lead"), ("contact__isnull", True), ("matter__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="note_about_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pinned_at__isnull", True), ("pinned_by__isnull", True)),
                            models.Q(("pinned_at__isnull", False), ("pinned_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="note_pinned_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deleted_at__isnull", True), ("deleted_by__isnull", True)),
                            models.Q(("deleted_at__isnull", False), ("deleted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="note_deleted_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
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
                    "note",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="communications.note",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
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
                        related_name="mentions",
                        to="accounts.member",
                    ),
                ),
                (
                    "made_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("seen_at", None)),
                        fields=["firm", "member", "-id"],
                        name="mention_unseen",
                    ),
                    models.Index(fields=["firm", "note"], name="communications_mention_note_ix"),
                    models.Index(fields=["firm", "matter"], name="communications_mention_fa1cc4e"),
                    models.Index(fields=["firm", "member"], name="communications_mention_da20fa8"),
                    models.Index(fields=["firm", "made_by"], name="communications_mention_95ad253"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="communications_mention_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="communications_mention_key"),
                    practice.constraints.SameFirm(field="note", name="communications_mention_note_fk"),
                    practice.constraints.SameFirm(field="matter", name="communications_mention_f1a0875"),
                    practice.constraints.SameFirm(field="member", name="communications_mention_368dd33"),
                    practice.constraints.SameFirm(field="made_by", name="communications_mention_351ca3d"),
                    models.UniqueConstraint(fields=("firm", "note", "member"), name="mention_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteVersion",
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
                    "note",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="communications.note",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("body", models.TextField()),
                ("privileged", models.BooleanField()),
                (
                    "replaced_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("replaced_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "note"], name="communications_notever_cb8c304"),
                    models.Index(fields=["firm", "matter"], name="communications_notever_7948880"),
                    models.Index(fields=["firm", "replaced_by"], name="communications_notever_1721cac"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="communications_notever_08a15d1"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="communications_noteversion_key"),
                    practice.constraints.SameFirm(field="note", name="communications_notever_069dc18"),
                    practice.constraints.SameFirm(field="matter", name="communications_notever_f5c56ed"),
                    practice.constraints.SameFirm(field="replaced_by", name="communications_notever_457ef5b"),
                    practice.constraints.AppendOnly(name="communications_note_version"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Slip",
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
                ("name", models.CharField(max_length=200, verbose_name="caller")),
                ("company", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "digits",
                    models.CharField(
                        blank=True, help_text="The number without anything but digits.", max_length=20
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="matters.contact",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="matters.matter",
                    ),
                ),
                (
                    "for_member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="accounts.member",
                    ),
                ),
                (
                    "asks",
                    models.CharField(
                        choices=[
                            ("call", "Please call back"),
                            ("again", "Will call again"),
                            ("returned", "Returned your call"),
                            ("meet", "Wants to see you"),
                            ("know", "For your information"),
                        ],
                        default="call",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "urgency",
                    models.CharField(
                        choices=[("routine", "Routine"), ("today", "Today"), ("urgent", "Urgent")],
                        default="routine",
                        max_length=8,
                    ),
                ),
                ("call_from", models.DateTimeField(blank=True, help_text="Call back not before.", null=True)),
                ("call_until", models.DateTimeField(blank=True, help_text="Call back not after.", null=True)),
                (
                    "due_at",
                    models.DateTimeField(
                        help_text="When it is late: the end of the window, or the time its urgency gives."
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("read", "Read"),
                            ("called_back", "Called back"),
                            ("closed", "Closed"),
                        ],
                        default="new",
                        max_length=12,
                    ),
                ),
                (
                    "taken_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "read_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "called_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closing", models.CharField(blank=True, help_text="What came of it.", max_length=300)),
            ],
            options={
                "ordering": ["-taken_at", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "-taken_at", "-id"], name="slip_by_time"),
                    models.Index(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=["firm", "for_member", "due_at"],
                        name="slip_open_for",
                    ),
                    models.Index(fields=["firm", "digits", "-taken_at"], name="slip_by_number"),
                    models.Index(fields=["firm", "contact"], name="communications_slip_contact_ix"),
                    models.Index(fields=["firm", "matter"], name="communications_slip_matter_ix"),
                    models.Index(fields=["firm", "for_member"], name="communications_slip_fo_02a9a22"),
                    models.Index(fields=["firm", "taken_by"], name="communications_slip_ta_fc4e9a7"),
                    models.Index(fields=["firm", "read_by"], name="communications_slip_read_by_ix"),
                    models.Index(fields=["firm", "called_by"], name="communications_slip_ca_45fe9f6"),
                    models.Index(fields=["firm", "closed_by"], name="communications_slip_cl_29813fc"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="communications_slip_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="communications_slip_key"),
                    practice.constraints.SameFirm(field="contact", name="communications_slip_contact_fk"),
                    practice.constraints.SameFirm(field="matter", name="communications_slip_matter_fk"),
                    practice.constraints.SameFirm(field="for_member", name="communications_slip_fo_2a3da8a"),
                    practice.constraints.SameFirm(field="taken_by", name="communications_slip_ta_90dba51"),
                    practice.constraints.SameFirm(field="read_by", name="communications_slip_read_by_fk"),
                    practice.constraints.SameFirm(field="called_by", name="communications_slip_ca_33571a2"),
                    practice.constraints.SameFirm(field="closed_by", name="communications_slip_cl_f478843"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("call_from__isnull", True),
                            ("call_until__isnull", True),
                            ("call_until__gte", models.F("call_from")),
                            _connector="OR",
                        ),
                        name="slip_window_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digits__regex", "^[0-9]*$")), name="slip_digits_are_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at__isnull", True), ("state", "new")),
                            models.Q(("read_at__isnull", False), ("state__in", ["read", "called_back"])),
                            ("state", "closed"),
                            _connector="OR",
                        ),
                        name="slip_read_when_read",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("called_at__isnull", True), ("state__in", ["new", "read"])),
                            models.Q(("called_at__isnull", False), ("state", "called_back")),
                            ("state", "closed"),
                            _connector="OR",
                        ),
                        name="slip_called_when_called",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                                ("closing", ""),
                            ),
                            _connector="OR",
                        ),
                        name="slip_closed_when_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at__isnull", True), ("read_by__isnull", True)),
                            models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="slip_read_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("called_at__isnull", True), ("called_by__isnull", True)),
                            models.Q(("called_at__isnull", False), ("called_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="slip_called_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="slip_closed_by_somebody",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION 'slip % stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF (NEW.taken_by_id, NEW.taken_at) IS DISTINCT FROM (OLD.taken_by_id, OLD.taken_at)\n       OR (OLD.read_at IS NOT NULL\n           AND (NEW.read_at, NEW.read_by_id) IS DISTINCT FROM (OLD.read_at, OLD.read_by_id)\n           AND NEW.for_member_id = OLD.for_member_id)\n       OR (OLD.called_at IS NOT NULL AND NEW.state <> 'read'\n           AND (NEW.called_at, NEW.called_by_id) IS DISTINCT FROM (OLD.called_at, OLD.called_by_id)) THEN\n        RAISE EXCEPTION 'slip %: who did what and when stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF OLD.state = 'closed' AND NEW.state = 'closed' AND to_jsonb(OLD) - 'contact_id' IS DISTINCT FROM to_jsonb(NEW) - 'contact_id' THEN\n        RAISE EXCEPTION 'slip % is closed', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (\n        ('new', 'read'), ('new', 'called_back'), ('read', 'called_back'), ('new', 'closed'), ('read', 'closed'), ('called_back', 'closed'),\n        ('read', 'new'), ('called_back', 'read'), ('closed', 'new'), ('closed', 'read'), ('closed', 'called_back')) THEN\n        RAISE EXCEPTION 'slip %: % does not become %', OLD.id, OLD.state, NEW.state\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="communications_slip_kept",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
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
                    "direction",
                    models.CharField(
                        choices=[("in", "Incoming"), ("out", "Outgoing")], default="in", max_length=3
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="The other party, as they gave their name.", max_length=200),
                ),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "digits",
                    models.CharField(
                        blank=True, help_text="The number without anything but digits.", max_length=20
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="matters.contact",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="matters.matter",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        help_text="Who of the firm spoke.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="accounts.member",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, help_text="When it began.")),
                ("seconds", models.PositiveIntegerField(default=0)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("spoke", "Spoke"),
                            ("message", "Took a message"),
                            ("through", "Put through"),
                            ("left", "Left a message"),
                            ("no_answer", "No answer"),
                            ("wrong", "Wrong number"),
                        ],
                        default="spoke",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "slip",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="The slip that it answered, or that was taken in it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="communications.slip",
                    ),
                ),
                (
                    "recorded_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "-at", "-id"], name="call_by_time"),
                    models.Index(fields=["firm", "digits", "-at"], name="call_by_number"),
                    models.Index(fields=["firm", "contact", "-at"], name="call_by_contact"),
                    models.Index(fields=["firm", "matter"], name="communications_call_matter_ix"),
                    models.Index(fields=["firm", "member"], name="communications_call_member_ix"),
                    models.Index(fields=["firm", "slip"], name="communications_call_slip_ix"),
                    models.Index(fields=["firm", "recorded_by"], name="communications_call_re_e8567cb"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="communications_call_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="communications_call_key"),
                    practice.constraints.SameFirm(field="contact", name="communications_call_contact_fk"),
                    practice.constraints.SameFirm(field="matter", name="communications_call_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="communications_call_member_fk"),
                    practice.constraints.SameFirm(field="slip", name="communications_call_slip_fk"),
                    practice.constraints.SameFirm(field="recorded_by", name="communications_call_re_2bfd67c"),
                    models.CheckConstraint(
                        condition=models.Q(("seconds__lte", 86400)), name="call_within_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digits__regex", "^[0-9]*$")), name="call_digits_are_digits"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visitor",
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
                ("name", models.CharField(max_length=200, verbose_name="visitor")),
                ("company", models.CharField(blank=True, max_length=200)),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="matters.contact",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visitors",
                        to="matters.matter",
                    ),
                ),
                (
                    "host",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visitors",
                        to="accounts.member",
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=200)),
                (
                    "badge",
                    models.CharField(blank=True, help_text="Number of the badge they wear.", max_length=20),
                ),
                ("arrived_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "signed_in_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "signed_out_by",
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
                "ordering": ["-arrived_at", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "-arrived_at", "-id"], name="visit_by_time"),
                    models.Index(
                        condition=models.Q(("left_at", None)), fields=["firm", "host"], name="visit_inside"
                    ),
                    models.Index(fields=["firm", "contact"], name="communications_visitor_3071729"),
                    models.Index(fields=["firm", "matter"], name="communications_visitor_340c900"),
                    models.Index(fields=["firm", "host"], name="communications_visitor_host_ix"),
                    models.Index(fields=["firm", "signed_in_by"], name="communications_visitor_dcbcd44"),
                    models.Index(fields=["firm", "signed_out_by"], name="communications_visitor_8d1516e"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="communications_visitor_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="communications_visitor_key"),
                    practice.constraints.SameFirm(field="contact", name="communications_visitor_a6f4881"),
                    practice.constraints.SameFirm(field="matter", name="communications_visitor_1e49e7b"),
                    practice.constraints.SameFirm(field="host", name="communications_visitor_host_fk"),
                    practice.constraints.SameFirm(
                        field="signed_in_by", name="communications_visitor_b88331d"
                    ),
                    practice.constraints.SameFirm(
                        field="signed_out_by", name="communications_visitor_8f63eeb"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None), models.Q(("badge", ""), _negated=True)),
                        fields=("firm", "badge"),
                        name="visit_badge_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("met_at__isnull", True), ("met_at__gte", models.F("arrived_at")), _connector="OR"
                        ),
                        name="visit_met_after_arrival",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_at__isnull", True), ("signed_out_by__isnull", True)),
                            models.Q(
                                ("left_at__gte", models.F("arrived_at")), ("signed_out_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="visit_left_after_arrival",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' OR (NEW.name, NEW.arrived_at, NEW.signed_in_by_id)\n                           IS DISTINCT FROM (OLD.name, OLD.arrived_at, OLD.signed_in_by_id) THEN\n        RAISE EXCEPTION 'visit % stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="communications_visit_kept",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Made",
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
                    "source",
                    models.CharField(
                        choices=[
                            ("call", "Call"),
                            ("slip", "Message"),
                            ("memo", "Memo"),
                            ("note", "Note"),
                            ("visitor", "Visit"),
                        ],
                        max_length=8,
                    ),
                ),
                ("source_id", models.BigIntegerField()),
                ("kind", models.CharField(help_text="task, time, lead, contact.", max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("label", models.CharField(max_length=200)),
                ("url", models.CharField(max_length=300)),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
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
                    models.Index(fields=["firm", "source", "source_id"], name="made_of_source"),
                    models.Index(fields=["firm", "matter"], name="communications_made_matter_ix"),
                    models.Index(fields=["firm", "made_by"], name="communications_made_made_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="communications_made_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="communications_made_key"),
                    practice.constraints.SameFirm(field="matter", name="communications_made_matter_fk"),
                    practice.constraints.SameFirm(field="made_by", name="communications_made_made_by_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "source", "source_id", "kind", "object_id"), name="made_said_once"
                    ),
                    practice.constraints.AppendOnly(name="communications_made_kept"),
                ],
            },
        ),
    ]
