import django.db.models.deletion
import django.utils.timezone
import intake.models.forms
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_hours"),
        ("calendar_app", "0004_events_and_court_dates"),
        ("intake", "0001_initial"),
        ("matters", "0004_stages_and_people_moved"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormLink",
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
                        related_name="links",
                        to="intake.intakeform",
                    ),
                ),
                (
                    "lead",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="form_links",
                        to="intake.lead",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="form_links",
                        to="matters.contact",
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
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Where it was sent; empty when it was only copied.",
                        max_length=254,
                    ),
                ),
                ("key", models.CharField(default=intake.models.forms.new_key, editable=False, max_length=12)),
                ("expires_at", models.DateTimeField(help_text="Until when it can be answered.")),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="When it was sent last."
                    ),
                ),
                ("times_sent", models.PositiveSmallIntegerField(default=1)),
                ("opened_at", models.DateTimeField(help_text="When the person opened it first.", null=True)),
                (
                    "submission",
                    practice.tenancy.FirmForeignKey(
                        help_text="What was answered by it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.submission",
                    ),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
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
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "form"], name="intake_formlink_form_ix"),
                    models.Index(fields=["firm", "lead"], name="intake_formlink_lead_ix"),
                    models.Index(fields=["firm", "contact"], name="intake_formlink_contact_ix"),
                    models.Index(fields=["firm", "matter"], name="intake_formlink_matter_ix"),
                    models.Index(fields=["firm", "submission"], name="intake_formlink_submission_ix"),
                    models.Index(fields=["firm", "created_by"], name="intake_formlink_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="intake_formlink_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_formlink_key"),
                    practice.constraints.SameFirm(field="form", name="intake_formlink_form_fk"),
                    practice.constraints.SameFirm(field="lead", name="intake_formlink_lead_fk"),
                    practice.constraints.SameFirm(field="contact", name="intake_formlink_contact_fk"),
                    practice.constraints.SameFirm(field="matter", name="intake_formlink_matter_fk"),
                    practice.constraints.SameFirm(field="submission", name="intake_formlink_submission_fk"),
                    practice.constraints.SameFirm(field="created_by", name="intake_formlink_created_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lead__isnull", False), ("contact__isnull", False), _connector="OR"
                        ),
                        name="form_link_is_somebodys",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldFile",
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
                    "nonce",
                    models.CharField(help_text="Of the signed page on which it was chosen.", max_length=40),
                ),
                (
                    "question",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.question"
                    ),
                ),
                ("filename", models.CharField(max_length=255)),
                ("size", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("held_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "nonce"], name="held_file_of_page"),
                    models.Index(fields=["firm", "held_at"], name="held_file_by_age"),
                    models.Index(fields=["firm", "question"], name="intake_heldfile_question_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="intake_heldfile_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="intake_heldfile_key"),
                    practice.constraints.SameFirm(field="question", name="intake_heldfile_question_fk"),
                ],
            },
        ),
        migrations.AddField(
            model_name="lead",
            name="consultation_event",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                help_text="Its time on the calendar: its own, or that of a booking.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="calendar_app.event",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["firm", "consultation_event"], name="intake_lead_consultati_93886f7"),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=practice.constraints.SameFirm(
                field="consultation_event", name="intake_lead_consultati_a7a305c"
            ),
        ),
    ]
