import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.money
import practice.tenancy
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
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
                            ("person", "Person"),
                            ("company", "Company"),
                            ("trust", "Trust or estate"),
                            ("court", "Court"),
                            ("government", "Government body"),
                        ],
                        default="person",
                        max_length=12,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Shown name: first and last, or the body's name.", max_length=200
                    ),
                ),
                ("sort_name", models.CharField(help_text="Last, first; or the body's name.", max_length=200)),
                ("first_name", models.CharField(blank=True, max_length=80)),
                ("last_name", models.CharField(blank=True, max_length=120)),
                ("company", models.CharField(blank=True, help_text="Where a person works.", max_length=200)),
                ("title", models.CharField(blank=True, max_length=100)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("address", models.TextField(blank=True)),
                ("city", models.CharField(blank=True, max_length=100)),
                ("region", models.CharField(blank=True, max_length=60)),
                ("postcode", models.CharField(blank=True, max_length=20)),
                ("country", models.CharField(blank=True, max_length=60)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "ledes_client_id",
                    models.CharField(blank=True, max_length=20, verbose_name="LEDES client ID"),
                ),
                ("notes", models.TextField(blank=True)),
                (
                    "external_id",
                    models.CharField(
                        blank=True, help_text="Id in the system it was imported from.", max_length=60
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_name", "id"],
                "indexes": [
                    models.Index(fields=["firm", "sort_name", "id"], name="contact_by_name"),
                    models.Index(fields=["firm", "created_by"], name="matters_contact_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_contact_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_contact_key"),
                    practice.constraints.SameFirm(field="created_by", name="matters_contact_created_by_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeArea",
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
                    "stages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["position", "name"],
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_practicearea_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_practicearea_key"),
                    models.UniqueConstraint(fields=("firm", "name"), name="practice_area_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Matter",
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
                ("number", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200, verbose_name="caption")),
                (
                    "client",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters_as_client",
                        to="matters.contact",
                    ),
                ),
                (
                    "practice_area",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="matters.practicearea",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("open", "Open"),
                            ("on_hold", "On hold"),
                            ("closed", "Closed"),
                            ("declined", "Declined"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=40)),
                (
                    "responsible",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responsible_for",
                        to="accounts.member",
                    ),
                ),
                (
                    "supervising",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervising_on",
                        to="accounts.member",
                    ),
                ),
                ("description", models.TextField(blank=True)),
                ("court", models.CharField(blank=True, max_length=120)),
                ("case_number", models.CharField(blank=True, max_length=60)),
                (
                    "client_reference",
                    models.CharField(
                        blank=True,
                        help_text="The client's own number; in LEDES the client matter ID.",
                        max_length=60,
                    ),
                ),
                ("currency", models.CharField(default="USD", max_length=3)),
                ("budget", practice.money.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True)),
                (
                    "restricted",
                    models.BooleanField(
                        default=False, help_text="Only the team and people named on the Access tab see it."
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "external_id",
                    models.CharField(
                        blank=True, help_text="Id in the system it was imported from.", max_length=60
                    ),
                ),
                (
                    "accepted_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "created_by",
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
                "permissions": [("see_matter", "May see the matter")],
                "indexes": [
                    models.Index(fields=["firm", "state", "-id"], name="matter_by_state"),
                    models.Index(fields=["firm", "name", "id"], name="matter_by_name"),
                    models.Index(fields=["firm", "opened_on", "id"], name="matter_by_opened"),
                    models.Index(fields=["firm", "client"], name="matters_matter_client_ix"),
                    models.Index(fields=["firm", "practice_area"], name="matters_matter_practic_a86f063"),
                    models.Index(fields=["firm", "responsible"], name="matters_matter_responsible_ix"),
                    models.Index(fields=["firm", "supervising"], name="matters_matter_supervising_ix"),
                    models.Index(fields=["firm", "accepted_by"], name="matters_matter_accepted_by_ix"),
                    models.Index(fields=["firm", "created_by"], name="matters_matter_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="id", name="matters_matter_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_matter_key"),
                    practice.constraints.SameFirm(field="client", name="matters_matter_client_fk"),
                    practice.constraints.SameFirm(
                        field="practice_area", name="matters_matter_practic_9b8d453"
                    ),
                    practice.constraints.SameFirm(field="responsible", name="matters_matter_responsible_fk"),
                    practice.constraints.SameFirm(field="supervising", name="matters_matter_supervising_fk"),
                    practice.constraints.SameFirm(field="accepted_by", name="matters_matter_accepted_by_fk"),
                    practice.constraints.SameFirm(field="created_by", name="matters_matter_created_by_fk"),
                    models.UniqueConstraint(fields=("firm", "number"), name="matter_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["pending", "declined"]),
                            ("opened_on__isnull", False),
                            _connector="OR",
                        ),
                        name="matter_open_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            ("closed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="matter_closed_has_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team_members",
                        to="matters.matter",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_places",
                        to="accounts.member",
                    ),
                ),
                ("part", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="matters_teammember_matter_ix"),
                    models.Index(fields=["firm", "member"], name="matters_teammember_member_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="matters_teammember_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_teammember_key"),
                    practice.constraints.SameFirm(field="matter", name="matters_teammember_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="matters_teammember_member_fk"),
                    models.UniqueConstraint(fields=("firm", "matter", "member"), name="team_member_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeArrangement",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fee_arrangements",
                        to="matters.matter",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hourly", "Hourly"),
                            ("flat", "Flat fee"),
                            ("contingency", "Contingency"),
                            ("pro_bono", "Pro bono"),
                        ],
                        default="hourly",
                        max_length=12,
                    ),
                ),
                (
                    "flat_amount",
                    practice.money.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                (
                    "contingency_percent",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                ("payment_terms_days", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("effective_from", models.DateField()),
                (
                    "set_by",
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
                "ordering": ["-effective_from", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="matters_feearrangement_dae1bc6"),
                    models.Index(fields=["firm", "set_by"], name="matters_feearrangement_9f05667"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="matters_feearrangement_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_feearrangement_key"),
                    practice.constraints.SameFirm(field="matter", name="matters_feearrangement_d119b25"),
                    practice.constraints.SameFirm(field="set_by", name="matters_feearrangement_bab8f8a"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "flat"), _negated=True), ("flat_amount__gt", 0), _connector="OR"
                        ),
                        name="flat_fee_has_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "contingency"), _negated=True),
                            models.Q(("contingency_percent__gt", 0), ("contingency_percent__lte", 100)),
                            _connector="OR",
                        ),
                        name="contingency_has_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatterPermission",
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
                    "permission",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "content_object",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "unique_together": {("firm", "user", "permission", "content_object")},
                "indexes": [
                    models.Index(fields=["firm", "content_object"], name="matters_matterpermissi_ed11676")
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_matterpermission_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_matterpermission_key"),
                    practice.constraints.SameFirm(
                        field="content_object", name="matters_matterpermissi_c55fce3"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wall",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="walls", to="matters.matter"
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="walls",
                        to="accounts.member",
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "lifted_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="matters_wall_matter_ix"),
                    models.Index(fields=["firm", "member"], name="matters_wall_member_ix"),
                    models.Index(fields=["firm", "created_by"], name="matters_wall_created_by_ix"),
                    models.Index(fields=["firm", "lifted_by"], name="matters_wall_lifted_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="matters_wall_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_wall_key"),
                    practice.constraints.SameFirm(field="matter", name="matters_wall_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="matters_wall_member_fk"),
                    practice.constraints.SameFirm(field="created_by", name="matters_wall_created_by_fk"),
                    practice.constraints.SameFirm(field="lifted_by", name="matters_wall_lifted_by_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("firm", "matter", "member"),
                        name="wall_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pin",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="pins", to="accounts.member"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matters.matter"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="matters_pin_member_ix"),
                    models.Index(fields=["firm", "matter"], name="matters_pin_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="matters_pin_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_pin_key"),
                    practice.constraints.SameFirm(field="member", name="matters_pin_member_fk"),
                    practice.constraints.SameFirm(field="matter", name="matters_pin_matter_fk"),
                    models.UniqueConstraint(fields=("firm", "member", "matter"), name="pin_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="matters.matter",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-at"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="matters_visit_member_ix"),
                    models.Index(fields=["firm", "matter"], name="matters_visit_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="matters_visit_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_visit_key"),
                    practice.constraints.SameFirm(field="member", name="matters_visit_member_fk"),
                    practice.constraints.SameFirm(field="matter", name="matters_visit_matter_fk"),
                    models.UniqueConstraint(fields=("firm", "member", "matter"), name="visit_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="matter",
            name="team",
            field=models.ManyToManyField(
                related_name="+",
                through="matters.TeamMember",
                through_fields=("matter", "member"),
                to="accounts.member",
            ),
        ),
    ]
