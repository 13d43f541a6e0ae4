import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
import supervision.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_hours"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="FirmPack",
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
                ("key", models.SlugField(db_index=False, max_length=60)),
                ("name", models.CharField(max_length=120)),
                (
                    "jurisdiction",
                    models.CharField(
                        help_text="The calendar its courts keep: us.ca, us.federal.", max_length=40
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
                ("archived_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(fields=["firm", "created_by"], name="court_rules_firmpack_c_5af2e08")
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="court_rules_firmpack_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="court_rules_firmpack_key"),
                    practice.constraints.SameFirm(field="created_by", name="court_rules_firmpack_c_d350c1a"),
                    models.UniqueConstraint(fields=("firm", "key"), name="firm_pack_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FirmPackVersion",
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
                    "pack",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="court_rules.firmpack",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("in_force", "In force"), ("replaced", "Replaced")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("effective_from", models.DateField()),
                (
                    "effective_until",
                    models.DateField(
                        blank=True, help_text="The last day; empty while it runs on.", null=True
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="What is new in it, in a sentence.", max_length=300
                    ),
                ),
                (
                    "author",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "in_force_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("in_force_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pack", "-number"],
                "indexes": [
                    models.Index(fields=["firm", "pack"], name="court_rules_firmpackve_ef58d52"),
                    models.Index(fields=["firm", "author"], name="court_rules_firmpackve_af3a7d0"),
                    models.Index(fields=["firm", "changed_by"], name="court_rules_firmpackve_6502616"),
                    models.Index(fields=["firm", "in_force_by"], name="court_rules_firmpackve_bad2f95"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="court_rules_firmpackve_d966627"),
                    models.UniqueConstraint(fields=("firm", "id"), name="court_rules_firmpackve_eeb6e77"),
                    practice.constraints.SameFirm(field="pack", name="court_rules_firmpackve_57719a1"),
                    practice.constraints.SameFirm(field="author", name="court_rules_firmpackve_c2b0ae4"),
                    practice.constraints.SameFirm(field="changed_by", name="court_rules_firmpackve_282b850"),
                    practice.constraints.SameFirm(field="in_force_by", name="court_rules_firmpackve_baa6973"),
                    models.UniqueConstraint(
                        fields=("firm", "pack", "number"), name="firm_pack_version_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("firm", "pack"),
                        name="firm_pack_one_draft",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("effective_until", None), ("state", "in_force")),
                        fields=("firm", "pack"),
                        name="firm_pack_one_open_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_until", None),
                            ("effective_until__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="firm_pack_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("in_force_at", None), ("in_force_by", None), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("in_force_at__isnull", False),
                                ("in_force_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="firm_pack_put_in_force_by_somebody",
                    ),
                    practice.constraints.Frozen(
                        free=["state", "effective_until"],
                        name="court_rules_version_kept",
                        state="state",
                        unless=["draft"],
                    ),
                    supervision.constraints.NeedsApproval(
                        kind="rule_pack",
                        name="court_rules_version_approved",
                        op="INSERT OR UPDATE OF state",
                        when="NEW.state <> 'draft'",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CourtClosure",
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
                    "jurisdiction",
                    models.CharField(
                        help_text="The calendar of the court: us.ca, us.federal.", max_length=40
                    ),
                ),
                (
                    "court",
                    models.CharField(
                        blank=True, help_text="Empty: all courts that keep the calendar.", max_length=120
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "source",
                    models.CharField(help_text="The order, with its number or address.", max_length=300),
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
                (
                    "removed_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-starts_on", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "jurisdiction", "starts_on"], name="court_closure_by_court"),
                    models.Index(fields=["firm", "created_by"], name="court_rules_courtclosu_11dd703"),
                    models.Index(fields=["firm", "confirmed_by"], name="court_rules_courtclosu_48adaa0"),
                    models.Index(fields=["firm", "removed_by"], name="court_rules_courtclosu_071cea9"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="court_rules_courtclosure_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="court_rules_courtclosure_key"),
                    practice.constraints.SameFirm(field="created_by", name="court_rules_courtclosu_82cf7ff"),
                    practice.constraints.SameFirm(
                        field="confirmed_by", name="court_rules_courtclosu_8df3137"
                    ),
                    practice.constraints.SameFirm(field="removed_by", name="court_rules_courtclosu_9d8b9ef"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="court_closure_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="court_closure_has_a_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="court_closure_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_by", None)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="court_closure_removed_by_somebody",
                    ),
                    supervision.constraints.NeedsApproval(
                        kind="court_closure",
                        name="court_rules_closure_approved",
                        op="INSERT OR UPDATE OF confirmed_at",
                        when="NEW.confirmed_at IS NOT NULL",
                    ),
                ],
            },
        ),
    ]
