import django.db.models.deletion
import practice.constraints
import practice.tenancy
import search.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("accounts", "0002_who_may_do_what"),
        ("documents", "0002_who_may_do_what"),
        ("matters", "0002_who_may_do_what"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentText",
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
                        related_name="texts",
                        to="documents.version",
                    ),
                ),
                (
                    "document",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="documents.document",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                ("part", models.PositiveIntegerField()),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["version", "part"],
                "indexes": [
                    models.Index(fields=["firm", "version"], name="documents_documenttext_8d0da12"),
                    models.Index(fields=["firm", "document"], name="documents_documenttext_d782ec5"),
                    models.Index(fields=["firm", "matter"], name="documents_documenttext_c8767b5"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(
                        matter="matter_id", name="documents_documenttext_firm"
                    ),
                    models.UniqueConstraint(fields=("firm", "id"), name="documents_documenttext_key"),
                    practice.constraints.SameFirm(field="version", name="documents_documenttext_c3deac2"),
                    practice.constraints.SameFirm(field="document", name="documents_documenttext_ef0c7a8"),
                    practice.constraints.SameFirm(field="matter", name="documents_documenttext_694a4fa"),
                    models.UniqueConstraint(fields=("firm", "version", "part"), name="document_text_once"),
                    search.constraints.IndexedText(
                        columns=["body"], kind="document", matter="matter_id", name="documents_text_words"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=search.constraints.IndexedText(
                columns=["name"], kind="paper", matter="matter_id", name="documents_document_names"
            ),
        ),
    ]
