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
        ("documents", "0003_texts"),
        ("matters", "0004_stages_and_people_moved"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deposition",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="depositions",
                        to="matters.matter",
                    ),
                ),
                (
                    "witness",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="depositions",
                        to="matters.contact",
                    ),
                ),
                (
                    "witness_kind",
                    models.CharField(
                        choices=[
                            ("party", "Party"),
                            ("non_party", "Not a party"),
                            ("expert", "Expert"),
                            ("entity", "Organization’s designee"),
                        ],
                        default="party",
                        max_length=9,
                    ),
                ),
                ("volume", models.PositiveSmallIntegerField(default=1)),
                (
                    "noticed_by",
                    models.CharField(
                        choices=[
                            ("ours", "We notice it"),
                            ("opposing", "The other side notices it"),
                            ("other", "Another party notices it"),
                        ],
                        default="ours",
                        max_length=8,
                        verbose_name="noticing side",
                    ),
                ),
                (
                    "rules",
                    models.CharField(
                        choices=[
                            ("federal", "Federal (Fed. R. Civ. P.)"),
                            ("california", "California (Code Civ. Proc.)"),
                            ("other", "Other"),
                        ],
                        default="california",
                        max_length=10,
                    ),
                ),
                (
                    "taken_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "taking_counsel",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                (
                    "defended_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "defending_counsel",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                (
                    "prepared_by",
                    practice.tenancy.FirmForeignKey(
                        help_text="Who sees to its papers.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
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
                ("remote_link", models.URLField(blank=True, max_length=500)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("stenographic", "Stenographic"),
                            ("video", "Stenographic and video"),
                            ("audio", "Audio"),
                        ],
                        default="stenographic",
                        max_length=12,
                    ),
                ),
                (
                    "reporter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="The court reporter’s firm.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                ("reporter_confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "videographer",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                ("videographer_confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "interpreter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True, help_text="Of the interpreter; empty: none needed.", max_length=60
                    ),
                ),
                ("interpreter_confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "notice",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="The version that is served.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.version",
                    ),
                ),
                ("served_on", models.DateField(blank=True, null=True)),
                (
                    "service_method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("personal", "By hand"),
                            ("electronic", "Electronic"),
                            ("mail", "Mail, in the state"),
                            ("mail-us", "Mail, from or to another state"),
                            ("mail-abroad", "Mail, from or to abroad"),
                            ("overnight", "Overnight delivery"),
                            ("fax", "Fax"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "notice_check",
                    models.JSONField(
                        blank=True, default=dict, help_text="How the notice period was counted."
                    ),
                ),
                (
                    "notice_deadline",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="When ours is to be served.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.deadline",
                    ),
                ),
                (
                    "objection_deadline",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Until when theirs is objected to.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.deadline",
                    ),
                ),
                (
                    "short_notice_reason",
                    models.CharField(blank=True, help_text="Order or stipulation.", max_length=300),
                ),
                (
                    "subpoena",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                ("subpoena_served_on", models.DateField(blank=True, null=True)),
                ("documents_demanded", models.TextField(blank=True)),
                ("documents_received_on", models.DateField(blank=True, null=True)),
                ("ordered_on", models.DateField(blank=True, null=True)),
                ("transcript_due_on", models.DateField(blank=True, null=True)),
                (
                    "due_deadline",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.deadline",
                    ),
                ),
                ("received_on", models.DateField(blank=True, null=True)),
                (
                    "transcript",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "review_requested",
                    models.BooleanField(
                        default=False,
                        help_text="Review by the witness was asked for on the record (Rule 30(e)(1)).",
                    ),
                ),
                (
                    "review_from",
                    models.DateField(
                        blank=True, help_text="When the witness was told it is available.", null=True
                    ),
                ),
                (
                    "review_deadline",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.deadline",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True)),
                (
                    "errata",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("noticed", "Noticed"),
                            ("confirmed", "Confirmed"),
                            ("taken", "Taken"),
                            ("transcript_in", "Transcript in"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=13,
                    ),
                ),
                ("cancelled_from", models.CharField(blank=True, max_length=13)),
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
                "ordering": ["starts_at", "id"],
                "indexes": [
                    models.Index(fields=["firm", "starts_at", "id"], name="deposition_by_time"),
                    models.Index(fields=["firm", "matter", "starts_at"], name="deposition_of_matter"),
                    models.Index(fields=["firm", "witness"], name="depositions_deposition_a85cece"),
                    models.Index(fields=["firm", "taken_by"], name="depositions_deposition_0b2b002"),
                    models.Index(fields=["firm", "taking_counsel"], name="depositions_deposition_d843d9c"),
                    models.Index(fields=["firm", "defended_by"], name="depositions_deposition_8ac0a9c"),
                    models.Index(fields=["firm", "defending_counsel"], name="depositions_deposition_8df1c77"),
                    models.Index(fields=["firm", "prepared_by"], name="depositions_deposition_0b65536"),
                    models.Index(fields=["firm", "room"], name="depositions_deposition_room_ix"),
                    models.Index(fields=["firm", "reporter"], name="depositions_deposition_79aac62"),
                    models.Index(fields=["firm", "videographer"], name="depositions_deposition_7100cc3"),
                    models.Index(fields=["firm", "interpreter"], name="depositions_deposition_1976abe"),
                    models.Index(fields=["firm", "notice"], name="depositions_deposition_7ac8985"),
                    models.Index(fields=["firm", "notice_deadline"], name="depositions_deposition_55d1d20"),
                    models.Index(
                        fields=["firm", "objection_deadline"], name="depositions_deposition_85dd994"
                    ),
                    models.Index(fields=["firm", "subpoena"], name="depositions_deposition_2c2176d"),
                    models.Index(fields=["firm", "due_deadline"], name="depositions_deposition_bc79bcc"),
                    models.Index(fields=["firm", "transcript"], name="depositions_deposition_f75bc81"),
                    models.Index(fields=["firm", "review_deadline"], name="depositions_deposition_126e998"),
                    models.Index(fields=["firm", "errata"], name="depositions_deposition_735c108"),
                    models.Index(fields=["firm", "created_by"], name="depositions_deposition_ba65720"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="depositions_deposition_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="depositions_deposition_key"),
                    practice.constraints.SameFirm(field="matter", name="depositions_deposition_0fe928b"),
                    practice.constraints.SameFirm(field="witness", name="depositions_deposition_5a7226b"),
                    practice.constraints.SameFirm(field="taken_by", name="depositions_deposition_1ec54ff"),
                    practice.constraints.SameFirm(
                        field="taking_counsel", name="depositions_deposition_3ebe075"
                    ),
                    practice.constraints.SameFirm(field="defended_by", name="depositions_deposition_445f15c"),
                    practice.constraints.SameFirm(
                        field="defending_counsel", name="depositions_deposition_245dcba"
                    ),
                    practice.constraints.SameFirm(field="prepared_by", name="depositions_deposition_805e69f"),
                    practice.constraints.SameFirm(field="room", name="depositions_deposition_room_fk"),
                    practice.constraints.SameFirm(field="reporter", name="depositions_deposition_50f0db8"),
                    practice.constraints.SameFirm(
                        field="videographer", name="depositions_deposition_e96f9c9"
                    ),
                    practice.constraints.SameFirm(field="interpreter", name="depositions_deposition_a73f6be"),
                    practice.constraints.SameFirm(field="notice", name="depositions_deposition_0e03c6e"),
                    practice.constraints.SameFirm(
                        field="notice_deadline", name="depositions_deposition_50ea15b"
                    ),
                    practice.constraints.SameFirm(
                        field="objection_deadline", name="depositions_deposition_dc35f92"
                    ),
                    practice.constraints.SameFirm(field="subpoena", name="depositions_deposition_6fdcd7e"),
                    practice.constraints.SameFirm(
                        field="due_deadline", name="depositions_deposition_5bc1d65"
                    ),
                    practice.constraints.SameFirm(field="transcript", name="depositions_deposition_75cd71c"),
                    practice.constraints.SameFirm(
                        field="review_deadline", name="depositions_deposition_f9c893d"
                    ),
                    practice.constraints.SameFirm(field="errata", name="depositions_deposition_2c01c49"),
                    practice.constraints.SameFirm(field="created_by", name="depositions_deposition_8aff438"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="deposition_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("served_on__isnull", True),
                            models.Q(
                                ("starts_at__isnull", False), models.Q(("service_method", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="deposition_served_somehow",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("planned", "cancelled")),
                            ("starts_at__isnull", False),
                            _connector="OR",
                        ),
                        name="deposition_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("noticed_by", "ours"),
                                ("state__in", ("noticed", "confirmed", "taken", "transcript_in", "closed")),
                                _negated=True,
                            ),
                            ("served_on__isnull", False),
                            _connector="OR",
                        ),
                        name="deposition_of_ours_served",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "transcript_in"), _negated=True),
                            ("received_on__isnull", False),
                            _connector="OR",
                        ),
                        name="deposition_transcript_received",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("cancelled_from__in", ("planned", "noticed", "confirmed")),
                                ("state", "cancelled"),
                            ),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_at__isnull", True),
                                ("cancelled_from", ""),
                            ),
                            _connector="OR",
                        ),
                        name="deposition_cancelled_ahead",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NEW.noticed_by = 'ours' AND NEW.served_on IS NOT NULL THEN\n        IF NOT EXISTS (\n            SELECT 1 FROM documents_version v JOIN supervision_approval a\n                ON a.firm_id = v.firm_id AND a.kind = 'document' AND a.object_id = v.id AND a.state = 'approved'\n             WHERE v.firm_id = NEW.firm_id AND v.id = NEW.notice_id AND v.matter_id = NEW.matter_id) THEN\n            RAISE EXCEPTION 'the notice of deposition % is not signed off', NEW.id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="depositions_notice_signed",
                        when="BEFORE INSERT OR UPDATE OF served_on, notice_id, noticed_by, matter_id",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF OLD.served_on IS NOT NULL AND NEW.served_on IS NOT NULL\n       AND (NEW.notice_id, NEW.service_method, NEW.noticed_by, NEW.matter_id)\n           IS DISTINCT FROM (OLD.notice_id, OLD.service_method, OLD.noticed_by, OLD.matter_id) THEN\n        RAISE EXCEPTION 'the notice of deposition % was served as it was', OLD.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="depositions_served",
                        when="BEFORE UPDATE",
                    ),
                    practice.constraints.Frozen(
                        free=["state"],
                        name="depositions_closed",
                        state="state",
                        unless=["planned", "noticed", "confirmed", "taken", "transcript_in", "cancelled"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DepositionExhibit",
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
                    "deposition",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exhibits",
                        to="depositions.deposition",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="In this deposition.")),
                ("running", models.PositiveIntegerField(help_text="Through all depositions of the matter.")),
                ("description", models.CharField(max_length=300)),
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
                ("bates_from", models.CharField(blank=True, max_length=40)),
                ("bates_to", models.CharField(blank=True, max_length=40)),
                ("marked_at", models.DateTimeField(blank=True, null=True)),
                ("offered_at", models.DateTimeField(blank=True, null=True)),
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
                "verbose_name": "exhibit",
                "ordering": ["number", "id"],
                "indexes": [
                    models.Index(fields=["firm", "deposition"], name="depositions_deposition_25d3986"),
                    models.Index(fields=["firm", "matter"], name="depositions_deposition_7e2b3fd"),
                    models.Index(fields=["firm", "document"], name="depositions_deposition_36bbf7c"),
                    models.Index(fields=["firm", "created_by"], name="depositions_deposition_99c7315"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="depositions_deposition_7b74011"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="depositions_deposition_3430755"),
                    practice.constraints.SameFirm(field="deposition", name="depositions_deposition_3aab38c"),
                    practice.constraints.SameFirm(field="matter", name="depositions_deposition_989d6b3"),
                    practice.constraints.SameFirm(field="document", name="depositions_deposition_f9549e7"),
                    practice.constraints.SameFirm(field="created_by", name="depositions_deposition_ae5843b"),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("firm", "deposition", "number"),
                        name="exhibit_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("firm", "matter", "running"),
                        name="exhibit_running_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True), ("marked_at__isnull", True), _connector="OR"
                        ),
                        name="exhibit_marked_stays",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("offered_at__isnull", True), ("marked_at__isnull", False), _connector="OR"
                        ),
                        name="exhibit_offered_is_marked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bates_to", ""), models.Q(("bates_from", ""), _negated=True), _connector="OR"
                        ),
                        name="exhibit_bates_from",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NOT EXISTS (SELECT 1 FROM depositions_deposition d WHERE d.firm_id = NEW.firm_id\n                      AND d.id = NEW.deposition_id AND d.matter_id = NEW.matter_id) THEN\n        RAISE EXCEPTION 'exhibit % is of another matter', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="depositions_exhibit_matter",
                        when="BEFORE INSERT OR UPDATE OF matter_id, deposition_id",
                    ),
                ],
            },
        ),
    ]
