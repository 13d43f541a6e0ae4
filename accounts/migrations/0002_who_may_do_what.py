import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import practice.constraints
import practice.tenancy
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("matters", "0001_initial"),
        ("practice", "0002_audit_and_work"),
    ]

    operations = [
        migrations.RunSQL(
            sql="\n            UPDATE accounts_member m\n               SET title = CASE r.template WHEN 'paralegal' THEN 'Paralegal' WHEN 'legal_assistant' THEN 'Legal assistant'\n                                WHEN 'legal_secretary' THEN 'Legal secretary' WHEN 'firm_admin' THEN 'Firm administrator'\n                                ELSE 'Freelancer' END\n              FROM accounts_role r\n             WHERE r.firm_id = m.firm_id AND r.id = m.role_id AND m.title = '' AND r.template <> 'attorney'\n            ",
            reverse_sql="",
        ),
        migrations.CreateModel(
            name="Absence",
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
                        related_name="absences",
                        to="accounts.member",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(help_text="Last day away.")),
                (
                    "substitute",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["starts_on", "id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="accounts_absence_member_ix"),
                    models.Index(fields=["firm", "substitute"], name="accounts_absence_substitute_ix"),
                    models.Index(fields=["firm", "created_by"], name="accounts_absence_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_absence_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_absence_key"),
                    practice.constraints.SameFirm(field="member", name="accounts_absence_member_fk"),
                    practice.constraints.SameFirm(field="substitute", name="accounts_absence_substitute_fk"),
                    practice.constraints.SameFirm(field="created_by", name="accounts_absence_created_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="absence_has_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("substitute__isnull", True),
                            models.Q(("substitute", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="absence_substitute_is_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakGlass",
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
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("reason", models.TextField()),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "reviewed_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("review_note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="accounts_breakglass_matter_ix"),
                    models.Index(fields=["firm", "member"], name="accounts_breakglass_member_ix"),
                    models.Index(fields=["firm", "reviewed_by"], name="accounts_breakglass_re_a0b4f25"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="accounts_breakglass_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_breakglass_key"),
                    practice.constraints.SameFirm(field="matter", name="accounts_breakglass_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="accounts_breakglass_member_fk"),
                    practice.constraints.SameFirm(field="reviewed_by", name="accounts_breakglass_re_399006d"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__gt", models.F("started_at")),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("started_at"),
                                    "+",
                                    models.Value(datetime.timedelta(seconds=14400)),
                                ),
                            ),
                        ),
                        name="break_glass_at_most_four_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="break_glass_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by__isnull", True),
                            models.Q(("reviewed_by", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="break_glass_reviewed_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("firm", "member"),
                        name="break_glass_one_at_a_time",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION 'emergency access % is kept', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF TG_OP = 'UPDATE' THEN\n        IF (OLD.member_id, OLD.matter_id, OLD.reason, OLD.started_at, OLD.until)\n           IS DISTINCT FROM (NEW.member_id, NEW.matter_id, NEW.reason, NEW.started_at, NEW.until)\n           OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)\n           OR (OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.review_note)\n               IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.review_note)) THEN\n            RAISE EXCEPTION 'emergency access % cannot be changed', OLD.id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF EXISTS (SELECT 1 FROM matters_wall w WHERE w.firm_id = NEW.firm_id AND w.matter_id = NEW.matter_id\n               AND w.member_id = NEW.member_id AND w.lifted_at IS NULL) THEN\n        RAISE EXCEPTION 'emergency access: the member is screened from the matter'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="accounts_breakglass_rules",
                        when="BEFORE INSERT OR UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakGlassPage",
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
                    "access",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="accounts.breakglass",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("path", models.CharField(max_length=300)),
                ("label", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "access"], name="accounts_breakglasspag_e5e3fae"),
                    models.Index(fields=["firm", "matter"], name="accounts_breakglasspag_f6106ae"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="accounts_breakglasspage_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_breakglasspage_key"),
                    practice.constraints.SameFirm(field="access", name="accounts_breakglasspag_447c4dc"),
                    practice.constraints.SameFirm(field="matter", name="accounts_breakglasspag_70a104e"),
                    practice.constraints.AppendOnly(name="accounts_breakglasspage_kept"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CredentialWarning",
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
                        related_name="credential_warnings",
                        to="accounts.member",
                    ),
                ),
                (
                    "licence",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="warnings",
                        to="accounts.barlicence",
                    ),
                ),
                ("rung", models.PositiveSmallIntegerField(help_text="Days before the last day.")),
                ("due_on", models.DateField(help_text="The last day.")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="accounts_credentialwar_39b34eb"),
                    models.Index(fields=["firm", "licence"], name="accounts_credentialwar_9c7dce4"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_credentialwar_1f93d4a"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_credentialwarning_key"),
                    practice.constraints.SameFirm(field="member", name="accounts_credentialwar_412addd"),
                    practice.constraints.SameFirm(field="licence", name="accounts_credentialwar_44e07f8"),
                    models.UniqueConstraint(
                        condition=models.Q(("licence__isnull", False)),
                        fields=("firm", "licence", "due_on", "rung"),
                        name="warned_of_licence_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("licence__isnull", True)),
                        fields=("firm", "member", "due_on", "rung"),
                        name="warned_of_education_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
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
                    "principal",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_given",
                        to="accounts.member",
                    ),
                ),
                (
                    "to",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_held",
                        to="accounts.member",
                    ),
                ),
                (
                    "powers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="matters.matter",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("until", models.DateField(help_text="Last day.")),
                (
                    "may_pass_on",
                    models.BooleanField(
                        default=False,
                        help_text="The person may hand it on to others, no longer than they hold it.",
                    ),
                ),
                (
                    "passed_on_from",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passed_on",
                        to="accounts.delegation",
                    ),
                ),
                ("note", models.CharField(blank=True, help_text="What is to be done.", max_length=300)),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "revoked_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(help_text="When both were told that it ends soon.", null=True),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "principal"], name="accounts_delegation_pr_a1c4240"),
                    models.Index(fields=["firm", "to"], name="accounts_delegation_to_ix"),
                    models.Index(fields=["firm", "matter"], name="accounts_delegation_matter_ix"),
                    models.Index(fields=["firm", "passed_on_from"], name="accounts_delegation_pa_ccb400a"),
                    models.Index(fields=["firm", "created_by"], name="accounts_delegation_cr_8df27d2"),
                    models.Index(fields=["firm", "revoked_by"], name="accounts_delegation_re_d2946c4"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="accounts_delegation_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_delegation_key"),
                    practice.constraints.SameFirm(field="principal", name="accounts_delegation_pr_15c8960"),
                    practice.constraints.SameFirm(field="to", name="accounts_delegation_to_fk"),
                    practice.constraints.SameFirm(field="matter", name="accounts_delegation_matter_fk"),
                    practice.constraints.SameFirm(
                        field="passed_on_from", name="accounts_delegation_pa_1ef5b7a"
                    ),
                    practice.constraints.SameFirm(field="created_by", name="accounts_delegation_cr_93a68b9"),
                    practice.constraints.SameFirm(field="revoked_by", name="accounts_delegation_re_fdded6c"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("starts_on"))), name="delegation_has_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("principal", models.F("to")), _negated=True),
                        name="delegation_to_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("powers", []), _negated=True),
                            models.Q(("matter__isnull", False), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="delegation_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="delegation_revoked_by_somebody",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' THEN\n        RAISE EXCEPTION 'delegation % stays on record', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF (to_jsonb(NEW) - ARRAY['revoked_at', 'revoked_by_id', 'reminded_at'])\n       IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['revoked_at', 'revoked_by_id', 'reminded_at']) THEN\n        RAISE EXCEPTION 'delegation % cannot be rewritten', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="accounts_delegation_kept",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EducationCourse",
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
                        related_name="courses",
                        to="accounts.member",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("provider", models.CharField(max_length=150)),
                ("taken_on", models.DateField()),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.25"))],
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[("ethics", "Legal ethics"), ("general", "General or specialized law")],
                        max_length=8,
                    ),
                ),
                (
                    "certificate",
                    models.CharField(
                        blank=True, help_text="Its number, or where it is kept.", max_length=200
                    ),
                ),
                (
                    "entered_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "confirmed_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-taken_on", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="accounts_educationcour_0a44db0"),
                    models.Index(fields=["firm", "entered_by"], name="accounts_educationcour_6241564"),
                    models.Index(fields=["firm", "confirmed_by"], name="accounts_educationcour_b988960"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_educationcourse_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_educationcourse_key"),
                    practice.constraints.SameFirm(field="member", name="accounts_educationcour_25cdeca"),
                    practice.constraints.SameFirm(field="entered_by", name="accounts_educationcour_19a7735"),
                    practice.constraints.SameFirm(
                        field="confirmed_by", name="accounts_educationcour_8f61c53"
                    ),
                    models.UniqueConstraint(
                        fields=("firm", "member", "taken_on", "title", "subject"), name="course_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0), ("hours__lte", 100)), name="course_hours"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="course_confirmed_by_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="course_not_by_oneself",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NEW.confirmed_by_id IS NULL THEN\n        RETURN NEW;\n    END IF;\n    IF TG_OP = 'UPDATE' AND (NEW.confirmed_by_id, NEW.confirmed_at)\n                            IS NOT DISTINCT FROM (OLD.confirmed_by_id, OLD.confirmed_at) THEN\n        IF (NEW.member_id, NEW.title, NEW.provider, NEW.taken_on, NEW.hours, NEW.subject) IS DISTINCT FROM (OLD.member_id, OLD.title, OLD.provider, OLD.taken_on, OLD.hours, OLD.subject) THEN\n            RAISE EXCEPTION '%: what was changed was never confirmed', TG_TABLE_NAME\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF current_member() <> NEW.confirmed_by_id THEN\n        RAISE EXCEPTION '%: nobody confirms in the name of another', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NOT EXISTS (\n        SELECT 1 FROM accounts_barlicence held\n          JOIN accounts_member holder ON holder.firm_id = held.firm_id AND holder.id = held.member_id\n          JOIN accounts_role seat ON seat.firm_id = holder.firm_id AND seat.id = holder.role_id\n         WHERE held.firm_id = NEW.firm_id AND held.member_id = NEW.confirmed_by_id\n           AND seat.template = 'attorney' AND held.status = 'active'\n           AND (held.verified_by_id IS NOT NULL OR held.self_declared)\n           AND (held.expires_on IS NULL OR held.expires_on >= today)\n           AND holder.is_active AND (holder.expires_on IS NULL OR holder.expires_on >= today)) THEN\n        RAISE EXCEPTION '%: an attorney with a current licence confirms it', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="today date := (SELECT (now() AT TIME ZONE f.time_zone)::date\n                        FROM practice_firm f WHERE f.id = NEW.firm_id);",
                        deferred=False,
                        definer=True,
                        name="accounts_course_word",
                        when="BEFORE INSERT OR UPDATE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EducationRule",
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
                ("is_required", models.BooleanField(default=True, verbose_name="required")),
                ("months", models.PositiveSmallIntegerField(default=24, help_text="Length of a period.")),
                (
                    "starts_on",
                    models.DateField(
                        default=datetime.date(2007, 1, 1),
                        help_text="First day of a period; the others follow from it.",
                    ),
                ),
                (
                    "ethics_hours",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("4"),
                        max_digits=5,
                        verbose_name="hours of legal ethics",
                    ),
                ),
                (
                    "general_hours",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("4"), max_digits=5, verbose_name="hours of law"
                    ),
                ),
                ("citation", models.CharField(default="Cal. Bus. & Prof. Code § 6450(d)", max_length=120)),
            ],
            options={
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_educationrule_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_educationrule_key"),
                    models.UniqueConstraint(fields=("firm",), name="education_rule_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ethics_hours__gte", 0),
                            ("general_hours__gte", 0),
                            ("months__gte", 1),
                            ("months__lte", 120),
                        ),
                        name="education_rule_sane",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FirmSignIn",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("password", "Password"),
                            ("passkey", "Passkey"),
                            ("sso", "Single sign-on"),
                            ("entry", "New account"),
                            ("demo", "Demo"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "second",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("totp", "Authenticator app"),
                            ("webauthn", "Passkey"),
                            ("recovery_codes", "Recovery code"),
                        ],
                        max_length=16,
                    ),
                ),
                ("ok", models.BooleanField(default=True)),
                ("why", models.CharField(blank=True, help_text="Why it failed.", max_length=80)),
                ("ip", models.GenericIPAddressField(null=True)),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                ("new_browser", models.BooleanField(default=False)),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "at", "id"], name="firm_sign_in_by_time"),
                    models.Index(fields=["firm", "member"], name="accounts_firmsignin_member_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_firmsignin_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_firmsignin_key"),
                    practice.constraints.SameFirm(field="member", name="accounts_firmsignin_member_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
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
                        related_name="qualifications",
                        to="accounts.member",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("aba", "Certificate of an ABA-approved paralegal program"),
                            ("institution", "Certificate or degree, 24 units in law-related courses"),
                            (
                                "degree",
                                "Bachelor’s degree, a year of experience and an attorney’s declaration",
                            ),
                            (
                                "experience",
                                "Three years of experience before 2004 and an attorney’s declaration",
                            ),
                            ("other", "Another state’s or an association’s certification"),
                        ],
                        max_length=12,
                    ),
                ),
                ("issued_on", models.DateField()),
                (
                    "issuer",
                    models.CharField(help_text="The school, or the attorney who declared.", max_length=150),
                ),
                (
                    "reference",
                    models.CharField(blank=True, help_text="Where the paper is kept.", max_length=200),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "entered_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "confirmed_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["issued_on", "id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="accounts_qualification_8f43dad"),
                    models.Index(fields=["firm", "entered_by"], name="accounts_qualification_d2559d5"),
                    models.Index(fields=["firm", "confirmed_by"], name="accounts_qualification_77e18df"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_qualification_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_qualification_key"),
                    practice.constraints.SameFirm(field="member", name="accounts_qualification_56972b0"),
                    practice.constraints.SameFirm(field="entered_by", name="accounts_qualification_618db7d"),
                    practice.constraints.SameFirm(
                        field="confirmed_by", name="accounts_qualification_18b4651"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="qualification_confirmed_by_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="qualification_not_by_oneself",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NEW.confirmed_by_id IS NULL THEN\n        RETURN NEW;\n    END IF;\n    IF TG_OP = 'UPDATE' AND (NEW.confirmed_by_id, NEW.confirmed_at)\n                            IS NOT DISTINCT FROM (OLD.confirmed_by_id, OLD.confirmed_at) THEN\n        IF (NEW.member_id, NEW.kind, NEW.issued_on, NEW.issuer) IS DISTINCT FROM (OLD.member_id, OLD.kind, OLD.issued_on, OLD.issuer) THEN\n            RAISE EXCEPTION '%: what was changed was never confirmed', TG_TABLE_NAME\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF current_member() <> NEW.confirmed_by_id THEN\n        RAISE EXCEPTION '%: nobody confirms in the name of another', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NOT EXISTS (\n        SELECT 1 FROM accounts_barlicence held\n          JOIN accounts_member holder ON holder.firm_id = held.firm_id AND holder.id = held.member_id\n          JOIN accounts_role seat ON seat.firm_id = holder.firm_id AND seat.id = holder.role_id\n         WHERE held.firm_id = NEW.firm_id AND held.member_id = NEW.confirmed_by_id\n           AND seat.template = 'attorney' AND held.status = 'active'\n           AND (held.verified_by_id IS NOT NULL OR held.self_declared)\n           AND (held.expires_on IS NULL OR held.expires_on >= today)\n           AND holder.is_active AND (holder.expires_on IS NULL OR holder.expires_on >= today)) THEN\n        RAISE EXCEPTION '%: an attorney with a current licence confirms it', TG_TABLE_NAME\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="today date := (SELECT (now() AT TIME ZONE f.time_zone)::date\n                        FROM practice_firm f WHERE f.id = NEW.firm_id);",
                        deferred=False,
                        definer=True,
                        name="accounts_qualification_word",
                        when="BEFORE INSERT OR UPDATE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecurityNotice",
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
                ("text", models.CharField(max_length=300)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("seen_at", None)), fields=["firm", "member"], name="notice_unseen"
                    ),
                    models.Index(fields=["firm", "member"], name="accounts_securitynotic_e9eec71"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_securitynotice_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_securitynotice_key"),
                    practice.constraints.SameFirm(field="member", name="accounts_securitynotic_de93381"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("password", "Password"),
                            ("passkey", "Passkey"),
                            ("sso", "Single sign-on"),
                            ("entry", "New account"),
                            ("demo", "Demo"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "second",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("totp", "Authenticator app"),
                            ("webauthn", "Passkey"),
                            ("recovery_codes", "Recovery code"),
                        ],
                        max_length=16,
                    ),
                ),
                ("ok", models.BooleanField(default=True)),
                ("why", models.CharField(blank=True, help_text="Why it failed.", max_length=80)),
                ("ip", models.GenericIPAddressField(null=True)),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                ("new_browser", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                ("browser_hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["user", "-at"], name="sign_in_of_user"),
                    models.Index(fields=["at"], name="sign_in_by_day"),
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="SingleSignOn",
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
                ("name", models.CharField(help_text="On the button: Continue with …", max_length=40)),
                ("issuer", models.URLField(max_length=300)),
                ("client_id", models.CharField(max_length=191)),
                ("secret", models.TextField(help_text="Encrypted with SSO_KEY.")),
                ("provider_id", models.CharField(max_length=60)),
                ("is_on", models.BooleanField(default=False)),
                ("required", models.BooleanField(default=False)),
                ("tested_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_singlesignon_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_singlesignon_key"),
                    models.UniqueConstraint(fields=("firm",), name="sso_once_in_firm"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("required", False),
                            models.Q(("is_on", True), ("tested_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="sso_required_only_when_it_worked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SsoDomain",
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
                ("domain", models.CharField(max_length=190)),
                ("mailbox", models.CharField(default="postmaster", max_length=20)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("verified_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["domain"],
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_ssodomain_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_ssodomain_key"),
                    models.UniqueConstraint(fields=("firm", "domain"), name="sso_domain_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SsoException",
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
                    "given_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["firm", "member"], name="accounts_ssoexception__07a2ca4"),
                    models.Index(fields=["firm", "given_by"], name="accounts_ssoexception__87c6f62"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_ssoexception_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_ssoexception_key"),
                    practice.constraints.SameFirm(field="member", name="accounts_ssoexception__b822002"),
                    practice.constraints.SameFirm(field="given_by", name="accounts_ssoexception__3071d13"),
                    models.UniqueConstraint(fields=("firm", "member"), name="sso_exception_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Support",
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
                        related_name="supports",
                        to="accounts.member",
                    ),
                ),
                (
                    "attorney",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supported_by",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="accounts_support_member_ix"),
                    models.Index(fields=["firm", "attorney"], name="accounts_support_attorney_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_support_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_support_key"),
                    practice.constraints.SameFirm(field="member", name="accounts_support_member_fk"),
                    practice.constraints.SameFirm(field="attorney", name="accounts_support_attorney_fk"),
                    models.UniqueConstraint(fields=("firm", "member", "attorney"), name="support_once"),
                    models.CheckConstraint(
                        condition=models.Q(("member", models.F("attorney")), _negated=True),
                        name="support_of_another",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="barlicence",
            name="status_since",
            field=models.DateField(blank=True, help_text="Day of the latest change of status.", null=True),
        ),
        migrations.AddField(
            model_name="member",
            name="mfa_since",
            field=models.DateTimeField(
                blank=True,
                help_text="Since when the role requires a second factor of this member.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="substitute",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                help_text="Who decides while this attorney is away.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="matrix",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="Version of the product’s matrix under which the powers were last written.",
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="mfa_grace_days",
            field=models.PositiveSmallIntegerField(
                default=7, help_text="Days to set one up, from when the requirement began for a member."
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="mfa_required",
            field=models.BooleanField(default=False, help_text="A second factor is required."),
        ),
        migrations.AlterField(
            model_name="barlicence",
            name="expires_on",
            field=models.DateField(blank=True, help_text="Last day on which it holds.", null=True),
        ),
        migrations.AlterField(
            model_name="barlicence",
            name="status",
            field=models.CharField(
                choices=[
                    ("active", "Active"),
                    ("inactive", "Inactive"),
                    ("retired", "Retired"),
                    ("suspended", "Suspended"),
                    ("resigned", "Resigned"),
                    ("disbarred", "Disbarred"),
                    ("ceased", "Ceased"),
                ],
                default="active",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["firm", "substitute"], name="accounts_member_substitute_ix"),
        ),
        migrations.AddConstraint(
            model_name="barlicence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("self_declared", False), ("verified_by__isnull", True)),
                    ("verified_at__isnull", False),
                    _connector="OR",
                ),
                name="licence_word_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="barlicence",
            constraint=models.CheckConstraint(
                condition=models.Q(("verified_by__isnull", True), ("self_declared", False), _connector="OR"),
                name="licence_verified_or_declared",
            ),
        ),
        migrations.AddConstraint(
            model_name="barlicence",
            constraint=practice.constraints.Trigger(
                body="\n    vouched := NEW.verified_by_id IS NOT NULL OR NEW.self_declared;\n    fresh := vouched;\n    IF TG_OP = 'UPDATE' THEN\n        fresh := vouched AND (NEW.verified_by_id, NEW.self_declared, NEW.verified_at)\n                 IS DISTINCT FROM (OLD.verified_by_id, OLD.self_declared, OLD.verified_at);\n        IF vouched AND NOT fresh AND (\n            (NEW.member_id, NEW.jurisdiction, NEW.number, NEW.admitted_on)\n                IS DISTINCT FROM (OLD.member_id, OLD.jurisdiction, OLD.number, OLD.admitted_on)\n            OR (NEW.status = 'active' AND OLD.status <> 'active')\n            OR (OLD.expires_on IS NOT NULL AND (NEW.expires_on IS NULL OR NEW.expires_on > OLD.expires_on))\n        ) THEN\n            RAISE EXCEPTION 'licence %: what was changed was never verified', NEW.id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n    END IF;\n    IF NOT fresh THEN\n        RETURN NEW;\n    END IF;\n    IF current_member() <> coalesce(NEW.verified_by_id, NEW.member_id) THEN\n        RAISE EXCEPTION 'licence %: nobody vouches in the name of another', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.verified_by_id IS NOT NULL THEN\n        IF NOT EXISTS (\n        SELECT 1 FROM accounts_barlicence held\n          JOIN accounts_member holder ON holder.firm_id = held.firm_id AND holder.id = held.member_id\n          JOIN accounts_role seat ON seat.firm_id = holder.firm_id AND seat.id = holder.role_id\n         WHERE held.firm_id = NEW.firm_id AND held.member_id = NEW.verified_by_id\n           AND seat.template = 'attorney' AND held.status = 'active'\n           AND (held.verified_by_id IS NOT NULL OR held.self_declared)\n           AND (held.expires_on IS NULL OR held.expires_on >= today)\n           AND holder.is_active AND (holder.expires_on IS NULL OR holder.expires_on >= today)) THEN\n            RAISE EXCEPTION 'licence %: the verifier has no current licence', NEW.id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n    ELSE\n        PERFORM pg_advisory_xact_lock(7303, (NEW.firm_id % 2147483647)::int);\n        IF EXISTS (\n        SELECT 1 FROM accounts_barlicence held\n          JOIN accounts_member holder ON holder.firm_id = held.firm_id AND holder.id = held.member_id\n          JOIN accounts_role seat ON seat.firm_id = holder.firm_id AND seat.id = holder.role_id\n         WHERE held.firm_id = NEW.firm_id AND held.member_id <> NEW.member_id\n           AND seat.template = 'attorney' AND held.status = 'active'\n           AND (held.verified_by_id IS NOT NULL OR held.self_declared)\n           AND (held.expires_on IS NULL OR held.expires_on >= today)\n           AND holder.is_active AND (holder.expires_on IS NULL OR holder.expires_on >= today)) THEN\n            RAISE EXCEPTION 'licence %: another attorney is there to verify it', NEW.id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n",
                declare="vouched boolean; fresh boolean; today date := (SELECT (now() AT TIME ZONE f.time_zone)::date\n                        FROM practice_firm f WHERE f.id = NEW.firm_id);",
                deferred=False,
                definer=True,
                name="accounts_licence_word",
                when="BEFORE INSERT OR UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=practice.constraints.SameFirm(
                field="substitute", name="accounts_member_substitute_fk"
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("substitute__isnull", True),
                    models.Q(("substitute", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="member_substitute_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=practice.constraints.Trigger(
                body="\n    IF TG_OP = 'UPDATE' AND (NEW.title, NEW.role_id) IS NOT DISTINCT FROM (OLD.title, OLD.role_id) THEN\n        RETURN NEW;\n    END IF;\n    SELECT r.template INTO kind FROM accounts_role r WHERE r.firm_id = NEW.firm_id AND r.id = NEW.role_id;\n    IF kind = 'attorney' THEN\n        RETURN NEW;\n    END IF;\n    IF btrim(NEW.title) = '' THEN\n        NEW.title := coalesce(CASE kind WHEN 'paralegal' THEN 'Paralegal' WHEN 'legal_assistant' THEN 'Legal assistant' WHEN 'legal_secretary' THEN 'Legal secretary' WHEN 'firm_admin' THEN 'Firm administrator' WHEN 'freelancer' THEN 'Freelancer' END, NEW.title);\n    ELSIF NEW.title ~* '\\m(attorneys?|lawyers?|counsel|counsell?ors?|esq|esquire|partners?|solicitors?|barristers?|abogad[oa]s?|licenciad[oa]s?)\\M' AND NOT (kind = 'freelancer' AND EXISTS (\n        SELECT 1 FROM accounts_barlicence held WHERE held.firm_id = NEW.firm_id AND held.member_id = NEW.id\n           AND held.status = 'active' AND held.verified_by_id IS NOT NULL\n    )) THEN\n        RAISE EXCEPTION 'member %: the title of a non-lawyer says lawyer', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="kind text;",
                deferred=False,
                definer=True,
                name="accounts_member_title",
                when="BEFORE INSERT OR UPDATE",
            ),
        ),
    ]
