import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.money
import practice.tenancy
import supervision.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("matters", "0001_initial"),
        ("practice", "0002_audit_and_work"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuestEngagement",
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
                        related_name="engagements",
                        to="matters.matter",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
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
                    "delegation",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.delegation",
                    ),
                ),
                ("task", models.CharField(help_text="What the guest is to do.", max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(help_text="Last day.")),
                (
                    "cost_rate",
                    practice.money.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="What an hour of the guest costs the firm.",
                        max_digits=14,
                        null=True,
                    ),
                ),
                ("downloads_a_day", models.PositiveIntegerField(default=30)),
                (
                    "unmarked_downloads",
                    models.BooleanField(
                        default=False,
                        help_text="May take files that cannot carry a mark, such as Word documents.",
                    ),
                ),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="matters_guestengagemen_21362e9"),
                    models.Index(fields=["firm", "member"], name="matters_guestengagemen_3624743"),
                    models.Index(fields=["firm", "delegation"], name="matters_guestengagemen_ed323d8"),
                    models.Index(fields=["firm", "created_by"], name="matters_guestengagemen_a24935b"),
                    models.Index(fields=["firm", "ended_by"], name="matters_guestengagemen_14dbe24"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="matters_guestengagement_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_guestengagement_key"),
                    practice.constraints.SameFirm(field="matter", name="matters_guestengagemen_6a69629"),
                    practice.constraints.SameFirm(field="member", name="matters_guestengagemen_5dc0f42"),
                    practice.constraints.SameFirm(field="delegation", name="matters_guestengagemen_c0c8951"),
                    practice.constraints.SameFirm(field="created_by", name="matters_guestengagemen_d3fc341"),
                    practice.constraints.SameFirm(field="ended_by", name="matters_guestengagemen_4d9de69"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("firm", "matter", "member"),
                        name="engagement_runs_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="engagement_has_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cost_rate__isnull", True), ("cost_rate__gte", 0), _connector="OR"
                        ),
                        name="engagement_cost_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfCheck",
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
                    "engagement",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="matters.guestengagement",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("matter_label", models.CharField(max_length=300)),
                ("task", models.CharField(max_length=200)),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        help_text="Who the guest was asked about.",
                        size=None,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not answered"),
                            ("none", "No conflict"),
                            ("possible", "Possible conflict"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("detail", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "cleared_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("cleared_at", models.DateTimeField(null=True)),
                ("clear_note", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="matters_selfcheck_matter_ix"),
                    models.Index(fields=["firm", "engagement"], name="matters_selfcheck_enga_0eb3ca7"),
                    models.Index(fields=["firm", "member"], name="matters_selfcheck_member_ix"),
                    models.Index(fields=["firm", "cleared_by"], name="matters_selfcheck_clea_2751f0d"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="matters_selfcheck_firm", own="member_id"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_selfcheck_key"),
                    practice.constraints.SameFirm(field="matter", name="matters_selfcheck_matter_fk"),
                    practice.constraints.SameFirm(field="engagement", name="matters_selfcheck_enga_3a5b409"),
                    practice.constraints.SameFirm(field="member", name="matters_selfcheck_member_fk"),
                    practice.constraints.SameFirm(field="cleared_by", name="matters_selfcheck_clea_b0d1747"),
                    models.UniqueConstraint(fields=("firm", "engagement"), name="self_check_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="self_check_answered_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "possible"), _negated=True),
                            models.Q(("detail", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="self_check_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cleared_at__isnull", True), ("cleared_by__isnull", True)),
                            models.Q(
                                ("answer", "possible"),
                                ("cleared_at__isnull", False),
                                ("cleared_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="self_check_cleared_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cleared_by__isnull", True),
                            models.Q(("cleared_by", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="self_check_not_cleared_alone",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE'\n       OR (OLD.answer <> '' AND (NEW.answer, NEW.detail, NEW.answered_at)\n                                IS DISTINCT FROM (OLD.answer, OLD.detail, OLD.answered_at))\n       OR (OLD.cleared_at IS NOT NULL AND (NEW.cleared_at, NEW.cleared_by_id)\n                                IS DISTINCT FROM (OLD.cleared_at, OLD.cleared_by_id))\n       OR (to_jsonb(NEW) - ARRAY['answer', 'detail', 'answered_at', 'cleared_at', 'cleared_by_id', 'clear_note'])\n          IS DISTINCT FROM\n          (to_jsonb(OLD) - ARRAY['answer', 'detail', 'answered_at', 'cleared_at', 'cleared_by_id', 'clear_note']) THEN\n        RAISE EXCEPTION 'conflict self-check % stays as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="matters_selfcheck_once",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Undertaking",
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
                        related_name="undertakings",
                        to="accounts.member",
                    ),
                ),
                ("text", models.TextField()),
                ("text_hash", models.CharField(max_length=64)),
                ("signed_name", models.CharField(max_length=150)),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["firm", "member"], name="matters_undertaking_member_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_undertaking_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_undertaking_key"),
                    practice.constraints.SameFirm(field="member", name="matters_undertaking_member_fk"),
                    practice.constraints.AppendOnly(name="matters_undertaking_kept"),
                    models.UniqueConstraint(fields=("firm", "member", "text_hash"), name="undertaking_once"),
                    models.CheckConstraint(
                        condition=models.Q(("signed_name", ""), _negated=True), name="undertaking_has_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WallNotice",
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
                    "wall",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="matters.wall"
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "matter_label",
                    models.CharField(help_text="Number and client of the matter.", max_length=300),
                ),
                ("put_up_by", models.CharField(max_length=150)),
                ("reason", models.TextField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="matters_wallnotice_matter_ix"),
                    models.Index(fields=["firm", "wall"], name="matters_wallnotice_wall_ix"),
                    models.Index(fields=["firm", "member"], name="matters_wallnotice_member_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="matters_wallnotice_firm", own="member_id"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_wallnotice_key"),
                    practice.constraints.SameFirm(field="matter", name="matters_wallnotice_matter_fk"),
                    practice.constraints.SameFirm(field="wall", name="matters_wallnotice_wall_fk"),
                    practice.constraints.SameFirm(field="member", name="matters_wallnotice_member_fk"),
                    models.UniqueConstraint(fields=("firm", "wall"), name="wall_notice_once"),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE'\n       OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at)\n       OR (OLD.lifted_at IS NOT NULL AND NEW.lifted_at IS DISTINCT FROM OLD.lifted_at)\n       OR (to_jsonb(NEW) - ARRAY['acknowledged_at', 'lifted_at'])\n          IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['acknowledged_at', 'lifted_at']) THEN\n        RAISE EXCEPTION 'wall notice % stays as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="matters_wallnotice_read_once",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="feearrangement",
            name="proposed_by",
            field=practice.tenancy.FirmForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
            ),
        ),
        migrations.AddField(
            model_name="feearrangement",
            name="signed_on",
            field=models.DateField(
                blank=True, help_text="When the client signed the agreement (Model Rule 1.5(c)).", null=True
            ),
        ),
        migrations.AddField(
            model_name="feearrangement",
            name="state",
            field=models.CharField(
                choices=[("proposed", "Proposed"), ("in_force", "In force"), ("declined", "Declined")],
                default="in_force",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="referred_to",
            field=models.CharField(
                blank=True,
                help_text="Whom the client was referred to when the matter was declined.",
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="wall",
            name="proposed",
            field=models.BooleanField(
                default=False,
                help_text="Put up by somebody who proposes it: it screens until an attorney decides.",
            ),
        ),
        migrations.AddIndex(
            model_name="feearrangement",
            index=models.Index(fields=["firm", "proposed_by"], name="matters_feearrangement_0a0ce96"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("restricted", True)), fields=["firm", "id"], name="matter_restricted"
            ),
        ),
        migrations.AddConstraint(
            model_name="feearrangement",
            constraint=practice.constraints.SameFirm(
                field="proposed_by", name="matters_feearrangement_d06dd6f"
            ),
        ),
        migrations.AddConstraint(
            model_name="feearrangement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("firm", "matter"), name="fee_proposed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="feearrangement",
            constraint=supervision.constraints.NeedsApproval(
                kind="fee",
                name="matters_fee_approved",
                op="UPDATE OF state",
                when="OLD.state <> 'in_force' AND NEW.state = 'in_force'",
            ),
        ),
        migrations.AddConstraint(
            model_name="feearrangement",
            constraint=practice.constraints.Trigger(
                body="\n    IF OLD.state = 'in_force' AND (NEW.state, NEW.kind, NEW.flat_amount, NEW.contingency_percent, NEW.effective_from)\n       IS DISTINCT FROM (OLD.state, OLD.kind, OLD.flat_amount, OLD.contingency_percent, OLD.effective_from) THEN\n        RAISE EXCEPTION 'fee arrangement % is in force: change refused', OLD.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="matters_fee_agreed",
                when="BEFORE UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="feearrangement",
            constraint=practice.constraints.Trigger(
                body="\n    IF NEW.state = 'in_force' AND NEW.kind = 'contingency' AND NEW.signed_on IS NULL THEN\n        RAISE EXCEPTION 'fee arrangement %: a contingent fee is signed by the client', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="matters_fee_signed",
                when="BEFORE INSERT OR UPDATE OF state, kind, signed_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=supervision.constraints.NeedsApproval(
                kind="matter",
                name="matters_matter_accepted",
                op="UPDATE OF state",
                when="OLD.state IN ('pending', 'declined') AND NEW.state NOT IN ('pending', 'declined')",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=practice.constraints.Trigger(
                body="\n    IF (SELECT a.arguments->>'to' FROM supervision_approval a\n         WHERE a.firm_id = NEW.firm_id AND a.kind = 'closing' AND a.object_id = NEW.id AND a.state = 'approved'\n         ORDER BY a.round DESC LIMIT 1)\n       IS DISTINCT FROM (CASE WHEN NEW.state = 'closed' THEN 'closed' ELSE 'open' END)\n       AND (NEW.state = 'closed') <> (OLD.state = 'closed') AND OLD.state NOT IN ('pending', 'declined') THEN\n        RAISE EXCEPTION 'matters_matter % has no approval to close or reopen', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="matters_matter_closing",
                when="BEFORE UPDATE OF state",
            ),
        ),
        migrations.AddConstraint(
            model_name="wall",
            constraint=supervision.constraints.NeedsApproval(
                kind="wall",
                name="matters_wall_approved",
                op="UPDATE OF proposed",
                when="OLD.proposed AND NOT NEW.proposed",
            ),
        ),
    ]
