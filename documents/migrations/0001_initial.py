import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("matters", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
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
                        related_name="documents",
                        to="matters.matter",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("pleading", "Pleading"),
                            ("correspondence", "Correspondence"),
                            ("contract", "Contract"),
                            ("evidence", "Evidence"),
                            ("invoice", "Invoice"),
                            ("receipt", "Receipt"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=16,
                    ),
                ),
                ("latest", models.PositiveIntegerField(default=0, help_text="Number of the newest version.")),
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
                ("trashed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "trashed_by",
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
                "ordering": ["-updated_at", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "-updated_at", "-id"], name="document_latest"),
                    models.Index(fields=["firm", "matter"], name="documents_document_matter_ix"),
                    models.Index(fields=["firm", "created_by"], name="documents_document_cre_9945e81"),
                    models.Index(fields=["firm", "trashed_by"], name="documents_document_tra_58adc14"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="documents_document_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="documents_document_key"),
                    practice.constraints.SameFirm(field="matter", name="documents_document_matter_fk"),
                    practice.constraints.SameFirm(field="created_by", name="documents_document_cre_762fab4"),
                    practice.constraints.SameFirm(field="trashed_by", name="documents_document_tra_6e844db"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
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
                    "document",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="documents.document",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("filename", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField(help_text="Bytes.")),
                ("sha256", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, max_length=200)),
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
                "ordering": ["-number"],
                "indexes": [
                    models.Index(fields=["firm", "document"], name="documents_version_document_ix"),
                    models.Index(fields=["firm", "matter"], name="documents_version_matter_ix"),
                    models.Index(fields=["firm", "uploaded_by"], name="documents_version_uplo_897f982"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="documents_version_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="documents_version_key"),
                    practice.constraints.SameFirm(field="document", name="documents_version_document_fk"),
                    practice.constraints.SameFirm(field="matter", name="documents_version_matter_fk"),
                    practice.constraints.SameFirm(field="uploaded_by", name="documents_version_uplo_138d293"),
                    practice.constraints.AppendOnly(name="documents_version_kept"),
                    models.UniqueConstraint(
                        fields=("firm", "document", "number"), name="version_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="version_has_hash"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareLink",
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
                        related_name="share_links",
                        to="matters.matter",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "Invoice"), ("document", "Document")], max_length=10
                    ),
                ),
                ("object_id", models.BigIntegerField(help_text="Id of the invoice or document shown.")),
                (
                    "version",
                    practice.tenancy.FirmForeignKey(
                        help_text="The version shown: later ones are the firm's own until they are shared.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.version",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.contact"
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField()),
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
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("views", models.PositiveIntegerField(default=0)),
                ("last_viewed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "kind", "object_id"], name="share_of_object"),
                    models.Index(fields=["firm", "matter"], name="documents_sharelink_matter_ix"),
                    models.Index(fields=["firm", "version"], name="documents_sharelink_version_ix"),
                    models.Index(fields=["firm", "contact"], name="documents_sharelink_contact_ix"),
                    models.Index(fields=["firm", "revoked_by"], name="documents_sharelink_re_05cbdea"),
                    models.Index(fields=["firm", "created_by"], name="documents_sharelink_cr_92144c0"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="documents_sharelink_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="documents_sharelink_key"),
                    practice.constraints.SameFirm(field="matter", name="documents_sharelink_matter_fk"),
                    practice.constraints.SameFirm(field="version", name="documents_sharelink_version_fk"),
                    practice.constraints.SameFirm(field="contact", name="documents_sharelink_contact_fk"),
                    practice.constraints.SameFirm(field="revoked_by", name="documents_sharelink_re_0c94f70"),
                    practice.constraints.SameFirm(field="created_by", name="documents_sharelink_cr_314350c"),
                ],
            },
        ),
    ]
