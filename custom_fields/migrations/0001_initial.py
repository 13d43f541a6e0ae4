import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("matters", "0002_who_may_do_what"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldSet",
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
                    "host",
                    models.CharField(
                        choices=[
                            ("matter", "Matter"),
                            ("contact", "Contact"),
                            ("lead", "Lead"),
                            ("task", "Task"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Shown below the heading, for who fills it in.", max_length=300
                    ),
                ),
                (
                    "everywhere",
                    models.BooleanField(
                        default=True, help_text="On every record, whatever its practice area."
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Kinds of contact; empty means all.",
                        size=None,
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "ordering": ["host", "position", "id"],
                "indexes": [
                    models.Index(fields=["firm", "created_by"], name="custom_fields_fieldset_ff73cca")
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="custom_fields_fieldset_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="custom_fields_fieldset_key"),
                    practice.constraints.SameFirm(field="created_by", name="custom_fields_fieldset_5cce51c"),
                    models.UniqueConstraint(fields=("firm", "host", "name"), name="field_set_once"),
                    models.CheckConstraint(
                        condition=models.Q(("host__in", ["matter", "contact", "lead", "task"])),
                        name="field_set_host",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Field",
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
                    "field_set",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fields",
                        to="custom_fields.fieldset",
                    ),
                ),
                (
                    "host",
                    models.CharField(
                        choices=[
                            ("matter", "Matter"),
                            ("contact", "Contact"),
                            ("lead", "Lead"),
                            ("task", "Task"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "parent",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="custom_fields.field",
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        db_index=False,
                        help_text="Its name in formulas, texts, files and the API.",
                        max_length=40,
                    ),
                ),
                ("label", models.CharField(max_length=80)),
                ("hint", models.CharField(blank=True, max_length=200)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("long_text", "Long text"),
                            ("checkbox", "Checkbox"),
                            ("tristate", "Yes, no, unknown"),
                            ("picklist", "Picklist"),
                            ("multi", "Multi-select"),
                            ("date", "Date"),
                            ("time", "Time"),
                            ("numeric", "Number"),
                            ("currency", "Amount of money"),
                            ("email", "E-mail"),
                            ("url", "Web address"),
                            ("contact", "Contact"),
                            ("matter", "Matter"),
                            ("user", "Person of the firm"),
                            ("file", "File"),
                            ("formula", "Formula"),
                            ("group", "Repeating group"),
                        ],
                        max_length=10,
                    ),
                ),
                ("required", models.BooleanField(default=False)),
                (
                    "required_at",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        help_text="Steps that ask for it: ids of stages, or states.",
                        size=None,
                    ),
                ),
                (
                    "choices",
                    models.JSONField(
                        blank=True, default=list, help_text='[{"key", "label", "retired"}] of picklists.'
                    ),
                ),
                (
                    "settings",
                    models.JSONField(
                        blank=True, default=dict, help_text="Bounds, decimals, the result of a formula."
                    ),
                ),
                ("formula", models.CharField(blank=True, max_length=500)),
                (
                    "visible_if",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text='{"join": "all", "rules": [{"field", "op", "value"}]}',
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(fields=["firm", "field_set"], name="custom_fields_field_fi_d62e221"),
                    models.Index(fields=["firm", "parent"], name="custom_fields_field_parent_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="custom_fields_field_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="custom_fields_field_key"),
                    practice.constraints.SameFirm(field="field_set", name="custom_fields_field_fi_2b2aa17"),
                    practice.constraints.SameFirm(field="parent", name="custom_fields_field_parent_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("parent", None)),
                        fields=("firm", "host", "key"),
                        name="field_key_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", False)),
                        fields=("firm", "parent", "key"),
                        name="field_member_key_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("type", "group"), _negated=True), ("parent", None), _connector="OR"
                        ),
                        name="field_group_holds_no_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[a-z][a-z0-9_]*$")), name="field_key_is_a_name"
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF (OLD.type, OLD.host) IS NOT DISTINCT FROM (NEW.type, NEW.host) AND OLD.parent_id IS NOT DISTINCT FROM NEW.parent_id THEN\n        RETURN NEW;\n    END IF;\n    IF EXISTS (SELECT 1 FROM custom_fields_value v WHERE v.firm_id = OLD.firm_id AND v.field_id = OLD.id) THEN\n        RAISE EXCEPTION 'custom_fields_field % has values: its type and its place stay', OLD.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="custom_fields_type_kept",
                        when="BEFORE UPDATE OF type, host, parent_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Value",
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
                    "host",
                    models.CharField(
                        choices=[
                            ("matter", "Matter"),
                            ("contact", "Contact"),
                            ("lead", "Lead"),
                            ("task", "Task"),
                        ],
                        max_length=8,
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                (
                    "field",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="custom_fields.field",
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
                (
                    "word",
                    models.CharField(help_text="The value as text, in lower case, cut off.", max_length=500),
                ),
                (
                    "units",
                    models.BigIntegerField(help_text="A number or an amount, times 10,000.", null=True),
                ),
                ("day", models.DateField(null=True)),
                (
                    "ref",
                    models.BigIntegerField(
                        help_text="The id of a contact, matter, member or document.", null=True
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["firm", "field", "word", "object_id"], name="custom_value_word"),
                    models.Index(
                        condition=models.Q(("units__isnull", False)),
                        fields=["firm", "field", "units", "object_id"],
                        name="custom_value_units",
                    ),
                    models.Index(
                        condition=models.Q(("day__isnull", False)),
                        fields=["firm", "field", "day", "object_id"],
                        name="custom_value_day",
                    ),
                    models.Index(
                        condition=models.Q(("ref__isnull", False)),
                        fields=["firm", "ref", "field"],
                        name="custom_value_ref",
                    ),
                    models.Index(fields=["firm", "host", "object_id"], name="custom_value_of"),
                    models.Index(fields=["firm", "matter"], name="custom_fields_value_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="custom_fields_value_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="custom_fields_value_key"),
                    practice.constraints.SameFirm(field="field", name="custom_fields_value_field_fk"),
                    practice.constraints.SameFirm(field="matter", name="custom_fields_value_matter_fk"),
                ],
            },
        ),
    ]
