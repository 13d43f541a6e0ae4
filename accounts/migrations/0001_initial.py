import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import practice.constraints
import practice.tenancy


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("practice", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=150)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "theme",
                    models.CharField(
                        choices=[("system", "As the device"), ("light", "Light"), ("dark", "Dark")],
                        default="system",
                        max_length=10,
                    ),
                ),
                ("single_keys", models.BooleanField(default=True, help_text="Single-key shortcuts.")),
                ("last_firm_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_superuser", False)), name="user_no_superuser"
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practice.firm",
                    ),
                ),
                ("member_id", models.BigIntegerField(unique=True)),
                ("is_active", models.BooleanField()),
                ("expires_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["user", "firm"], name="membership_of_user")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Role",
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
                ("name", models.CharField(max_length=60)),
                (
                    "template",
                    models.CharField(
                        choices=[
                            ("attorney", "Attorney"),
                            ("paralegal", "Paralegal"),
                            ("legal_assistant", "Legal assistant"),
                            ("legal_secretary", "Legal secretary"),
                            ("firm_admin", "Firm administrator"),
                            ("freelancer", "Freelancer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("powers", models.JSONField(default=dict)),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "name"],
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_role_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_role_key"),
                    models.UniqueConstraint(fields=("firm", "name"), name="role_name_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
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
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="accounts.role",
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("title", models.CharField(blank=True, max_length=80)),
                ("initials", models.CharField(blank=True, max_length=4)),
                (
                    "is_partner",
                    models.BooleanField(
                        default=False, help_text="Also sees the firm's figures and manages people."
                    ),
                ),
                (
                    "supervisor",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervised",
                        to="accounts.member",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("expires_on", models.DateField(blank=True, help_text="Last day of access.", null=True)),
                ("daily_target_seconds", models.PositiveIntegerField(default=0)),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["name"],
                "indexes": [
                    models.Index(fields=["firm", "role"], name="accounts_member_role_ix"),
                    models.Index(fields=["firm", "supervisor"], name="accounts_member_supervisor_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_member_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_member_key"),
                    practice.constraints.SameFirm(field="role", name="accounts_member_role_fk"),
                    practice.constraints.SameFirm(field="supervisor", name="accounts_member_supervisor_fk"),
                    models.UniqueConstraint(fields=("firm", "user"), name="member_once_in_firm"),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE' THEN\n        DELETE FROM accounts_membership WHERE member_id = OLD.id;\n        RETURN NULL;\n    END IF;\n    INSERT INTO accounts_membership (user_id, firm_id, member_id, is_active, expires_on)\n    VALUES (NEW.user_id, NEW.firm_id, NEW.id, NEW.is_active, NEW.expires_on)\n    ON CONFLICT (member_id) DO UPDATE\n    SET user_id = excluded.user_id, is_active = excluded.is_active, expires_on = excluded.expires_on;\n    RETURN NULL;\n",
                        declare="",
                        deferred=False,
                        definer=True,
                        name="accounts_member_mirror",
                        when="AFTER INSERT OR UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BarLicence",
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
                        related_name="licences",
                        to="accounts.member",
                    ),
                ),
                ("jurisdiction", models.CharField(max_length=60)),
                ("number", models.CharField(max_length=40)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("inactive", "Inactive"), ("suspended", "Suspended")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("admitted_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                (
                    "verified_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "self_declared",
                    models.BooleanField(default=False, help_text="Declared by a firm's only attorney."),
                ),
            ],
            options={
                "ordering": ["jurisdiction"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="accounts_barlicence_member_ix"),
                    models.Index(fields=["firm", "verified_by"], name="accounts_barlicence_ve_8dcd030"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_barlicence_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_barlicence_key"),
                    practice.constraints.SameFirm(field="member", name="accounts_barlicence_member_fk"),
                    practice.constraints.SameFirm(field="verified_by", name="accounts_barlicence_ve_a195c32"),
                    models.UniqueConstraint(fields=("firm", "jurisdiction", "number"), name="licence_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by__isnull", True),
                            models.Q(("verified_by", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="licence_not_verified_by_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
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
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=150)),
                ("title", models.CharField(blank=True, max_length=80)),
                (
                    "role",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.role"
                    ),
                ),
                (
                    "supervisor",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "expires_on",
                    models.DateField(blank=True, help_text="Last day of access, for guests.", null=True),
                ),
                ("secret_hash", models.CharField(max_length=64)),
                (
                    "invited_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("valid_until", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "role"], name="accounts_invitation_role_ix"),
                    models.Index(fields=["firm", "supervisor"], name="accounts_invitation_su_0e5ecdc"),
                    models.Index(fields=["firm", "invited_by"], name="accounts_invitation_in_e60a62f"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="accounts_invitation_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="accounts_invitation_key"),
                    practice.constraints.SameFirm(field="role", name="accounts_invitation_role_fk"),
                    practice.constraints.SameFirm(field="supervisor", name="accounts_invitation_su_39a9411"),
                    practice.constraints.SameFirm(field="invited_by", name="accounts_invitation_in_d28c625"),
                ],
            },
        ),
    ]
