import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("documents", "0001_initial"),
        ("matters", "0002_who_may_do_what"),
        ("practice", "0003_who_may_do_what"),
        ("supervision", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proofread",
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
                    "version",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofreads",
                        to="documents.version",
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
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "version"], name="documents_proofread_version_ix"),
                    models.Index(fields=["firm", "matter"], name="documents_proofread_matter_ix"),
                    models.Index(fields=["firm", "member"], name="documents_proofread_member_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="documents_proofread_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="documents_proofread_key"),
                    practice.constraints.SameFirm(field="version", name="documents_proofread_version_fk"),
                    practice.constraints.SameFirm(field="matter", name="documents_proofread_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="documents_proofread_member_fk"),
                    practice.constraints.AppendOnly(name="documents_proofread_kept"),
                    models.UniqueConstraint(fields=("firm", "version", "member"), name="proofread_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="privilege",
            field=models.CharField(
                choices=[
                    ("none", "Not privileged"),
                    ("client", "Attorney-client"),
                    ("work_product", "Work product"),
                ],
                default="none",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="sign_off",
            field=models.BooleanField(
                help_text="Whether it needs sign-off to leave the firm; empty: as its category says.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="sharelink",
            name="approval",
            field=practice.tenancy.FirmForeignKey(
                help_text="The decision that made it, if one did.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="supervision.approval",
            ),
        ),
        migrations.AddField(
            model_name="sharelink",
            name="mailed_at",
            field=models.DateTimeField(help_text="When the product mailed it.", null=True),
        ),
        migrations.AddIndex(
            model_name="sharelink",
            index=models.Index(fields=["firm", "approval"], name="documents_sharelink_ap_be02ca7"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=practice.constraints.Trigger(
                body="\n    IF (SELECT a.arguments->>'to' FROM supervision_approval a\n         WHERE a.firm_id = NEW.firm_id AND a.kind = 'privilege' AND a.object_id = NEW.id AND a.state = 'approved'\n         ORDER BY a.round DESC LIMIT 1) IS DISTINCT FROM NEW.privilege AND NEW.privilege <> OLD.privilege THEN\n        RAISE EXCEPTION 'documents_document % has no approval of its privilege', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="documents_privilege_decided",
                when="BEFORE UPDATE OF privilege",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharelink",
            constraint=practice.constraints.SameFirm(field="approval", name="documents_sharelink_ap_959673f"),
        ),
        migrations.AddConstraint(
            model_name="sharelink",
            constraint=practice.constraints.Trigger(
                body="\n    IF NEW.kind <> 'document' THEN\n        RETURN NEW;\n    END IF;\n    SELECT coalesce(d.sign_off, d.category IN ('pleading', 'contract', 'correspondence')) INTO needed\n      FROM documents_version v JOIN documents_document d ON d.firm_id = v.firm_id AND d.id = v.document_id\n     WHERE v.firm_id = NEW.firm_id AND v.id = NEW.version_id AND v.document_id = NEW.object_id;\n    IF needed IS NULL THEN\n        RAISE EXCEPTION 'link % shows no version of its document', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF needed AND NOT EXISTS (SELECT 1 FROM supervision_approval a WHERE a.firm_id = NEW.firm_id\n                                 AND a.kind = 'document' AND a.object_id = NEW.version_id AND a.state = 'approved') THEN\n        RAISE EXCEPTION 'version % is not signed off', NEW.version_id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="needed boolean;",
                deferred=False,
                definer=False,
                name="documents_link_signed_off",
                when="BEFORE INSERT OR UPDATE OF kind, object_id, version_id",
            ),
        ),
    ]
