import custom_fields.constraints
import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import intake.models.forms
import intake.models.policy
import practice.constraints
import practice.money
import practice.tenancy
import search.constraints
import supervision.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("search", "0001_initial"),
        ("accounts", "0002_who_may_do_what"),
        ("documents", "0003_texts"),
        ("matters", "0002_who_may_do_what"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeadSource",
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
                    "wants_referrer",
                    models.BooleanField(
                        default=False, help_text="Ask who sent them: a client, a colleague, another firm."
                    ),
                ),
                (
                    "monthly_cost",
                    practice.money.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="What it costs the firm a month, for the return in the source report.",
                        max_digits=14,
                        null=True,
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["position", "name"],
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="intake_leadsource_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_leadsource_key"),
                    models.UniqueConstraint(fields=("firm", "name"), name="lead_source_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("monthly_cost__isnull", True), ("monthly_cost__gte", 0), _connector="OR"
                        ),
                        name="lead_source_cost",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lead",
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
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Person"), ("company", "Company")], default="person", max_length=8
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="matters.contact",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("address", models.TextField(blank=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("form", "Web form"),
                            ("email", "E-mail"),
                            ("walk_in", "Walk-in"),
                            ("referral", "Referral"),
                            ("other", "Other"),
                        ],
                        default="phone",
                        max_length=10,
                    ),
                ),
                (
                    "practice_area",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="matters.practicearea",
                    ),
                ),
                ("summary", models.TextField(blank=True, help_text="What it is about, in their words.")),
                (
                    "source",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="intake.leadsource",
                    ),
                ),
                (
                    "referrer",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads_referred",
                        to="matters.contact",
                    ),
                ),
                ("referrer_name", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("contacted", "Contacted"),
                            ("screening", "Screening"),
                            ("conflict", "Conflict check"),
                            ("consultation", "Consultation booked"),
                            ("engagement", "Engagement sent"),
                            ("decision", "Attorney decision"),
                            ("accepted", "Accepted"),
                            ("signed", "Signed"),
                            ("converted", "Converted"),
                            ("declined", "Declined"),
                            ("referred", "Referred out"),
                            ("lost", "Lost"),
                        ],
                        default="new",
                        max_length=12,
                    ),
                ),
                (
                    "state_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="Since when it is in this state."
                    ),
                ),
                (
                    "owner",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="accounts.member",
                    ),
                ),
                (
                    "attorney",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Who would act.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads_to_decide",
                        to="accounts.member",
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answer_due_at",
                    models.DateTimeField(help_text="By when somebody should have answered.", null=True),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "answer_seconds",
                    models.PositiveBigIntegerField(
                        help_text="Business time from receipt to the first answer, in seconds.", null=True
                    ),
                ),
                ("limitation_on", models.DateField(blank=True, null=True)),
                ("value", practice.money.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("score", models.PositiveSmallIntegerField(blank=True, help_text="0 to 100.", null=True)),
                (
                    "urgency",
                    models.CharField(
                        choices=[("low", "Low"), ("normal", "Normal"), ("high", "High")],
                        default="normal",
                        max_length=6,
                    ),
                ),
                ("next_action", models.CharField(blank=True, max_length=200)),
                ("next_action_on", models.DateField(blank=True, null=True)),
                ("consultation_at", models.DateTimeField(blank=True, null=True)),
                ("consultation_minutes", models.PositiveSmallIntegerField(default=30)),
                (
                    "consultation_with",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="accounts.member",
                    ),
                ),
                ("consultation_place", models.CharField(blank=True, max_length=200)),
                ("conflict_cleared_at", models.DateTimeField(null=True)),
                (
                    "conflict_cleared_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
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
                ("outcome", models.TextField(blank=True, help_text="Why it was declined, referred or lost.")),
                ("referred_to", models.CharField(blank=True, max_length=200)),
                (
                    "signed_on",
                    models.DateField(
                        blank=True, help_text="When the client signed the engagement.", null=True
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="matters.matter",
                    ),
                ),
                ("converted_at", models.DateTimeField(null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
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
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["-received_at", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "-received_at", "-id"], name="lead_latest"),
                    models.Index(fields=["firm", "state", "-received_at"], name="lead_by_state"),
                    models.Index(fields=["firm", "contact"], name="intake_lead_contact_ix"),
                    models.Index(fields=["firm", "practice_area"], name="intake_lead_practice_area_ix"),
                    models.Index(fields=["firm", "source"], name="intake_lead_source_ix"),
                    models.Index(fields=["firm", "referrer"], name="intake_lead_referrer_ix"),
                    models.Index(fields=["firm", "owner"], name="intake_lead_owner_ix"),
                    models.Index(fields=["firm", "attorney"], name="intake_lead_attorney_ix"),
                    models.Index(fields=["firm", "answered_by"], name="intake_lead_answered_by_ix"),
                    models.Index(fields=["firm", "consultation_with"], name="intake_lead_consultati_78a2de4"),
                    models.Index(
                        fields=["firm", "conflict_cleared_by"], name="intake_lead_conflict_c_84b6e0a"
                    ),
                    models.Index(fields=["firm", "decided_by"], name="intake_lead_decided_by_ix"),
                    models.Index(fields=["firm", "matter"], name="intake_lead_matter_ix"),
                    models.Index(fields=["firm", "created_by"], name="intake_lead_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="intake_lead_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_lead_key"),
                    practice.constraints.SameFirm(field="contact", name="intake_lead_contact_fk"),
                    practice.constraints.SameFirm(field="practice_area", name="intake_lead_practice_area_fk"),
                    practice.constraints.SameFirm(field="source", name="intake_lead_source_fk"),
                    practice.constraints.SameFirm(field="referrer", name="intake_lead_referrer_fk"),
                    practice.constraints.SameFirm(field="owner", name="intake_lead_owner_fk"),
                    practice.constraints.SameFirm(field="attorney", name="intake_lead_attorney_fk"),
                    practice.constraints.SameFirm(field="answered_by", name="intake_lead_answered_by_fk"),
                    practice.constraints.SameFirm(
                        field="consultation_with", name="intake_lead_consultati_7ecc430"
                    ),
                    practice.constraints.SameFirm(
                        field="conflict_cleared_by", name="intake_lead_conflict_c_c6f0354"
                    ),
                    practice.constraints.SameFirm(field="decided_by", name="intake_lead_decided_by_fk"),
                    practice.constraints.SameFirm(field="matter", name="intake_lead_matter_fk"),
                    practice.constraints.SameFirm(field="created_by", name="intake_lead_created_by_fk"),
                    custom_fields.constraints.Valued(
                        host="lead", matter="matter_id", name="intake_lead_valued"
                    ),
                    search.constraints.Indexed(
                        columns=["name"],
                        contact="contact_id",
                        kind="lead",
                        matter="matter_id",
                        name="intake_lead_names",
                    ),
                    search.constraints.IndexedText(
                        columns=["summary"],
                        contact="contact_id",
                        kind="lead",
                        matter="matter_id",
                        name="intake_lead_texts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="lead_has_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__isnull", True), ("score__lte", 100), _connector="OR"),
                        name="lead_score_to_100",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__isnull", True), ("value__gte", 0), _connector="OR"),
                        name="lead_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "converted"), _negated=True),
                            ("matter__isnull", False),
                            _connector="OR",
                        ),
                        name="lead_converted_has_matter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["declined", "referred", "lost"]), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lead_over_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            ("signed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="lead_signed_has_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("matter__isnull", False)),
                        fields=("firm", "matter"),
                        name="lead_of_matter_once",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NEW.state IN ('accepted', 'signed', 'converted', 'declined', 'referred')\n       AND (SELECT a.arguments->>'to' FROM supervision_approval a\n             WHERE a.firm_id = NEW.firm_id AND a.kind = 'lead' AND a.object_id = NEW.id AND a.state = 'approved'\n             ORDER BY a.round DESC LIMIT 1)\n           IS DISTINCT FROM (CASE WHEN NEW.state IN ('signed', 'converted') THEN 'accepted' ELSE NEW.state END) THEN\n        RAISE EXCEPTION 'intake_lead % has no decision of an attorney', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="intake_lead_decided",
                        when="BEFORE INSERT OR UPDATE OF state",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF OLD.matter_id IS NOT NULL AND NEW.matter_id IS DISTINCT FROM OLD.matter_id THEN\n        RAISE EXCEPTION 'intake_lead % has its matter already', OLD.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="intake_lead_one_matter",
                        when="BEFORE UPDATE OF matter_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeForm",
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
                    "practice_area",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intake_forms",
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
                    "owner",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Whose leads these are at first.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("thanks", models.TextField(blank=True, help_text="What is said after it was sent.")),
                ("acknowledge", models.BooleanField(default=True, help_text="Answer by e-mail at once.")),
                ("acknowledgment", models.TextField(blank=True, help_text="The words of that e-mail.")),
                (
                    "hosts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        help_text="Web sites that may show it inside a page of theirs.",
                        size=None,
                    ),
                ),
                ("key", models.CharField(default=intake.models.forms.new_key, editable=False, max_length=12)),
                ("is_active", models.BooleanField(default=False)),
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
                "ordering": ["name"],
                "indexes": [
                    models.Index(fields=["firm", "practice_area"], name="intake_intakeform_prac_7645278"),
                    models.Index(fields=["firm", "source"], name="intake_intakeform_source_ix"),
                    models.Index(fields=["firm", "owner"], name="intake_intakeform_owner_ix"),
                    models.Index(fields=["firm", "created_by"], name="intake_intakeform_crea_5b31f30"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="intake_intakeform_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_intakeform_key"),
                    practice.constraints.SameFirm(
                        field="practice_area", name="intake_intakeform_prac_141b62a"
                    ),
                    practice.constraints.SameFirm(field="source", name="intake_intakeform_source_fk"),
                    practice.constraints.SameFirm(field="owner", name="intake_intakeform_owner_fk"),
                    practice.constraints.SameFirm(field="created_by", name="intake_intakeform_crea_075aac9"),
                    models.UniqueConstraint(fields=("firm", "name"), name="intake_form_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                    "lead",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="intake.lead"
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("engagement", "Engagement letter"),
                            ("non_engagement", "Non-engagement letter"),
                            ("referral", "Referral letter"),
                        ],
                        max_length=16,
                    ),
                ),
                ("to_name", models.CharField(max_length=200)),
                ("to_email", models.EmailField(blank=True, max_length=254)),
                ("to_address", models.TextField(blank=True)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("signed_off", "Signed off"), ("sent", "Sent")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "document",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "version",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.version",
                    ),
                ),
                (
                    "sha256",
                    models.CharField(blank=True, help_text="Of the PDF that was signed off.", max_length=64),
                ),
                ("size", models.PositiveBigIntegerField(default=0)),
                (
                    "signed_off_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("signed_off_at", models.DateTimeField(null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not sent"),
                            ("link", "By private link"),
                            ("email", "By e-mail"),
                            ("post", "By post"),
                            ("hand", "Handed over"),
                        ],
                        default="",
                        max_length=6,
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "sent_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
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
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "lead"], name="intake_letter_lead_ix"),
                    models.Index(fields=["firm", "matter"], name="intake_letter_matter_ix"),
                    models.Index(fields=["firm", "document"], name="intake_letter_document_ix"),
                    models.Index(fields=["firm", "version"], name="intake_letter_version_ix"),
                    models.Index(fields=["firm", "signed_off_by"], name="intake_letter_signed_off_by_ix"),
                    models.Index(fields=["firm", "sent_by"], name="intake_letter_sent_by_ix"),
                    models.Index(fields=["firm", "created_by"], name="intake_letter_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="intake_letter_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_letter_key"),
                    practice.constraints.SameFirm(field="lead", name="intake_letter_lead_fk"),
                    practice.constraints.SameFirm(field="matter", name="intake_letter_matter_fk"),
                    practice.constraints.SameFirm(field="document", name="intake_letter_document_fk"),
                    practice.constraints.SameFirm(field="version", name="intake_letter_version_fk"),
                    practice.constraints.SameFirm(
                        field="signed_off_by", name="intake_letter_signed_off_by_fk"
                    ),
                    practice.constraints.SameFirm(field="sent_by", name="intake_letter_sent_by_fk"),
                    practice.constraints.SameFirm(field="created_by", name="intake_letter_created_by_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("firm", "lead", "kind"),
                        name="letter_drafted_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(("signed_off_by__isnull", False), ("signed_off_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_signed_off_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(("sent_at__isnull", False), models.Q(("how", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="letter_sent_how",
                    ),
                    supervision.constraints.NeedsApproval(
                        kind="letter",
                        name="intake_letter_approved",
                        op="INSERT OR UPDATE OF state",
                        when="NEW.state <> 'draft'",
                    ),
                    practice.constraints.Frozen(
                        free=[
                            "state",
                            "how",
                            "sent_at",
                            "sent_by_id",
                            "matter_id",
                            "document_id",
                            "version_id",
                        ],
                        name="intake_letter_kept",
                        state="state",
                        unless=["draft"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterText",
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
                            ("engagement", "Engagement letter"),
                            ("non_engagement", "Non-engagement letter"),
                            ("referral", "Referral letter"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "practice_area",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Empty: for all others.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.practicearea",
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["kind", "id"],
                "indexes": [
                    models.Index(fields=["firm", "practice_area"], name="intake_lettertext_prac_b910517")
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="intake_lettertext_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_lettertext_key"),
                    practice.constraints.SameFirm(
                        field="practice_area", name="intake_lettertext_prac_0a202c4"
                    ),
                    models.UniqueConstraint(
                        fields=("firm", "kind", "practice_area"),
                        name="letter_text_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
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
                    "form",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="intake.intakeform",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "section",
                    models.CharField(blank=True, help_text="Heading under which it stands.", max_length=80),
                ),
                ("label", models.CharField(max_length=200)),
                ("hint", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Line of text"),
                            ("long", "Paragraph"),
                            ("email", "E-mail address"),
                            ("phone", "Phone number"),
                            ("date", "Date"),
                            ("number", "Number"),
                            ("money", "Amount"),
                            ("yes_no", "Yes or no"),
                            ("choice", "One of several"),
                            ("multiple", "Several of several"),
                            ("file", "Files"),
                        ],
                        default="text",
                        max_length=8,
                    ),
                ),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                    ),
                ),
                ("required", models.BooleanField(default=False)),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Only kept with the answers"),
                            ("name", "The lead’s name"),
                            ("company", "Company (the lead is a company)"),
                            ("email", "E-mail"),
                            ("phone", "Phone"),
                            ("address", "Address"),
                            ("summary", "What it is about"),
                            ("limitation_on", "Limitation date"),
                            ("value", "Value"),
                            ("referrer_name", "Who sent them"),
                            ("party:opposing_party", "Opposing party"),
                            ("party:opposing_counsel", "Opposing counsel"),
                            ("party:client", "Further client"),
                            ("party:insurer", "Insurer"),
                            ("party:witness", "Witness"),
                            ("party:other", "Other person to check"),
                        ],
                        default="",
                        max_length=24,
                    ),
                ),
                (
                    "custom_field",
                    models.BigIntegerField(blank=True, help_text="Id of a custom field of leads.", null=True),
                ),
                (
                    "show_if",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Asked only when that question has one of these answers.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="intake.question",
                    ),
                ),
                (
                    "show_values",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(fields=["firm", "form"], name="intake_question_form_ix"),
                    models.Index(fields=["firm", "show_if"], name="intake_question_show_if_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="intake_question_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_question_key"),
                    practice.constraints.SameFirm(field="form", name="intake_question_form_fk"),
                    practice.constraints.SameFirm(field="show_if", name="intake_question_show_if_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="question_has_label"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("show_if__isnull", True),
                            models.Q(("show_if", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="question_not_on_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Script",
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
                    "practice_area",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.practicearea",
                    ),
                ),
                ("opening", models.TextField(blank=True, help_text="What to say first.")),
                ("closing", models.TextField(blank=True, help_text="What to say at the end.")),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name"],
                "indexes": [
                    models.Index(fields=["firm", "practice_area"], name="intake_script_practice_area_ix")
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="intake_script_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_script_key"),
                    practice.constraints.SameFirm(
                        field="practice_area", name="intake_script_practice_area_fk"
                    ),
                    models.UniqueConstraint(fields=("firm", "name"), name="script_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScriptLine",
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
                    "script",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="intake.script"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("ask", models.CharField(max_length=300)),
                ("hint", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Line of text"),
                            ("long", "Paragraph"),
                            ("date", "Date"),
                            ("yes_no", "Yes or no"),
                            ("choice", "One of several"),
                            ("say", "Nothing: only to be said"),
                        ],
                        default="text",
                        max_length=8,
                    ),
                ),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Only kept with the answers"),
                            ("name", "The lead’s name"),
                            ("company", "Company (the lead is a company)"),
                            ("email", "E-mail"),
                            ("phone", "Phone"),
                            ("address", "Address"),
                            ("summary", "What it is about"),
                            ("limitation_on", "Limitation date"),
                            ("value", "Value"),
                            ("referrer_name", "Who sent them"),
                            ("party:opposing_party", "Opposing party"),
                            ("party:opposing_counsel", "Opposing counsel"),
                            ("party:client", "Further client"),
                            ("party:insurer", "Insurer"),
                            ("party:witness", "Witness"),
                            ("party:other", "Other person to check"),
                        ],
                        default="",
                        max_length=24,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["firm", "script"], name="intake_scriptline_script_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="intake_scriptline_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_scriptline_key"),
                    practice.constraints.SameFirm(field="script", name="intake_scriptline_script_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("ask", ""), _negated=True), name="script_line_asks"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScriptAnswer",
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
                    "lead",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="script_answers",
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
                    "line",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="intake.scriptline",
                    ),
                ),
                (
                    "asked",
                    models.CharField(help_text="The question in the words it was asked.", max_length=300),
                ),
                ("answer", models.TextField(blank=True)),
                (
                    "by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "lead"], name="intake_scriptanswer_lead_ix"),
                    models.Index(fields=["firm", "matter"], name="intake_scriptanswer_matter_ix"),
                    models.Index(fields=["firm", "line"], name="intake_scriptanswer_line_ix"),
                    models.Index(fields=["firm", "by"], name="intake_scriptanswer_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="intake_scriptanswer_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_scriptanswer_key"),
                    practice.constraints.SameFirm(field="lead", name="intake_scriptanswer_lead_fk"),
                    practice.constraints.SameFirm(field="matter", name="intake_scriptanswer_matter_fk"),
                    practice.constraints.SameFirm(field="line", name="intake_scriptanswer_line_fk"),
                    practice.constraints.SameFirm(field="by", name="intake_scriptanswer_by_fk"),
                    models.UniqueConstraint(fields=("firm", "lead", "line"), name="script_answer_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
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
                    "form",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="intake.intakeform",
                    ),
                ),
                (
                    "lead",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
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
                ("answers", models.JSONField(default=list, help_text="[{question, label, kind, value}]")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "nonce",
                    models.CharField(
                        help_text="Of the page that was filled in: it is sent once.", max_length=40
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "form"], name="intake_submission_form_ix"),
                    models.Index(fields=["firm", "lead"], name="intake_submission_lead_ix"),
                    models.Index(fields=["firm", "matter"], name="intake_submission_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="intake_submission_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_submission_key"),
                    practice.constraints.SameFirm(field="form", name="intake_submission_form_fk"),
                    practice.constraints.SameFirm(field="lead", name="intake_submission_lead_fk"),
                    practice.constraints.SameFirm(field="matter", name="intake_submission_matter_fk"),
                    models.UniqueConstraint(fields=("firm", "form", "nonce"), name="submission_once"),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'matter_id') IS DISTINCT FROM (to_jsonb(OLD) - 'matter_id') THEN\n        RAISE EXCEPTION 'submission % stays as it was sent', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="intake_submission_kept",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadFile",
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
                    "lead",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="intake.lead"
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
                    "submission",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="intake.submission",
                    ),
                ),
                (
                    "question",
                    models.CharField(blank=True, help_text="The question that it answers.", max_length=200),
                ),
                ("filename", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField(help_text="Bytes.")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "document",
                    practice.tenancy.FirmForeignKey(
                        help_text="What it became in the matter.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "uploaded_by",
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
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "lead"], name="intake_leadfile_lead_ix"),
                    models.Index(fields=["firm", "matter"], name="intake_leadfile_matter_ix"),
                    models.Index(fields=["firm", "submission"], name="intake_leadfile_submission_ix"),
                    models.Index(fields=["firm", "document"], name="intake_leadfile_document_ix"),
                    models.Index(fields=["firm", "uploaded_by"], name="intake_leadfile_uploaded_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="intake_leadfile_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_leadfile_key"),
                    practice.constraints.SameFirm(field="lead", name="intake_leadfile_lead_fk"),
                    practice.constraints.SameFirm(field="matter", name="intake_leadfile_matter_fk"),
                    practice.constraints.SameFirm(field="submission", name="intake_leadfile_submission_fk"),
                    practice.constraints.SameFirm(field="document", name="intake_leadfile_document_fk"),
                    practice.constraints.SameFirm(field="uploaded_by", name="intake_leadfile_uploaded_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="lead_file_has_hash"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakePolicy",
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
                    "answer_minutes",
                    models.PositiveIntegerField(
                        default=60, help_text="Minutes of business time within which a new lead is answered."
                    ),
                ),
                ("opens", models.TimeField(default=datetime.time(9, 0))),
                ("closes", models.TimeField(default=datetime.time(17, 0))),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=intake.models.policy.workdays,
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "intake policies",
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="intake_intakepolicy_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_intakepolicy_key"),
                    models.UniqueConstraint(fields=("firm",), name="intake_policy_once"),
                    models.CheckConstraint(
                        condition=models.Q(("answer_minutes__gte", 1), ("closes__gt", models.F("opens"))),
                        name="intake_policy_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days", []), _negated=True), name="intake_policy_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadNote",
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
                    "lead",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="intake.lead"
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("call", "Call"),
                            ("message", "Left a message"),
                            ("email", "E-mail"),
                            ("meeting", "Meeting"),
                        ],
                        default="note",
                        max_length=8,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "by",
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
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "lead"], name="intake_leadnote_lead_ix"),
                    models.Index(fields=["firm", "matter"], name="intake_leadnote_matter_ix"),
                    models.Index(fields=["firm", "by"], name="intake_leadnote_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="intake_leadnote_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_leadnote_key"),
                    practice.constraints.SameFirm(field="lead", name="intake_leadnote_lead_fk"),
                    practice.constraints.SameFirm(field="matter", name="intake_leadnote_matter_fk"),
                    practice.constraints.SameFirm(field="by", name="intake_leadnote_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="lead_note_has_text"
                    ),
                    search.constraints.IndexedText(
                        columns=["text"], kind="lead_note", matter="matter_id", name="intake_leadnote_texts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadParty",
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
                    "lead",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="intake.lead"
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
                ("name", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("client", "Further client"),
                            ("opposing_party", "Opposing party"),
                            ("opposing_counsel", "Opposing counsel"),
                            ("co_counsel", "Co-counsel"),
                            ("judge", "Judge"),
                            ("clerk", "Clerk"),
                            ("witness", "Witness"),
                            ("expert", "Expert"),
                            ("insurer", "Insurer"),
                            ("lienholder", "Lienholder"),
                            ("guardian", "Guardian"),
                            ("payer", "Payer"),
                            ("other", "Other"),
                        ],
                        default="opposing_party",
                        max_length=20,
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
                ("note", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "lead parties",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "lead"], name="intake_leadparty_lead_ix"),
                    models.Index(fields=["firm", "matter"], name="intake_leadparty_matter_ix"),
                    models.Index(fields=["firm", "contact"], name="intake_leadparty_contact_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="intake_leadparty_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_leadparty_key"),
                    practice.constraints.SameFirm(field="lead", name="intake_leadparty_lead_fk"),
                    practice.constraints.SameFirm(field="matter", name="intake_leadparty_matter_fk"),
                    practice.constraints.SameFirm(field="contact", name="intake_leadparty_contact_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="lead_party_has_name"
                    ),
                    search.constraints.Indexed(
                        columns=["name"],
                        contact="contact_id",
                        kind="lead_party",
                        matter="matter_id",
                        name="intake_leadparty_names",
                    ),
                ],
            },
        ),
    ]
