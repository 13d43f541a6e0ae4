import conflicts.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
import search.constraints
import supervision.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("search", "0001_initial"),
        ("accounts", "0002_who_may_do_what"),
        ("documents", "0002_who_may_do_what"),
        ("matters", "0002_who_may_do_what"),
        ("practice", "0004_acceptance_check"),
        ("supervision", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
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
                ("number", models.CharField(max_length=20)),
                (
                    "about_kind",
                    models.CharField(
                        choices=[("matter", "Matter"), ("lead", "Lead"), ("name", "Name")],
                        default="name",
                        max_length=8,
                    ),
                ),
                ("about_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflict_checks",
                        to="matters.matter",
                    ),
                ),
                ("label", models.CharField(help_text="Whom or what it is for.", max_length=200)),
                ("note", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("in_review", "In review"),
                            ("cleared", "Cleared"),
                            ("waiver", "Waiver required"),
                            ("conflicted", "Conflicted"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                (
                    "round",
                    models.PositiveIntegerField(
                        default=1, help_text="Goes up when a decided check is opened again."
                    ),
                ),
                (
                    "searched",
                    models.JSONField(
                        default=dict, help_text="How many names and texts of each kind were searched."
                    ),
                ),
                (
                    "run_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("run_at", models.DateTimeField(null=True)),
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
                ("decision_note", models.TextField(blank=True)),
                (
                    "consent",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="The informed consent, signed.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                ("reopened_at", models.DateTimeField(null=True)),
                ("reopened_why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "state", "-id"], name="check_by_state"),
                    models.Index(fields=["firm", "about_kind", "about_id"], name="check_about"),
                    models.Index(fields=["firm", "matter"], name="conflicts_check_matter_ix"),
                    models.Index(fields=["firm", "run_by"], name="conflicts_check_run_by_ix"),
                    models.Index(fields=["firm", "created_by"], name="conflicts_check_created_by_ix"),
                    models.Index(fields=["firm", "decided_by"], name="conflicts_check_decided_by_ix"),
                    models.Index(fields=["firm", "consent"], name="conflicts_check_consent_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="conflicts_check_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_check_key"),
                    practice.constraints.SameFirm(field="matter", name="conflicts_check_matter_fk"),
                    practice.constraints.SameFirm(field="run_by", name="conflicts_check_run_by_fk"),
                    practice.constraints.SameFirm(field="created_by", name="conflicts_check_created_by_fk"),
                    practice.constraints.SameFirm(field="decided_by", name="conflicts_check_decided_by_fk"),
                    practice.constraints.SameFirm(field="consent", name="conflicts_check_consent_fk"),
                    models.UniqueConstraint(fields=("firm", "number"), name="check_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="check_has_label"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about_kind", "matter"), _negated=True),
                            ("matter", models.F("about_id")),
                            _connector="OR",
                        ),
                        name="check_of_its_matter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["cleared", "waiver", "conflicted"]), _negated=True),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="check_decided_by_somebody",
                    ),
                    supervision.constraints.NeedsApproval(
                        kind="conflict",
                        name="conflicts_check_approved",
                        op="UPDATE OF state",
                        when="NEW.state IN ('cleared', 'waiver', 'conflicted') AND OLD.state <> NEW.state",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'INSERT' THEN\n        IF NEW.state NOT IN ('running', 'in_review') THEN\n            RAISE EXCEPTION 'a conflict check begins undecided' USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF NEW.state = OLD.state OR NEW.state IN ('running', 'in_review') THEN\n        RETURN NEW;\n    END IF;\n    IF EXISTS (SELECT 1 FROM conflicts_hit h WHERE h.firm_id = NEW.firm_id AND h.check_ref_id = NEW.id AND h.disposition = '') THEN\n        RAISE EXCEPTION 'conflicts_check % has hits that nobody judged', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.state = 'cleared' AND EXISTS (SELECT 1 FROM conflicts_hit h WHERE h.firm_id = NEW.firm_id\n           AND h.check_ref_id = NEW.id AND (h.disposition = 'conflict' OR (h.disposition = 'waiver' AND NEW.consent_id IS NULL))) THEN\n        RAISE EXCEPTION 'conflicts_check % is not clear', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="conflicts_check_settled",
                        when="BEFORE INSERT OR UPDATE OF state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
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
                    "check_ref",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearances",
                        to="conflicts.check",
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
                ("round", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("in_review", "In review"),
                            ("cleared", "Cleared"),
                            ("waiver", "Waiver required"),
                            ("conflicted", "Conflicted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "consent",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "approval",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.approval",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "check_ref"], name="conflicts_clearance_ch_5a24701"),
                    models.Index(fields=["firm", "matter"], name="conflicts_clearance_matter_ix"),
                    models.Index(fields=["firm", "consent"], name="conflicts_clearance_consent_ix"),
                    models.Index(fields=["firm", "by"], name="conflicts_clearance_by_ix"),
                    models.Index(fields=["firm", "approval"], name="conflicts_clearance_ap_6726780"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="conflicts_clearance_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_clearance_key"),
                    practice.constraints.SameFirm(field="check_ref", name="conflicts_clearance_ch_8c3d812"),
                    practice.constraints.SameFirm(field="matter", name="conflicts_clearance_matter_fk"),
                    practice.constraints.SameFirm(field="consent", name="conflicts_clearance_consent_fk"),
                    practice.constraints.SameFirm(field="by", name="conflicts_clearance_by_fk"),
                    practice.constraints.SameFirm(field="approval", name="conflicts_clearance_ap_bd9121f"),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' OR OLD.matter_id IS NOT NULL\n       OR (to_jsonb(NEW) - 'matter_id') IS DISTINCT FROM (to_jsonb(OLD) - 'matter_id') THEN\n        RAISE EXCEPTION '% % stays as it is', TG_TABLE_NAME, OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="conflicts_clearance_kept",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("content_hash__regex", "^[0-9a-f]{64}$")),
                        name="clearance_has_hash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConflictPolicy",
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
                    "attorney",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Whom people ask about a hit that is hidden from them.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [models.Index(fields=["firm", "attorney"], name="conflicts_conflictpoli_c7a6727")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="conflicts_conflictpolicy_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_conflictpolicy_key"),
                    practice.constraints.SameFirm(field="attorney", name="conflicts_conflictpoli_7896e08"),
                    models.UniqueConstraint(fields=("firm",), name="conflict_policy_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fresh",
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
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="conflicts_fresh_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_fresh_key"),
                    models.UniqueConstraint(fields=("firm", "kind", "object_id"), name="fresh_once"),
                    conflicts.constraints.Watched(name="conflicts_watched"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to="accounts.member",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "Owns or holds shares in"),
                            ("directorship", "Director or officer of"),
                            ("employer", "Worked for"),
                            ("relative", "Relative or partner"),
                            ("client", "Former client elsewhere"),
                            ("creditor", "Owes or is owed money by"),
                            ("other", "Other connection"),
                        ],
                        default="company",
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [models.Index(fields=["firm", "member"], name="conflicts_interest_member_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="conflicts_interest_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_interest_key"),
                    practice.constraints.SameFirm(field="member", name="conflicts_interest_member_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="interest_has_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="interest_ends_after_it_began",
                    ),
                    search.constraints.Indexed(
                        columns=["name"],
                        kind="interest",
                        name="conflicts_interest_names",
                        unless="NEW.withdrawn_at IS NOT NULL",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestYear",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_years",
                        to="accounts.member",
                    ),
                ),
                ("year", models.PositiveIntegerField()),
                ("count", models.PositiveIntegerField(help_text="How many interests stood then.")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-year"],
                "indexes": [models.Index(fields=["firm", "member"], name="conflicts_interestyear_414c256")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="conflicts_interestyear_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_interestyear_key"),
                    practice.constraints.SameFirm(field="member", name="conflicts_interestyear_f930b84"),
                    practice.constraints.AppendOnly(name="conflicts_interestyear_kept"),
                    models.UniqueConstraint(fields=("firm", "member", "year"), name="interest_year_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
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
                    "clearance",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="conflicts.clearance",
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
                    "without",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="Lines of hits shown as restricted.",
                        size=None,
                    ),
                ),
                ("without_key", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(help_text="Bytes.")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "clearance"], name="conflicts_report_clearance_ix"),
                    models.Index(fields=["firm", "matter"], name="conflicts_report_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="conflicts_report_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_report_key"),
                    practice.constraints.SameFirm(field="clearance", name="conflicts_report_clearance_fk"),
                    practice.constraints.SameFirm(field="matter", name="conflicts_report_matter_fk"),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' OR OLD.matter_id IS NOT NULL\n       OR (to_jsonb(NEW) - 'matter_id') IS DISTINCT FROM (to_jsonb(OLD) - 'matter_id') THEN\n        RAISE EXCEPTION '% % stays as it is', TG_TABLE_NAME, OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="conflicts_report_kept",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                    models.UniqueConstraint(
                        fields=("firm", "clearance", "without_key"), name="report_made_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
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
                    "check_ref",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subjects",
                        to="conflicts.check",
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
                            ("client", "Client"),
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
                        default="client",
                        max_length=20,
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
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("typed", "Typed"),
                            ("client", "Client of the matter"),
                            ("party", "Party of the matter"),
                            ("lead", "Lead"),
                            ("lead_party", "Party named in the lead"),
                        ],
                        default="typed",
                        max_length=10,
                    ),
                ),
                (
                    "object_id",
                    models.BigIntegerField(help_text="Id of the party, lead or lead party.", null=True),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("dropped_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "check_ref"], name="conflicts_subject_check_ref_ix"),
                    models.Index(fields=["firm", "matter"], name="conflicts_subject_matter_ix"),
                    models.Index(fields=["firm", "contact"], name="conflicts_subject_contact_ix"),
                    models.Index(fields=["firm", "added_by"], name="conflicts_subject_added_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="conflicts_subject_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_subject_key"),
                    practice.constraints.SameFirm(field="check_ref", name="conflicts_subject_check_ref_fk"),
                    practice.constraints.SameFirm(field="matter", name="conflicts_subject_matter_fk"),
                    practice.constraints.SameFirm(field="contact", name="conflicts_subject_contact_fk"),
                    practice.constraints.SameFirm(field="added_by", name="conflicts_subject_added_by_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("object_id__isnull", False)),
                        fields=("firm", "check_ref", "source", "object_id"),
                        name="subject_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="subject_has_name"
                    ),
                    search.constraints.Indexed(
                        columns=["name"],
                        contact="contact_id",
                        kind="subject",
                        matter="matter_id",
                        name="conflicts_subject_names",
                        unless="NEW.dropped_at IS NOT NULL",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hit",
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
                    "check_ref",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hits", to="conflicts.check"
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
                    "subject",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hits",
                        to="conflicts.subject",
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("score", models.PositiveSmallIntegerField(help_text="How near the names are, 0 to 100.")),
                (
                    "adverse",
                    models.BooleanField(
                        default=False, help_text="On the other side of where the asked name stands."
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Open"),
                            ("none", "No conflict"),
                            ("waiver", "Needs waiver"),
                            ("conflict", "Conflict"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("line_count", models.PositiveIntegerField(default=0)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "found_later",
                    models.BooleanField(default=False, help_text="Came after the check had been decided."),
                ),
            ],
            options={
                "ordering": ["-adverse", "-score", "id"],
                "indexes": [
                    models.Index(fields=["firm", "check_ref"], name="conflicts_hit_check_ref_ix"),
                    models.Index(fields=["firm", "matter"], name="conflicts_hit_matter_ix"),
                    models.Index(fields=["firm", "subject"], name="conflicts_hit_subject_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="conflicts_hit_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_hit_key"),
                    practice.constraints.SameFirm(field="check_ref", name="conflicts_hit_check_ref_fk"),
                    practice.constraints.SameFirm(field="matter", name="conflicts_hit_matter_fk"),
                    practice.constraints.SameFirm(field="subject", name="conflicts_hit_subject_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "check_ref", "subject", "kind", "object_id"), name="hit_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("score__lte", 100)), name="hit_score_to_100"),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION 'conflicts_hit %: hits are kept', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.disposition <> '' AND NEW.disposition IS DISTINCT FROM OLD.disposition\n       AND EXISTS (SELECT 1 FROM conflicts_check c WHERE c.firm_id = NEW.firm_id AND c.id = NEW.check_ref_id\n                      AND c.state IN ('cleared', 'waiver', 'conflicted')) THEN\n        RAISE EXCEPTION 'conflicts_hit %: its check is decided', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.disposition <> '' AND NEW.disposition IS DISTINCT FROM OLD.disposition\n       AND NOT EXISTS (SELECT 1 FROM conflicts_disposition d WHERE d.firm_id = NEW.firm_id AND d.hit_id = NEW.id\n                          AND d.value = NEW.disposition AND d.line_count = NEW.line_count) THEN\n        RAISE EXCEPTION 'conflicts_hit % was judged by nobody', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="conflicts_hit_judged",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disposition",
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
                    "hit",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispositions",
                        to="conflicts.hit",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        help_text="Where it was found.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        choices=[
                            ("", "Open"),
                            ("none", "No conflict"),
                            ("waiver", "Needs waiver"),
                            ("conflict", "Conflict"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField()),
                ("line_count", models.PositiveIntegerField(help_text="How many places the hit had then.")),
                (
                    "by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "hit"], name="conflicts_disposition_hit_ix"),
                    models.Index(fields=["firm", "matter"], name="conflicts_disposition__326a35e"),
                    models.Index(fields=["firm", "by"], name="conflicts_disposition_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="conflicts_disposition_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_disposition_key"),
                    practice.constraints.SameFirm(field="hit", name="conflicts_disposition_hit_fk"),
                    practice.constraints.SameFirm(field="matter", name="conflicts_disposition__0219bba"),
                    practice.constraints.SameFirm(field="by", name="conflicts_disposition_by_fk"),
                    practice.constraints.AppendOnly(name="conflicts_disposition_kept"),
                    models.CheckConstraint(
                        condition=models.Q(("value__in", ["none", "waiver", "conflict"])),
                        name="disposition_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="disposition_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HitLine",
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
                    "hit",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="conflicts.hit"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        help_text="Where it was found.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("slot", models.CharField(blank=True, max_length=30)),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        help_text="Whose interest it is.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("role", models.CharField(blank=True, max_length=80)),
                ("side", models.CharField(blank=True, max_length=10)),
                (
                    "place",
                    models.CharField(
                        blank=True, help_text="Matter, lead or document, in words.", max_length=300
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True, help_text="State of the matter or lead then.", max_length=40
                    ),
                ),
                ("snippet", models.CharField(blank=True, max_length=300)),
                ("score", models.PositiveSmallIntegerField()),
                (
                    "why",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "hit"], name="conflicts_hitline_hit_ix"),
                    models.Index(fields=["firm", "matter"], name="conflicts_hitline_matter_ix"),
                    models.Index(fields=["firm", "member"], name="conflicts_hitline_member_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="conflicts_hitline_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="conflicts_hitline_key"),
                    practice.constraints.SameFirm(field="hit", name="conflicts_hitline_hit_fk"),
                    practice.constraints.SameFirm(field="matter", name="conflicts_hitline_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="conflicts_hitline_member_fk"),
                    practice.constraints.AppendOnly(name="conflicts_hitline_kept"),
                    models.UniqueConstraint(
                        fields=("firm", "hit", "kind", "object_id", "slot"), name="hit_line_once"
                    ),
                ],
            },
        ),
    ]
