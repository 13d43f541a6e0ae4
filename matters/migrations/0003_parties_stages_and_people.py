import custom_fields.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import matters.models.contact_parts
import practice.constraints
import practice.money
import practice.tenancy
import search.constraints
import supervision.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("accounts", "0002_who_may_do_what"),
        ("custom_fields", "0001_initial"),
        ("matters", "0002_who_may_do_what"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.RenameField(model_name="practicearea", old_name="stages", new_name="stage_names"),
        migrations.RenameField(model_name="matter", old_name="stage", new_name="stage_name"),
        migrations.CreateModel(
            name="Address",
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
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="matters.contact",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        choices=[
                            ("main", "Main"),
                            ("mailing", "Mailing"),
                            ("work", "Office"),
                            ("home", "Home"),
                            ("billing", "Billing"),
                            ("service", "Service of process"),
                            ("other", "Other"),
                        ],
                        default="main",
                        max_length=8,
                    ),
                ),
                ("street", models.TextField(blank=True)),
                ("city", models.CharField(blank=True, max_length=100)),
                ("region", models.CharField(blank=True, max_length=60)),
                ("postcode", models.CharField(blank=True, max_length=20)),
                ("country", models.CharField(blank=True, max_length=60)),
                ("is_main", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name_plural": "addresses",
                "ordering": ["-is_main", "id"],
                "indexes": [models.Index(fields=["firm", "contact"], name="matters_address_contact_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_address_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_address_key"),
                    practice.constraints.SameFirm(field="contact", name="matters_address_contact_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)),
                        fields=("firm", "contact"),
                        name="contact_one_main_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingMark",
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
                        related_name="closing_marks",
                        to="matters.matter",
                    ),
                ),
                ("text", models.CharField(max_length=160)),
                (
                    "marked_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("marked_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="matters_closingmark_matter_ix"),
                    models.Index(fields=["firm", "marked_by"], name="matters_closingmark_ma_896a940"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="matters_closingmark_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_closingmark_key"),
                    practice.constraints.SameFirm(field="matter", name="matters_closingmark_matter_fk"),
                    practice.constraints.SameFirm(field="marked_by", name="matters_closingmark_ma_800b56f"),
                    models.UniqueConstraint(fields=("firm", "matter", "text"), name="closing_mark_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactMerge",
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
                    "kept",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="matters.contact",
                    ),
                ),
                ("kept_pk", models.BigIntegerField()),
                ("lost_pk", models.BigIntegerField()),
                ("lost_name", models.CharField(max_length=200)),
                (
                    "chosen",
                    models.JSONField(default=dict, help_text="{field: [before, after]} of the kept contact."),
                ),
                (
                    "by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "undone_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "lost_pk"], name="merge_by_lost"),
                    models.Index(fields=["firm", "kept"], name="matters_contactmerge_kept_ix"),
                    models.Index(fields=["firm", "by"], name="matters_contactmerge_by_ix"),
                    models.Index(fields=["firm", "undone_by"], name="matters_contactmerge_u_2b21c70"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_contactmerge_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_contactmerge_key"),
                    practice.constraints.SameFirm(field="kept", name="matters_contactmerge_kept_fk"),
                    practice.constraints.SameFirm(field="by", name="matters_contactmerge_by_fk"),
                    practice.constraints.SameFirm(field="undone_by", name="matters_contactmerge_u_9971f27"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactName",
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
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="matters.contact",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("alias", "Also known as"),
                            ("former", "Former name"),
                            ("maiden", "Maiden name"),
                            ("trade", "Trade name (dba)"),
                        ],
                        default="alias",
                        max_length=6,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["firm", "contact"], name="matters_contactname_contact_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_contactname_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_contactname_key"),
                    practice.constraints.SameFirm(field="contact", name="matters_contactname_contact_fk"),
                    models.UniqueConstraint(fields=("firm", "contact", "name"), name="contact_name_once"),
                    search.constraints.Indexed(
                        columns=["name"], contact="contact_id", kind="alias", name="matters_contactname_names"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectConsent",
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
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="matters.contact",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                (
                    "until_on",
                    models.DateField(blank=True, help_text="Last day; empty: until withdrawn.", null=True),
                ),
                (
                    "allowed_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("allowed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "withdrawn_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "contact"], name="matters_directconsent__36c1db3"),
                    models.Index(fields=["firm", "matter"], name="matters_directconsent__b5e11c2"),
                    models.Index(fields=["firm", "allowed_by"], name="matters_directconsent__f8ca464"),
                    models.Index(fields=["firm", "withdrawn_by"], name="matters_directconsent__0edf110"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="matters_directconsent_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_directconsent_key"),
                    practice.constraints.SameFirm(field="contact", name="matters_directconsent__0b99dd7"),
                    practice.constraints.SameFirm(field="matter", name="matters_directconsent__5283207"),
                    practice.constraints.SameFirm(field="allowed_by", name="matters_directconsent__86129bf"),
                    practice.constraints.SameFirm(
                        field="withdrawn_by", name="matters_directconsent__fc92246"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="direct_consent_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Email",
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
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="emails",
                        to="matters.contact",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        choices=[
                            ("main", "Main"),
                            ("work", "Work"),
                            ("home", "Home"),
                            ("billing", "Billing"),
                            ("service", "E-service"),
                            ("other", "Other"),
                        ],
                        default="main",
                        max_length=8,
                    ),
                ),
                ("address", models.EmailField(max_length=254)),
                ("is_main", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-is_main", "id"],
                "indexes": [
                    models.Index(
                        models.F("firm"),
                        django.db.models.functions.text.Upper("address"),
                        name="email_by_address",
                    ),
                    models.Index(fields=["firm", "contact"], name="matters_email_contact_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_email_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_email_key"),
                    practice.constraints.SameFirm(field="contact", name="matters_email_contact_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)),
                        fields=("firm", "contact"),
                        name="contact_one_main_email",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergedRow",
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
                    "merge",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="matters.contactmerge",
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
                ("step", models.PositiveIntegerField()),
                ("model", models.CharField(help_text="app_label.ModelName", max_length=80)),
                ("object_id", models.BigIntegerField()),
                (
                    "before",
                    models.JSONField(
                        help_text="The changed columns, or the whole row; empty: the row was made.", null=True
                    ),
                ),
                (
                    "after",
                    models.JSONField(help_text="The changed columns; empty: the row was removed.", null=True),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "merge", "step"], name="merged_row_step"),
                    models.Index(fields=["firm", "matter"], name="matters_mergedrow_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="matters_mergedrow_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_mergedrow_key"),
                    practice.constraints.SameFirm(field="merge", name="matters_mergedrow_merge_fk"),
                    practice.constraints.SameFirm(field="matter", name="matters_mergedrow_matter_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
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
                        related_name="parties",
                        to="matters.matter",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_roles",
                        to="matters.contact",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("client", "Client"),
                            ("opposing_party", "Opposing party"),
                            ("opposing_counsel", "Opposing counsel"),
                            ("co_counsel", "Co-counsel"),
                            ("judge", "Judge"),
                            ("clerk", "Clerk"),
                            ("witness", "Witness"),
                            ("expert", "Expert"),
                            ("insurer", "Insurer"),
                            ("lienholder", "Lienholder"),
                            ("guardian", "Guardian"),
                            ("payer", "Payer"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("ours", "Our side"),
                            ("opposing", "Opposing side"),
                            ("third", "Third party"),
                            ("neutral", "Neutral"),
                        ],
                        default="third",
                        max_length=10,
                    ),
                ),
                (
                    "represented_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Their lawyer. They are then not written to directly (Model Rule 4.2).",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="represents_in",
                        to="matters.contact",
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
                ("service_address", models.TextField(blank=True)),
                (
                    "e_service",
                    models.BooleanField(default=False, help_text="Consented to be served electronically."),
                ),
                ("note", models.TextField(blank=True)),
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
                "verbose_name_plural": "parties",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="matters_party_matter_ix"),
                    models.Index(fields=["firm", "contact"], name="matters_party_contact_ix"),
                    models.Index(fields=["firm", "represented_by"], name="matters_party_represen_e20f25d"),
                    models.Index(fields=["firm", "created_by"], name="matters_party_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="matters_party_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_party_key"),
                    practice.constraints.SameFirm(field="matter", name="matters_party_matter_fk"),
                    practice.constraints.SameFirm(field="contact", name="matters_party_contact_fk"),
                    practice.constraints.SameFirm(
                        field="represented_by", name="matters_party_represen_732a4b7"
                    ),
                    practice.constraints.SameFirm(field="created_by", name="matters_party_created_by_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "matter", "contact", "role"), name="party_once_a_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="party_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("represented_by__isnull", True),
                            models.Q(("represented_by", models.F("contact")), _negated=True),
                            _connector="OR",
                        ),
                        name="party_not_represented_by_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Phone",
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
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="matters.contact",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        choices=[
                            ("main", "Main"),
                            ("mobile", "Mobile"),
                            ("work", "Work"),
                            ("home", "Home"),
                            ("fax", "Fax"),
                            ("other", "Other"),
                        ],
                        default="main",
                        max_length=8,
                    ),
                ),
                ("number", models.CharField(help_text="As typed, with any extension.", max_length=40)),
                (
                    "digits",
                    models.GeneratedField(
                        db_persist=True,
                        expression=matters.models.contact_parts.DigitsOf("number"),
                        output_field=models.CharField(max_length=40),
                    ),
                ),
                (
                    "last7",
                    models.GeneratedField(
                        db_persist=True,
                        expression=matters.models.contact_parts.LastOf("number", count=7),
                        output_field=models.CharField(max_length=7),
                    ),
                ),
                (
                    "last4",
                    models.GeneratedField(
                        db_persist=True,
                        expression=matters.models.contact_parts.LastOf("number", count=4),
                        output_field=models.CharField(max_length=4),
                    ),
                ),
                ("is_main", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-is_main", "id"],
                "indexes": [
                    models.Index(fields=["firm", "digits"], name="phone_by_digits"),
                    models.Index(fields=["firm", "last7"], name="phone_by_last7"),
                    models.Index(fields=["firm", "last4"], name="phone_by_last4"),
                    models.Index(fields=["firm", "contact"], name="matters_phone_contact_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_phone_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_phone_key"),
                    practice.constraints.SameFirm(field="contact", name="matters_phone_contact_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)),
                        fields=("firm", "contact"),
                        name="contact_one_main_phone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeAreaFieldSet",
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
                    "practice_area",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_set_places",
                        to="matters.practicearea",
                    ),
                ),
                (
                    "field_set",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="custom_fields.fieldset",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "practice_area"], name="matters_practiceareafi_b262d05"),
                    models.Index(fields=["firm", "field_set"], name="matters_practiceareafi_568837a"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_practiceareafi_b767471"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_practiceareafi_1af0e90"),
                    practice.constraints.SameFirm(
                        field="practice_area", name="matters_practiceareafi_b170815"
                    ),
                    practice.constraints.SameFirm(field="field_set", name="matters_practiceareafi_4c76556"),
                    models.UniqueConstraint(
                        fields=("firm", "practice_area", "field_set"), name="area_field_set_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
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
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="matters.contact",
                    ),
                ),
                (
                    "other",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations_to",
                        to="matters.contact",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("spouse", "Spouse of"),
                            ("ex_spouse", "Former spouse of"),
                            ("parent", "Parent of"),
                            ("sibling", "Sibling of"),
                            ("relative", "Relative of"),
                            ("guardian", "Guardian of"),
                            ("employee", "Employee of"),
                            ("officer", "Officer or director of"),
                            ("owner", "Owner of"),
                            ("partner", "Business partner of"),
                            ("subsidiary", "Subsidiary of"),
                            ("affiliate", "Affiliate of"),
                            ("trustee", "Trustee of"),
                            ("executor", "Executor of"),
                            ("beneficiary", "Beneficiary of"),
                            ("attorney", "Attorney of"),
                            ("insurer", "Insurer of"),
                            ("agent", "Agent for service of"),
                            ("assistant", "Assistant of"),
                            ("referred", "Referred by"),
                            ("other", "Connected with"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "contact"], name="matters_relation_contact_ix"),
                    models.Index(fields=["firm", "other"], name="matters_relation_other_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_relation_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_relation_key"),
                    practice.constraints.SameFirm(field="contact", name="matters_relation_contact_fk"),
                    practice.constraints.SameFirm(field="other", name="matters_relation_other_fk"),
                    models.UniqueConstraint(
                        fields=("firm", "contact", "other", "kind"), name="contact_relation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contact", models.F("other")), _negated=True),
                        name="contact_relation_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
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
                    "practice_area",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="matters.practicearea",
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "is_active",
                    models.BooleanField(
                        default=True, help_text="Off: matters in it stay, and none is moved to it any more."
                    ),
                ),
                (
                    "days_expected",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Days a matter is expected to stay; over them it is shown as late.",
                        null=True,
                    ),
                ),
                (
                    "expects_deadline",
                    models.BooleanField(
                        default=False,
                        help_text="A matter in this stage without a coming date is asked about.",
                    ),
                ),
                (
                    "needs_fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="Fields of the matter to fill in.",
                        size=None,
                    ),
                ),
                (
                    "needs_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Parties to name, by role.",
                        size=None,
                    ),
                ),
                (
                    "needs_documents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        blank=True,
                        default=list,
                        help_text="Categories with a document.",
                        size=None,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(fields=["firm", "practice_area"], name="matters_stage_practice_area_ix")
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_stage_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_stage_key"),
                    practice.constraints.SameFirm(
                        field="practice_area", name="matters_stage_practice_area_fk"
                    ),
                    models.UniqueConstraint(fields=("firm", "practice_area", "name"), name="stage_name_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatterTemplate",
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
                    "practice_area",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="templates",
                        to="matters.practicearea",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "caption",
                    models.CharField(
                        blank=True,
                        help_text="Such as {client} v. {opposing_party}, or Estate of {client}.",
                        max_length=120,
                    ),
                ),
                (
                    "stage",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.stage",
                    ),
                ),
                (
                    "responsible",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "supervising",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "fee_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hourly", "Hourly"),
                            ("flat", "Flat fee"),
                            ("contingency", "Contingency"),
                            ("pro_bono", "Pro bono"),
                        ],
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
                ("budget", practice.money.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("budget_alert_percent", models.PositiveSmallIntegerField(default=80)),
                ("matter_type", models.CharField(blank=True, max_length=80)),
                ("court", models.CharField(blank=True, max_length=120)),
                ("jurisdiction", models.CharField(blank=True, max_length=80)),
                ("description", models.TextField(blank=True)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "ask_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Parties the form asks for.",
                        size=None,
                    ),
                ),
                ("restricted", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["practice_area__position", "name"],
                "indexes": [
                    models.Index(fields=["firm", "practice_area"], name="matters_mattertemplate_716ba71"),
                    models.Index(fields=["firm", "stage"], name="matters_mattertemplate_235fc8d"),
                    models.Index(fields=["firm", "responsible"], name="matters_mattertemplate_9dae7b2"),
                    models.Index(fields=["firm", "supervising"], name="matters_mattertemplate_a4bc065"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_mattertemplate_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_mattertemplate_key"),
                    practice.constraints.SameFirm(
                        field="practice_area", name="matters_mattertemplate_da39ca5"
                    ),
                    practice.constraints.SameFirm(field="stage", name="matters_mattertemplate_1e6d64b"),
                    practice.constraints.SameFirm(field="responsible", name="matters_mattertemplate_3f66d6b"),
                    practice.constraints.SameFirm(field="supervising", name="matters_mattertemplate_cd30a19"),
                    models.UniqueConstraint(fields=("firm", "name"), name="matter_template_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("budget_alert_percent__gte", 1), ("budget_alert_percent__lte", 100)
                        ),
                        name="template_alert_is_a_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageVisit",
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
                        related_name="stage_visits",
                        to="matters.matter",
                    ),
                ),
                (
                    "stage",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="matters.stage"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "moved_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("back", models.BooleanField(default=False, help_text="Moved to an earlier stage.")),
                ("reason", models.CharField(blank=True, help_text="Why it went back.", max_length=500)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="matters_stagevisit_matter_ix"),
                    models.Index(fields=["firm", "stage"], name="matters_stagevisit_stage_ix"),
                    models.Index(fields=["firm", "moved_by"], name="matters_stagevisit_moved_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="matters_stagevisit_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_stagevisit_key"),
                    practice.constraints.SameFirm(field="matter", name="matters_stagevisit_matter_fk"),
                    practice.constraints.SameFirm(field="stage", name="matters_stagevisit_stage_fk"),
                    practice.constraints.SameFirm(field="moved_by", name="matters_stagevisit_moved_by_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)),
                        fields=("firm", "matter"),
                        name="one_stage_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("back", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="stage_back_has_reason",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'DELETE'\n       OR OLD.left_at IS NOT NULL\n       OR (to_jsonb(NEW) - 'left_at') IS DISTINCT FROM (to_jsonb(OLD) - 'left_at') THEN\n        RAISE EXCEPTION 'stay % in a stage stays as it is', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="matters_stagevisit_kept",
                        when="BEFORE UPDATE OR DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplatePerson",
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
                    "template",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="matters.mattertemplate",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "template"], name="matters_templateperson_fbe46f0"),
                    models.Index(fields=["firm", "member"], name="matters_templateperson_20d01b7"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="matters_templateperson_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="matters_templateperson_key"),
                    practice.constraints.SameFirm(field="template", name="matters_templateperson_8f83300"),
                    practice.constraints.SameFirm(field="member", name="matters_templateperson_c83c5fd"),
                    models.UniqueConstraint(
                        fields=("firm", "template", "member"), name="template_person_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="mattertemplate",
            name="team",
            field=models.ManyToManyField(
                related_name="+", through="matters.TemplatePerson", to="accounts.member"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="matter",
            name="matter_open_has_date",
        ),
        migrations.RemoveConstraint(
            model_name="matter",
            name="matter_closed_has_date",
        ),
        migrations.RemoveConstraint(
            model_name="matter",
            name="matters_matter_accepted",
        ),
        migrations.RemoveConstraint(
            model_name="matter",
            name="matters_matter_closing",
        ),
        migrations.AddField(
            model_name="contact",
            name="birthday",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="custom",
            field=models.JSONField(
                blank=True, default=dict, help_text="Values of custom fields by the field's id."
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="do_not_call",
            field=models.BooleanField(default=False, help_text="Write, do not phone."),
        ),
        migrations.AddField(
            model_name="contact",
            name="do_not_mail",
            field=models.BooleanField(
                default=False, help_text="No newsletters, greetings or other mass mail."
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="language",
            field=models.CharField(blank=True, help_text="Language to write and speak in.", max_length=40),
        ),
        migrations.AddField(
            model_name="contact",
            name="middle_name",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="contact",
            name="preferred_channel",
            field=models.CharField(
                blank=True,
                choices=[
                    ("email", "E-mail"),
                    ("phone", "Phone"),
                    ("sms", "Text message"),
                    ("post", "Letter"),
                    ("portal", "Private link"),
                ],
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="preferred_hours",
            field=models.CharField(blank=True, help_text="Best time to reach, in words.", max_length=80),
        ),
        migrations.AddField(
            model_name="contact",
            name="prefix",
            field=models.CharField(blank=True, help_text="Ms., Dr., Hon.", max_length=20),
        ),
        migrations.AddField(
            model_name="contact",
            name="represented",
            field=models.BooleanField(
                default=False,
                help_text="Has a lawyer who is not of this firm: nobody writes or calls directly.",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="represented_by",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="represents",
                to="matters.contact",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="restricted",
            field=models.BooleanField(
                default=False, help_text="Each opening of the record is kept in the audit trail."
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="suffix",
            field=models.CharField(blank=True, help_text="Jr., III, Esq.", max_length=20),
        ),
        migrations.AddField(
            model_name="contact",
            name="tax_form",
            field=models.CharField(blank=True, choices=[("w9", "W-9"), ("w8", "W-8")], max_length=2),
        ),
        migrations.AddField(
            model_name="contact",
            name="tax_form_on",
            field=models.DateField(blank=True, help_text="When the form was received.", null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="tax_id_end",
            field=models.CharField(
                blank=True, help_text="Last four characters of the tax number.", max_length=4
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="website",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="matter",
            name="archived_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="matter",
            name="budget_alert_percent",
            field=models.PositiveSmallIntegerField(
                default=80, help_text="Percent of the budget at which the responsible attorney is told."
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="budget_alerted",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="The mark, in percent, that was told about last; 0: none."
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="custom",
            field=models.JSONField(
                blank=True, default=dict, help_text="Values of the firm's fields by field id."
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="department",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="matter",
            name="judge",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="matter",
            name="jurisdiction",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="matter",
            name="limitation_basis",
            field=models.CharField(
                blank=True, help_text="The law and the event it is counted from.", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="limitation_on",
            field=models.DateField(
                blank=True,
                help_text="Last day to file: statute of limitations.",
                null=True,
                verbose_name="limitation date",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="limitation_satisfied_by",
            field=practice.tenancy.FirmForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="limitation_satisfied_how",
            field=models.CharField(blank=True, help_text="What satisfied it.", max_length=300),
        ),
        migrations.AddField(
            model_name="matter",
            name="limitation_satisfied_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="matter",
            name="matter_type",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="matter",
            name="office",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="practice.office",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="originating",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="originated",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="retention_reason",
            field=models.CharField(blank=True, help_text="Why it was set by hand.", max_length=300),
        ),
        migrations.AddField(
            model_name="matter",
            name="retention_until",
            field=models.DateField(
                blank=True, help_text="Until when the file is kept; empty: not decided.", null=True
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="staged_at",
            field=models.DateTimeField(blank=True, help_text="When it entered its stage.", null=True),
        ),
        migrations.AddField(
            model_name="matter",
            name="tags",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="through_intake",
            field=models.BooleanField(
                default=False, help_text="Came through intake: it is accepted after a cleared conflict check."
            ),
        ),
        migrations.AddField(
            model_name="practicearea",
            name="asks_limitation",
            field=models.BooleanField(
                default=False, help_text="Matters of this area are expected to have a limitation date."
            ),
        ),
        migrations.AddField(
            model_name="practicearea",
            name="closing_points",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=160),
                blank=True,
                default=list,
                help_text="What somebody ticks off by hand before a matter closes.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="practicearea",
            name="retention_years",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Years after closing for which files are kept; empty: not decided.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="matter",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "Pending"),
                    ("conflict_check", "Conflict check"),
                    ("awaiting_acceptance", "Awaiting acceptance"),
                    ("open", "Open"),
                    ("on_hold", "On hold"),
                    ("closing", "Closing"),
                    ("closed", "Closed"),
                    ("archived", "Archived"),
                    ("declined", "Declined"),
                ],
                default="pending",
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["firm", "represented_by"], name="matters_contact_repres_b66de07"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=practice.constraints.SameFirm(
                field="represented_by", name="matters_contact_repres_d840413"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=custom_fields.constraints.Valued(
                host="contact", matter="", name="matters_contact_valued"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=search.constraints.Indexed(
                columns=["name", "company"], contact="id", kind="contact", name="matters_contact_names"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=search.constraints.IndexedText(
                columns=["notes"], contact="id", kind="contact", name="matters_contact_texts"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("represented_by__isnull", True), ("represented", True), _connector="OR"),
                name="contact_represented_when_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("represented_by__isnull", True),
                    models.Q(("represented_by", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="contact_not_own_counsel",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=practice.constraints.Trigger(
                body="\n    -- A merge moves the rows themselves, and its undo puts every one back.\n    IF current_setting('app.merging', true) = 'on' THEN\n        RETURN NULL;\n    END IF;\n    IF NEW.phone = '' THEN\n        IF TG_OP = 'UPDATE' THEN\n            DELETE FROM matters_phone WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;\n        END IF;\n    ELSE\n        SELECT p.number INTO held FROM matters_phone p\n         WHERE p.firm_id = NEW.firm_id AND p.contact_id = NEW.id AND p.is_main;\n        IF NOT FOUND THEN\n            UPDATE matters_phone SET is_main = true WHERE firm_id = NEW.firm_id AND id = (\n                SELECT min(p.id) FROM matters_phone p\n                 WHERE p.firm_id = NEW.firm_id AND p.contact_id = NEW.id AND p.number = NEW.phone);\n            IF NOT FOUND THEN\n                INSERT INTO matters_phone (firm_id, contact_id, label, number, is_main)\n                VALUES (NEW.firm_id, NEW.id, 'main', NEW.phone, true);\n            END IF;\n        ELSIF held <> NEW.phone THEN\n            UPDATE matters_phone SET number = NEW.phone\n             WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;\n        END IF;\n    END IF;\n    IF NEW.email = '' THEN\n        IF TG_OP = 'UPDATE' THEN\n            DELETE FROM matters_email WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;\n        END IF;\n    ELSE\n        SELECT e.address INTO held FROM matters_email e\n         WHERE e.firm_id = NEW.firm_id AND e.contact_id = NEW.id AND e.is_main;\n        IF NOT FOUND THEN\n            UPDATE matters_email SET is_main = true WHERE firm_id = NEW.firm_id AND id = (\n                SELECT min(e.id) FROM matters_email e\n                 WHERE e.firm_id = NEW.firm_id AND e.contact_id = NEW.id AND upper(e.address) = upper(NEW.email));\n            IF NOT FOUND THEN\n                INSERT INTO matters_email (firm_id, contact_id, label, address, is_main)\n                VALUES (NEW.firm_id, NEW.id, 'main', NEW.email, true);\n            END IF;\n        ELSIF held <> NEW.email THEN\n            UPDATE matters_email SET address = NEW.email\n             WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;\n        END IF;\n    END IF;\n    IF NEW.address || NEW.city || NEW.region || NEW.postcode || NEW.country = '' THEN\n        IF TG_OP = 'UPDATE' THEN\n            DELETE FROM matters_address WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;\n        END IF;\n    ELSE\n        UPDATE matters_address SET street = NEW.address, city = NEW.city, region = NEW.region,\n               postcode = NEW.postcode, country = NEW.country\n         WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;\n        IF NOT FOUND THEN\n            INSERT INTO matters_address (firm_id, contact_id, label, street, city, region, postcode, country, is_main)\n            VALUES (NEW.firm_id, NEW.id, 'main', NEW.address, NEW.city, NEW.region, NEW.postcode, NEW.country, true);\n        END IF;\n    END IF;\n    RETURN NULL;\n",
                declare="held text;",
                deferred=False,
                definer=False,
                name="matters_contact_main_rows",
                when="AFTER INSERT OR UPDATE OF phone, email, address, city, region, postcode, country",
            ),
        ),
        migrations.AddField(
            model_name="practicearea",
            name="field_sets",
            field=models.ManyToManyField(
                help_text="Sets of custom fields on its matters, leads and tasks.",
                related_name="practice_areas",
                through="matters.PracticeAreaFieldSet",
                to="custom_fields.fieldset",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="stage",
            field=practice.tenancy.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matters",
                to="matters.stage",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["firm", "limitation_on", "id"], name="matter_by_limitation"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["firm", "staged_at", "id"], name="matter_by_staged"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["firm", "stage"], name="matters_matter_stage_ix"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["firm", "originating"], name="matters_matter_originating_ix"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["firm", "office"], name="matters_matter_office_ix"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                fields=["firm", "limitation_satisfied_by"], name="matters_matter_limitat_5a6adf5"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=practice.constraints.SameFirm(field="stage", name="matters_matter_stage_fk"),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=practice.constraints.SameFirm(
                field="originating", name="matters_matter_originating_fk"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=practice.constraints.SameFirm(field="office", name="matters_matter_office_fk"),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=practice.constraints.SameFirm(
                field="limitation_satisfied_by", name="matters_matter_limitat_f4b441b"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=custom_fields.constraints.Valued(
                host="matter", matter="id", name="matters_matter_valued"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=search.constraints.Indexed(
                columns=["name"], kind="matter", matter="id", name="matters_matter_names"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=search.constraints.Indexed(
                columns=["number", "case_number", "client_reference"],
                kind="number",
                matter="id",
                name="matters_matter_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=search.constraints.IndexedText(
                columns=["description"], kind="matter", matter="id", name="matters_matter_texts"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("pending", "conflict_check", "awaiting_acceptance", "declined")),
                    ("opened_on__isnull", False),
                    _connector="OR",
                ),
                name="matter_open_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("closed", "archived")), _negated=True),
                    ("closed_on__isnull", False),
                    _connector="OR",
                ),
                name="matter_closed_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(("budget_alert_percent__gte", 1), ("budget_alert_percent__lte", 100)),
                name="matter_alert_is_a_percent",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("limitation_satisfied_by__isnull", True), ("limitation_satisfied_on__isnull", True)
                    ),
                    models.Q(
                        ("limitation_on__isnull", False),
                        ("limitation_satisfied_by__isnull", False),
                        ("limitation_satisfied_on__isnull", False),
                        models.Q(("limitation_satisfied_how", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="limitation_satisfied_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=supervision.constraints.NeedsApproval(
                kind="matter",
                name="matters_matter_accepted",
                op="UPDATE OF state",
                when="OLD.state IN ('pending', 'conflict_check', 'awaiting_acceptance', 'declined') AND NEW.state NOT IN ('pending', 'conflict_check', 'awaiting_acceptance', 'declined')",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=practice.constraints.Trigger(
                body="\n    IF OLD.state NOT IN ('pending', 'conflict_check', 'awaiting_acceptance', 'declined') AND NEW.state IN ('pending', 'conflict_check', 'awaiting_acceptance', 'declined') THEN\n        RAISE EXCEPTION 'matters_matter % was accepted: it does not go back to %', NEW.id, NEW.state\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF (SELECT a.arguments->>'to' FROM supervision_approval a\n         WHERE a.firm_id = NEW.firm_id AND a.kind = 'closing' AND a.object_id = NEW.id AND a.state = 'approved'\n         ORDER BY a.round DESC LIMIT 1)\n       IS DISTINCT FROM (CASE WHEN NEW.state IN ('closed', 'archived') THEN 'closed' ELSE 'open' END)\n       AND (NEW.state IN ('closed', 'archived')) <> (OLD.state IN ('closed', 'archived'))\n       AND OLD.state NOT IN ('pending', 'conflict_check', 'awaiting_acceptance', 'declined') THEN\n        RAISE EXCEPTION 'matters_matter % has no approval to close or reopen', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="matters_matter_closing",
                when="BEFORE UPDATE OF state",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=practice.constraints.Trigger(
                body="\n    IF (NEW.state = 'archived' AND OLD.state NOT IN ('closed', 'archived'))\n       OR (OLD.state = 'archived' AND NEW.state NOT IN ('closed', 'archived')) THEN\n        RAISE EXCEPTION 'matters_matter %: the archive is behind Closed', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF OLD.state = 'archived' AND NEW.state = 'archived'\n       AND (to_jsonb(OLD) - string_to_array('retention_until,retention_reason,updated_at,client_id,responsible_id,supervising_id,originating_id', ','))\n           IS DISTINCT FROM (to_jsonb(NEW) - string_to_array('retention_until,retention_reason,updated_at,client_id,responsible_id,supervising_id,originating_id', ',')) THEN\n        RAISE EXCEPTION 'matters_matter % is archived: change refused', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="matters_matter_archived",
                when="BEFORE UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=practice.constraints.Trigger(
                body="\n    IF NEW.stage_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM matters_stage s WHERE s.firm_id = NEW.firm_id AND s.id = NEW.stage_id\n                                        AND s.practice_area_id = NEW.practice_area_id) THEN\n        RAISE EXCEPTION 'matters_matter %: the stage is of another practice area', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                declare="",
                deferred=False,
                definer=False,
                name="matters_matter_stage",
                when="BEFORE INSERT OR UPDATE OF stage_id, practice_area_id",
            ),
        ),
    ]
