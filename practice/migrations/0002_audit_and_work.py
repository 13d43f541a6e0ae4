import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("matters", "0001_initial"),
        ("practice", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
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
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=200)),
                (
                    "real_actor",
                    models.CharField(
                        blank=True, help_text="Who acted, when acting as somebody else.", max_length=200
                    ),
                ),
                ("verb", models.CharField(max_length=60)),
                ("object_type", models.CharField(max_length=60)),
                ("object_id", models.BigIntegerField()),
                ("object_label", models.CharField(max_length=300)),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("changes", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "object_type", "object_id", "-id"], name="audit_of_object"),
                    models.Index(fields=["firm", "-id"], name="audit_latest"),
                    models.Index(fields=["firm", "matter"], name="practice_auditevent_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="practice_auditevent_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="practice_auditevent_key"),
                    practice.constraints.SameFirm(field="matter", name="practice_auditevent_matter_fk"),
                    practice.constraints.AppendOnly(name="practice_auditevent_kept"),
                    practice.constraints.Trigger(
                        body="\n    PERFORM pg_advisory_xact_lock(7201, (NEW.firm_id % 2147483647)::int);\n    SELECT s.seq, s.hash INTO last_seq, last_hash FROM practice_auditseal s\n     WHERE s.firm_id = NEW.firm_id ORDER BY s.seq DESC LIMIT 1;\n    last_seq := coalesce(last_seq, 0);\n    last_hash := coalesce(last_hash, '');\n    body := audit_text(NEW);\n    INSERT INTO practice_auditseal (firm_id, event_id, seq, previous, hash)\n    VALUES (NEW.firm_id, NEW.id, last_seq + 1, last_hash,\n            encode(sha256(convert_to(last_hash || chr(10) || (last_seq + 1) || chr(10) || body, 'UTF8')), 'hex'));\n    RETURN NULL;\n",
                        declare="last_seq bigint; last_hash text; body text;",
                        deferred=True,
                        definer=True,
                        name="practice_auditevent_seal",
                        when="AFTER INSERT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditSeal",
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
                    "event",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals",
                        to="practice.auditevent",
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["firm", "event"], name="practice_auditseal_event_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="practice_auditseal_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="practice_auditseal_key"),
                    practice.constraints.SameFirm(field="event", name="practice_auditseal_event_fk"),
                    practice.constraints.AppendOnly(name="practice_auditseal_kept"),
                    models.UniqueConstraint(fields=("firm", "seq"), name="audit_seq_once"),
                    models.UniqueConstraint(fields=("firm", "event"), name="audit_event_sealed_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
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
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("failures", models.JSONField(default=list, help_text="[{label, reason, url}]")),
                ("result_url", models.CharField(blank=True, max_length=300)),
                (
                    "started_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["firm", "started_by"], name="practice_job_started_by_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="practice_job_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="practice_job_key"),
                    practice.constraints.SameFirm(field="started_by", name="practice_job_started_by_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
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
                        related_name="saved_views",
                        to="accounts.member",
                    ),
                ),
                ("list_name", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=80)),
                ("query", models.TextField(blank=True)),
                ("shared", models.BooleanField(default=False)),
                ("position", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["firm", "member"], name="practice_savedview_member_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="practice_savedview_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="practice_savedview_key"),
                    practice.constraints.SameFirm(field="member", name="practice_savedview_member_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "member", "list_name", "name"), name="view_name_once"
                    ),
                ],
            },
        ),
    ]
