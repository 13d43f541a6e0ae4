import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.money
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("matters", "0003_parties_stages_and_people"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="Equipment",
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
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("computer", "Computer"),
                            ("phone", "Phone"),
                            ("printer", "Printer or scanner"),
                            ("key", "Key or card"),
                            ("furniture", "Furniture"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(help_text="What its label and its QR code say.", max_length=20)),
                ("serial", models.CharField(blank=True, max_length=80)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("supplier", models.CharField(blank=True, max_length=120)),
                ("bought_on", models.DateField(blank=True, null=True)),
                ("price", practice.money.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("warranty_until", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("spare", "In the office"),
                            ("lent", "Lent"),
                            ("repair", "In repair"),
                            ("retired", "Retired"),
                        ],
                        default="spare",
                        max_length=8,
                    ),
                ),
                (
                    "holder",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipment",
                        to="accounts.member",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "equipment",
                "ordering": ["name", "id"],
                "indexes": [models.Index(fields=["firm", "holder"], name="office_equipment_holder_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="office_equipment_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="office_equipment_key"),
                    practice.constraints.SameFirm(field="holder", name="office_equipment_holder_fk"),
                    models.UniqueConstraint(fields=("firm", "code"), name="equipment_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder__isnull", False), ("state", "lent")),
                            models.Q(models.Q(("state", "lent"), _negated=True), ("holder__isnull", True)),
                            _connector="OR",
                        ),
                        name="equipment_lent_to_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileBox",
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
                ("code", models.CharField(help_text="What its label says.", max_length=20)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("room", models.CharField(blank=True, max_length=60)),
                ("shelf", models.CharField(blank=True, max_length=60)),
                (
                    "offsite",
                    models.CharField(
                        blank=True, help_text="The store outside, when it is there.", max_length=120
                    ),
                ),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["code"],
                "indexes": [models.Index(fields=["firm", "created_by"], name="office_filebox_created_by_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="office_filebox_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="office_filebox_key"),
                    practice.constraints.SameFirm(field="created_by", name="office_filebox_created_by_fk"),
                    models.UniqueConstraint(fields=("firm", "code"), name="box_code_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Loan",
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
                    "equipment",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="office.equipment",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="accounts.member",
                    ),
                ),
                ("lent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "lent_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "returned_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "equipment"], name="office_loan_equipment_ix"),
                    models.Index(fields=["firm", "member"], name="office_loan_member_ix"),
                    models.Index(fields=["firm", "lent_by"], name="office_loan_lent_by_ix"),
                    models.Index(fields=["firm", "returned_by"], name="office_loan_returned_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="office_loan_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="office_loan_key"),
                    practice.constraints.SameFirm(field="equipment", name="office_loan_equipment_fk"),
                    practice.constraints.SameFirm(field="member", name="office_loan_member_fk"),
                    practice.constraints.SameFirm(field="lent_by", name="office_loan_lent_by_fk"),
                    practice.constraints.SameFirm(field="returned_by", name="office_loan_returned_by_fk"),
                    models.UniqueConstraint(
                        condition=models.Q(("returned_at", None)),
                        fields=("firm", "equipment"),
                        name="loan_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("returned_at__isnull", True), ("returned_by__isnull", True)),
                            models.Q(
                                ("returned_at__gte", models.F("lent_at")), ("returned_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="loan_returned_after_lent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhysicalFile",
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
                        related_name="physical_files",
                        to="matters.matter",
                    ),
                ),
                ("volume", models.PositiveSmallIntegerField(default=1)),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="Correspondence, pleadings, exhibits.", max_length=120
                    ),
                ),
                ("code", models.CharField(help_text="What its label and its QR code say.", max_length=20)),
                ("room", models.CharField(blank=True, max_length=60)),
                ("shelf", models.CharField(blank=True, max_length=60)),
                (
                    "box",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="office.filebox",
                    ),
                ),
                (
                    "offsite",
                    models.CharField(
                        blank=True, help_text="The store outside, when it is there.", max_length=120
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in", "In place"),
                            ("out", "Checked out"),
                            ("offsite", "Offsite"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="in",
                        max_length=10,
                    ),
                ),
                (
                    "holder",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files_held",
                        to="accounts.member",
                    ),
                ),
                ("out_at", models.DateTimeField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, help_text="When it is to be back.", null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["code", "id"],
                "indexes": [
                    models.Index(fields=["firm", "state", "id"], name="file_by_state"),
                    models.Index(
                        condition=models.Q(("holder__isnull", False)),
                        fields=["firm", "due_on"],
                        name="file_due",
                    ),
                    models.Index(fields=["firm", "matter"], name="office_physicalfile_matter_ix"),
                    models.Index(fields=["firm", "box"], name="office_physicalfile_box_ix"),
                    models.Index(fields=["firm", "holder"], name="office_physicalfile_holder_ix"),
                    models.Index(fields=["firm", "created_by"], name="office_physicalfile_cr_1be8130"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="office_physicalfile_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="office_physicalfile_key"),
                    practice.constraints.SameFirm(field="matter", name="office_physicalfile_matter_fk"),
                    practice.constraints.SameFirm(field="box", name="office_physicalfile_box_fk"),
                    practice.constraints.SameFirm(field="holder", name="office_physicalfile_holder_fk"),
                    practice.constraints.SameFirm(field="created_by", name="office_physicalfile_cr_c0e88c9"),
                    models.UniqueConstraint(fields=("firm", "code"), name="file_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder__isnull", False), ("out_at__isnull", False), ("state", "out")),
                            models.Q(
                                models.Q(("state", "out"), _negated=True),
                                ("due_on__isnull", True),
                                ("holder__isnull", True),
                                ("out_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="file_out_with_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "offsite"), _negated=True),
                            models.Q(("offsite", ""), _negated=True),
                            ("box__isnull", False),
                            _connector="OR",
                        ),
                        name="file_offsite_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Original",
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
                        related_name="originals",
                        to="matters.matter",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("will", "Will"),
                            ("deed", "Deed"),
                            ("trust", "Trust instrument"),
                            ("contract", "Contract"),
                            ("certificate", "Certificate"),
                            ("evidence", "Evidence"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("received_on", models.DateField()),
                ("received_from", models.CharField(blank=True, max_length=200)),
                (
                    "received_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("place", models.CharField(help_text="Where it lies: the safe, a folder.", max_length=200)),
                (
                    "file",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="originals",
                        to="office.physicalfile",
                    ),
                ),
                ("returned_on", models.DateField(blank=True, null=True)),
                ("returned_to", models.CharField(blank=True, max_length=200)),
                (
                    "returned_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["received_on", "id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="office_original_matter_ix"),
                    models.Index(fields=["firm", "received_by"], name="office_original_received_by_ix"),
                    models.Index(fields=["firm", "file"], name="office_original_file_ix"),
                    models.Index(fields=["firm", "returned_by"], name="office_original_returned_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="office_original_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="office_original_key"),
                    practice.constraints.SameFirm(field="matter", name="office_original_matter_fk"),
                    practice.constraints.SameFirm(field="received_by", name="office_original_received_by_fk"),
                    practice.constraints.SameFirm(field="file", name="office_original_file_fk"),
                    practice.constraints.SameFirm(field="returned_by", name="office_original_returned_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_by__isnull", True),
                                ("returned_on__isnull", True),
                                ("returned_to", ""),
                            ),
                            models.Q(
                                ("returned_by__isnull", False),
                                ("returned_on__gte", models.F("received_on")),
                                models.Q(("returned_to", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="original_returned_to_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileMove",
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
                    "file",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="office.physicalfile",
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("out", "Checked out"),
                            ("in", "Checked in"),
                            ("moved", "Moved"),
                            ("offsite", "Sent offsite"),
                            ("destroyed", "Destroyed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(blank=True, help_text="Where it went, in words.", max_length=300)),
                (
                    "holder",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "file"], name="office_filemove_file_ix"),
                    models.Index(fields=["firm", "matter"], name="office_filemove_matter_ix"),
                    models.Index(fields=["firm", "holder"], name="office_filemove_holder_ix"),
                    models.Index(fields=["firm", "by"], name="office_filemove_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="office_filemove_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="office_filemove_key"),
                    practice.constraints.SameFirm(field="file", name="office_filemove_file_fk"),
                    practice.constraints.SameFirm(field="matter", name="office_filemove_matter_fk"),
                    practice.constraints.SameFirm(field="holder", name="office_filemove_holder_fk"),
                    practice.constraints.SameFirm(field="by", name="office_filemove_by_fk"),
                    practice.constraints.AppendOnly(name="office_filemove_kept"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplyItem",
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
                ("name", models.CharField(max_length=120)),
                ("unit", models.CharField(default="piece", help_text="Box, ream, piece.", max_length=30)),
                ("place", models.CharField(blank=True, help_text="Where it lies.", max_length=120)),
                ("supplier", models.CharField(blank=True, max_length=120)),
                ("supplier_code", models.CharField(blank=True, max_length=60)),
                ("price", practice.money.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("stock", models.IntegerField(default=0)),
                (
                    "minimum",
                    models.PositiveIntegerField(
                        default=0, help_text="Order again when no more than this is left."
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name"],
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="office_supplyitem_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="office_supplyitem_key"),
                    models.UniqueConstraint(fields=("firm", "name"), name="supply_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("stock__gte", 0)), name="supply_not_below_nothing"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplyRequest",
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
                    "item",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="office.supplyitem",
                    ),
                ),
                ("what", models.CharField(help_text="What is wanted, in words.", max_length=200)),
                (
                    "quantity",
                    models.PositiveIntegerField(
                        default=1, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("done", "Handed out"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "asked_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supply_requests",
                        to="accounts.member",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision", models.CharField(blank=True, max_length=300)),
                (
                    "done_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "request",
                "ordering": ["-asked_at", "-id"],
                "indexes": [
                    models.Index(fields=["firm", "state", "-id"], name="supply_request_by_state"),
                    models.Index(fields=["firm", "item"], name="office_supplyrequest_item_ix"),
                    models.Index(fields=["firm", "asked_by"], name="office_supplyrequest_a_40421d2"),
                    models.Index(fields=["firm", "decided_by"], name="office_supplyrequest_d_a80c0b4"),
                    models.Index(fields=["firm", "done_by"], name="office_supplyrequest_d_fcf3b55"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="office_supplyrequest_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="office_supplyrequest_key"),
                    practice.constraints.SameFirm(field="item", name="office_supplyrequest_item_fk"),
                    practice.constraints.SameFirm(field="asked_by", name="office_supplyrequest_a_85197a1"),
                    practice.constraints.SameFirm(field="decided_by", name="office_supplyrequest_d_4ff8d54"),
                    practice.constraints.SameFirm(field="done_by", name="office_supplyrequest_d_40deb37"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="supply_request_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", False), ("state__in", ["approved", "declined", "done"])
                            ),
                            ("state__in", ["asked", "withdrawn"]),
                            _connector="OR",
                        ),
                        name="supply_request_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "done"), ("done_at__isnull", False), ("done_by__isnull", False)
                            ),
                            models.Q(
                                models.Q(("state", "done"), _negated=True),
                                ("done_at__isnull", True),
                                ("done_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="supply_request_done_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockMove",
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
                    "item",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="office.supplyitem",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("in", "Delivered"), ("out", "Handed out"), ("count", "Counted")],
                        max_length=6,
                    ),
                ),
                ("quantity", models.IntegerField(help_text="Positive came in, negative went out.")),
                (
                    "request",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="office.supplyrequest",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "item"], name="office_stockmove_item_ix"),
                    models.Index(fields=["firm", "request"], name="office_stockmove_request_ix"),
                    models.Index(fields=["firm", "by"], name="office_stockmove_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="office_stockmove_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="office_stockmove_key"),
                    practice.constraints.SameFirm(field="item", name="office_stockmove_item_fk"),
                    practice.constraints.SameFirm(field="request", name="office_stockmove_request_fk"),
                    practice.constraints.SameFirm(field="by", name="office_stockmove_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "in"), ("quantity__gt", 0)),
                            models.Q(("kind", "out"), ("quantity__lt", 0)),
                            models.Q(("kind", "count"), models.Q(("quantity", 0), _negated=True)),
                            _connector="OR",
                        ),
                        name="stock_move_of_its_kind",
                    ),
                    practice.constraints.AppendOnly(name="office_stockmove_kept"),
                    practice.constraints.Trigger(
                        body="\n    UPDATE office_supplyitem SET stock = stock + NEW.quantity WHERE firm_id = NEW.firm_id AND id = NEW.item_id;\n    RETURN NULL;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="office_stockmove_counted",
                        when="AFTER INSERT",
                    ),
                ],
            },
        ),
    ]
