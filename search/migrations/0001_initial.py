import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import practice.constraints
import practice.tenancy
import search.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("matters", "0002_who_may_do_what"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="Name",
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
                        help_text="What bears the name: contact, alias, lead, interest, …", max_length=20
                    ),
                ),
                ("object_id", models.BigIntegerField(help_text="Id of the row that bears it.")),
                ("slot", models.CharField(help_text="The column it stands in.", max_length=30)),
                (
                    "contact_id",
                    models.BigIntegerField(help_text="The contact that is meant, if one is.", null=True),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="Hashes of the words, salted with the firm, and of the only word.",
                        size=None,
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["keys"], name="search_name_keys"
                    ),
                    models.Index(fields=["firm", "contact_id"], name="search_name_contact"),
                    models.Index(fields=["firm", "matter"], name="search_name_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="search_name_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="search_name_key"),
                    practice.constraints.SameFirm(field="matter", name="search_name_matter_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "kind", "object_id", "slot"), name="search_name_once"
                    ),
                    search.constraints.Functions(name="search_functions", version="2055491c8304"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Text",
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
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("slot", models.CharField(max_length=30)),
                ("contact_id", models.BigIntegerField(null=True)),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["firm", "words"], name="search_text_words"
                    ),
                    models.Index(fields=["firm", "matter"], name="search_text_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="search_text_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="search_text_key"),
                    practice.constraints.SameFirm(field="matter", name="search_text_matter_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "kind", "object_id", "slot"), name="search_text_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
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
                ("word", models.CharField(max_length=60)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="Salted hashes: itself, with a letter missing, how it sounds.",
                        size=None,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["firm", "word"], name="search_word_firm"),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["keys"], name="search_word_keys"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False,
                        fields=["firm", "word"],
                        name="search_word_like",
                        opclasses=["int8_ops", "gin_trgm_ops"],
                    ),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="search_word_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="search_word_key"),
                ],
            },
        ),
    ]
