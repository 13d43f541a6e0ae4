import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import practice.constraints
import practice.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_who_may_do_what"),
        ("matters", "0003_parties_stages_and_people"),
        ("practice", "0004_acceptance_check"),
        ("work", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Automation",
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
                ("note", models.TextField(blank=True)),
                ("trigger", models.CharField(max_length=40)),
                (
                    "settings",
                    models.JSONField(blank=True, default=dict, help_text="Settings of the trigger."),
                ),
                (
                    "match",
                    models.CharField(
                        choices=[("all", "all of these are true"), ("any", "any of these is true")],
                        default="all",
                        max_length=4,
                    ),
                ),
                ("conditions", models.JSONField(blank=True, default=list, help_text="[{field, op, value}]")),
                ("actions", models.JSONField(blank=True, default=list, help_text="[{kind, …}]")),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_on", models.BooleanField(default=False)),
                (
                    "runs_as",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("switched_on_at", models.DateTimeField(null=True)),
                (
                    "since_seq",
                    models.BigIntegerField(
                        default=0, help_text="Events sealed up to here happened before it was switched on."
                    ),
                ),
                (
                    "off_reason",
                    models.CharField(
                        blank=True, help_text="Why it was switched off by itself.", max_length=300
                    ),
                ),
                (
                    "told_at",
                    models.DateTimeField(
                        help_text="When people were last mailed that a run failed.", null=True
                    ),
                ),
                (
                    "key_salt",
                    models.CharField(
                        blank=True, help_text="Changes the key that signs its webhooks.", max_length=32
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
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("archived_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["name"],
                "indexes": [
                    models.Index(fields=["firm", "runs_as"], name="workflows_automation_r_accdd6e"),
                    models.Index(fields=["firm", "created_by"], name="workflows_automation_c_fdac238"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="workflows_automation_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_automation_key"),
                    practice.constraints.SameFirm(field="runs_as", name="workflows_automation_r_c0790b5"),
                    practice.constraints.SameFirm(field="created_by", name="workflows_automation_c_f27d2fb"),
                    models.UniqueConstraint(
                        models.F("firm"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("archived_at", None)),
                        name="automation_name_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_on", False),
                            models.Q(
                                ("archived_at__isnull", True),
                                ("runs_as__isnull", False),
                                ("switched_on_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="automation_on_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AutomationVersion",
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
                    "automation",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="workflows.automation",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                (
                    "saved_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-number"],
                "indexes": [
                    models.Index(fields=["firm", "automation"], name="workflows_automationve_5024124"),
                    models.Index(fields=["firm", "saved_by"], name="workflows_automationve_0ca2f02"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="workflows_automationve_5a8d740"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_automationve_c75d4ad"),
                    practice.constraints.SameFirm(field="automation", name="workflows_automationve_d396a81"),
                    practice.constraints.SameFirm(field="saved_by", name="workflows_automationve_cb8c24a"),
                    practice.constraints.AppendOnly(name="workflows_version_kept"),
                    models.UniqueConstraint(
                        fields=("firm", "automation", "number"), name="automation_version_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Follow",
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
                ("seq", models.BigIntegerField(default=0)),
                ("at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "indexes": [],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="workflows_follow_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_follow_key"),
                    models.UniqueConstraint(fields=("firm",), name="workflows_follow_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
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
                    "automation",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="workflows.automation",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "cause",
                    models.CharField(
                        help_text="What it answers to, in one key: an event or an occasion.", max_length=120
                    ),
                ),
                (
                    "event",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practice.auditevent",
                    ),
                ),
                ("occasion", models.CharField(help_text="What happened, in words.", max_length=300)),
                ("object_type", models.CharField(max_length=60)),
                ("object_id", models.BigIntegerField()),
                ("object_label", models.CharField(max_length=300)),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="automation_runs",
                        to="matters.matter",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("skipped", "Not run"),
                            ("failed", "Failed"),
                            ("undone", "Undone"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        help_text="By whom it ran.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "parent",
                    practice.tenancy.FirmForeignKey(
                        help_text="The run whose act caused it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="workflows.run",
                    ),
                ),
                ("depth", models.PositiveSmallIntegerField(default=0)),
                (
                    "findings",
                    models.JSONField(default=list, help_text="[{text, value, holds}] for each condition."),
                ),
                (
                    "reason",
                    models.TextField(blank=True, help_text="Why it did not run or failed, and what to do."),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "looked_at",
                    models.DateTimeField(
                        help_text="When somebody opened or dealt with a failure.", null=True
                    ),
                ),
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
                    models.Index(fields=["firm", "automation", "-id"], name="run_of_automation"),
                    models.Index(fields=["firm", "matter", "-id"], name="run_of_matter"),
                    models.Index(
                        condition=models.Q(("looked_at__isnull", True), ("state", "failed")),
                        fields=["firm", "id"],
                        name="run_failed",
                    ),
                    models.Index(fields=["firm", "event"], name="workflows_run_event_ix"),
                    models.Index(fields=["firm", "member"], name="workflows_run_member_ix"),
                    models.Index(fields=["firm", "parent"], name="workflows_run_parent_ix"),
                    models.Index(fields=["firm", "undone_by"], name="workflows_run_undone_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="workflows_run_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_run_key"),
                    practice.constraints.SameFirm(field="automation", name="workflows_run_automation_fk"),
                    practice.constraints.SameFirm(field="event", name="workflows_run_event_fk"),
                    practice.constraints.SameFirm(field="matter", name="workflows_run_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="workflows_run_member_fk"),
                    practice.constraints.SameFirm(field="parent", name="workflows_run_parent_fk"),
                    practice.constraints.SameFirm(field="undone_by", name="workflows_run_undone_by_fk"),
                    models.UniqueConstraint(fields=("firm", "automation", "cause"), name="run_once_a_cause"),
                    practice.constraints.Frozen(
                        free=[
                            "state",
                            "version",
                            "member_id",
                            "findings",
                            "reason",
                            "tries",
                            "finished_at",
                            "looked_at",
                            "undone_by_id",
                            "undone_at",
                        ],
                        name="workflows_run_kept",
                        state="state",
                        unless=["none"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailDraft",
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
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "run",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="workflows.run",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.contact",
                    ),
                ),
                ("to_name", models.CharField(blank=True, max_length=200)),
                ("to_email", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                (
                    "owner",
                    practice.tenancy.FirmForeignKey(
                        help_text="Who is asked to send it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("sent", "Sent"), ("discarded", "Discarded")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("edited", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "settled_by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "draft")),
                        fields=["firm", "owner", "-id"],
                        name="mail_draft_open",
                    ),
                    models.Index(fields=["firm", "matter"], name="workflows_maildraft_matter_ix"),
                    models.Index(fields=["firm", "run"], name="workflows_maildraft_run_ix"),
                    models.Index(fields=["firm", "contact"], name="workflows_maildraft_contact_ix"),
                    models.Index(fields=["firm", "owner"], name="workflows_maildraft_owner_ix"),
                    models.Index(fields=["firm", "settled_by"], name="workflows_maildraft_se_1d932ac"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="workflows_maildraft_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_maildraft_key"),
                    practice.constraints.SameFirm(field="matter", name="workflows_maildraft_matter_fk"),
                    practice.constraints.SameFirm(field="run", name="workflows_maildraft_run_fk"),
                    practice.constraints.SameFirm(field="contact", name="workflows_maildraft_contact_fk"),
                    practice.constraints.SameFirm(field="owner", name="workflows_maildraft_owner_fk"),
                    practice.constraints.SameFirm(field="settled_by", name="workflows_maildraft_se_8f5d8a9"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state", "draft")),
                            ("settled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="mail_draft_settled_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "automation",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="workflows.automation",
                    ),
                ),
                (
                    "run",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="workflows.run",
                    ),
                ),
                ("url", models.CharField(max_length=500)),
                ("body", models.TextField(help_text="The exact JSON text; it is what was signed.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("delivered", "Delivered"),
                            ("failed", "Gave up"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("status", models.PositiveSmallIntegerField(help_text="Last HTTP status.", null=True)),
                ("answer", models.CharField(blank=True, help_text="Last answer or fault.", max_length=500)),
                ("next_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="workflows_delivery_matter_ix"),
                    models.Index(fields=["firm", "automation"], name="workflows_delivery_aut_ae40177"),
                    models.Index(fields=["firm", "run"], name="workflows_delivery_run_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="workflows_delivery_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_delivery_key"),
                    practice.constraints.SameFirm(field="matter", name="workflows_delivery_matter_fk"),
                    practice.constraints.SameFirm(field="automation", name="workflows_delivery_aut_325e27b"),
                    practice.constraints.SameFirm(field="run", name="workflows_delivery_run_fk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunEvent",
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
                        related_name="+",
                        to="practice.auditevent",
                    ),
                ),
                (
                    "run",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="workflows.run"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["firm", "event"], name="workflows_runevent_event_ix"),
                    models.Index(fields=["firm", "run"], name="workflows_runevent_run_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="workflows_runevent_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_runevent_key"),
                    practice.constraints.SameFirm(field="event", name="workflows_runevent_event_fk"),
                    practice.constraints.SameFirm(field="run", name="workflows_runevent_run_fk"),
                    practice.constraints.AppendOnly(name="workflows_runevent_kept"),
                    models.UniqueConstraint(fields=("firm", "event"), name="run_event_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunStep",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "run",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="workflows.run"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=30)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("done", "Done"),
                            ("skipped", "Nothing to do"),
                            ("failed", "Failed"),
                            ("held", "Not done"),
                            ("undone", "Undone"),
                            ("kept", "Kept"),
                        ],
                        max_length=10,
                    ),
                ),
                ("said", models.TextField(help_text="What was done, or would be, in words.")),
                (
                    "note",
                    models.TextField(blank=True, help_text="Why it failed or was kept, and what to do."),
                ),
                ("url", models.CharField(blank=True, max_length=300)),
                ("back", models.JSONField(default=dict, help_text="What undo needs.")),
            ],
            options={
                "ordering": ["position"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="workflows_runstep_matter_ix"),
                    models.Index(fields=["firm", "run"], name="workflows_runstep_run_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="workflows_runstep_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_runstep_key"),
                    practice.constraints.SameFirm(field="matter", name="workflows_runstep_matter_fk"),
                    practice.constraints.SameFirm(field="run", name="workflows_runstep_run_fk"),
                    models.UniqueConstraint(fields=("firm", "run", "position"), name="run_step_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskList",
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
                ("description", models.TextField(blank=True)),
                (
                    "practice_area",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Empty: for every field of law.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matters.practicearea",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, help_text="Grows with each edit.")),
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
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["name"],
                "indexes": [
                    models.Index(fields=["firm", "practice_area"], name="workflows_tasklist_pra_865fd0d"),
                    models.Index(fields=["firm", "created_by"], name="workflows_tasklist_cre_8c23b3d"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="workflows_tasklist_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_tasklist_key"),
                    practice.constraints.SameFirm(
                        field="practice_area", name="workflows_tasklist_pra_ab4bc79"
                    ),
                    practice.constraints.SameFirm(field="created_by", name="workflows_tasklist_cre_d33a9d8"),
                    models.UniqueConstraint(
                        models.F("firm"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("archived_at", None)),
                        name="task_list_name_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListRun",
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
                        related_name="list_runs",
                        to="matters.matter",
                    ),
                ),
                (
                    "task_list",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="workflows.tasklist",
                    ),
                ),
                ("list_name", models.CharField(max_length=120)),
                ("list_version", models.PositiveIntegerField()),
                ("applied_on", models.DateField(help_text="Day that counts as the day of application.")),
                ("chosen_on", models.DateField(blank=True, null=True)),
                (
                    "anchors",
                    models.JSONField(
                        default=dict, help_text="{anchor: ISO date} that the present dates were counted from."
                    ),
                ),
                (
                    "told",
                    models.JSONField(
                        default=dict, help_text="The anchors that somebody was last told had moved."
                    ),
                ),
                (
                    "applied_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("applied_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by_automation",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_runs",
                        to="workflows.run",
                    ),
                ),
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
                    models.Index(fields=["firm", "matter"], name="workflows_listrun_matter_ix"),
                    models.Index(fields=["firm", "task_list"], name="workflows_listrun_task_list_ix"),
                    models.Index(fields=["firm", "applied_by"], name="workflows_listrun_appl_6b9416d"),
                    models.Index(fields=["firm", "by_automation"], name="workflows_listrun_by_a_ea1ff44"),
                    models.Index(fields=["firm", "undone_by"], name="workflows_listrun_undone_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="workflows_listrun_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_listrun_key"),
                    practice.constraints.SameFirm(field="matter", name="workflows_listrun_matter_fk"),
                    practice.constraints.SameFirm(field="task_list", name="workflows_listrun_task_list_fk"),
                    practice.constraints.SameFirm(field="applied_by", name="workflows_listrun_appl_0a330ec"),
                    practice.constraints.SameFirm(
                        field="by_automation", name="workflows_listrun_by_a_07c43a9"
                    ),
                    practice.constraints.SameFirm(field="undone_by", name="workflows_listrun_undone_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="list_run_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListRunItem",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matters.matter"
                    ),
                ),
                (
                    "run",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="workflows.listrun",
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        help_text="Ids of the items down to this one, nested lists included.", max_length=80
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "rule",
                    models.JSONField(
                        default=dict, help_text="What its date is counted from, and how (queries.dates.Rule)."
                    ),
                ),
                (
                    "planned_on",
                    models.DateField(
                        blank=True, help_text="The date it was given; null: none yet.", null=True
                    ),
                ),
                (
                    "task",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="list_items",
                        to="work.task",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("made", "Made"), ("removed", "Removed by undo"), ("kept", "Kept by undo")],
                        default="made",
                        max_length=10,
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="Last act of the list itself; what came later is somebody's work.",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "matter"], name="workflows_listrunitem__868ac71"),
                    models.Index(fields=["firm", "run"], name="workflows_listrunitem_run_ix"),
                    models.Index(fields=["firm", "task"], name="workflows_listrunitem_task_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="workflows_listrunitem_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_listrunitem_key"),
                    practice.constraints.SameFirm(field="matter", name="workflows_listrunitem__3956a77"),
                    practice.constraints.SameFirm(field="run", name="workflows_listrunitem_run_fk"),
                    practice.constraints.SameFirm(field="task", name="workflows_listrunitem_task_fk"),
                    models.UniqueConstraint(fields=("firm", "run", "path"), name="list_run_item_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskListItem",
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
                    "task_list",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="workflows.tasklist",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("title", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True)),
                (
                    "nested",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="used_in",
                        to="workflows.tasklist",
                    ),
                ),
                (
                    "anchor",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("applied", "The day the list is applied"),
                            ("opened", "The day the matter was opened"),
                            ("stage", "The day the matter entered its stage"),
                            ("limitation", "The limitation date"),
                            ("chosen", "A day chosen when applying"),
                            ("item", "The day another item is done"),
                        ],
                        default="applied",
                        help_text="Empty: no due date.",
                        max_length=12,
                    ),
                ),
                (
                    "after",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followers",
                        to="workflows.tasklistitem",
                    ),
                ),
                (
                    "offset",
                    models.SmallIntegerField(
                        default=0, help_text="Days after the anchor; negative before it."
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("calendar", "calendar days"), ("court", "court days")],
                        default="calendar",
                        max_length=10,
                    ),
                ),
                (
                    "roll",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Keep the day"),
                            ("next", "Move to the next court day"),
                            ("previous", "Move to the court day before"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "assign",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nobody yet"),
                            ("responsible", "Responsible attorney"),
                            ("supervising", "Supervising attorney"),
                            ("part", "A part on the team"),
                            ("role", "The first on the team with a role"),
                            ("person", "A person"),
                        ],
                        default="responsible",
                        max_length=12,
                    ),
                ),
                ("part", models.CharField(blank=True, max_length=60)),
                (
                    "role",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.role",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "type",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="work.tasktype",
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "High"), (2, "Normal"), (3, "Low")], default=2
                    ),
                ),
                ("estimate_seconds", models.PositiveIntegerField(blank=True, null=True)),
                ("checklist", models.JSONField(blank=True, default=list, help_text="Lines of text.")),
                (
                    "blocked_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="blocks",
                        to="workflows.tasklistitem",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(fields=["firm", "task_list"], name="workflows_tasklistitem_ad006b7"),
                    models.Index(fields=["firm", "nested"], name="workflows_tasklistitem_6c01f79"),
                    models.Index(fields=["firm", "after"], name="workflows_tasklistitem_19e5c2b"),
                    models.Index(fields=["firm", "role"], name="workflows_tasklistitem_role_ix"),
                    models.Index(fields=["firm", "member"], name="workflows_tasklistitem_d7388b2"),
                    models.Index(fields=["firm", "type"], name="workflows_tasklistitem_type_ix"),
                    models.Index(fields=["firm", "blocked_by"], name="workflows_tasklistitem_495f6e5"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="workflows_tasklistitem_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="workflows_tasklistitem_key"),
                    practice.constraints.SameFirm(field="task_list", name="workflows_tasklistitem_a3fd5ce"),
                    practice.constraints.SameFirm(field="nested", name="workflows_tasklistitem_fbdd530"),
                    practice.constraints.SameFirm(field="after", name="workflows_tasklistitem_ae7a6da"),
                    practice.constraints.SameFirm(field="role", name="workflows_tasklistitem_role_fk"),
                    practice.constraints.SameFirm(field="member", name="workflows_tasklistitem_2fd6e8c"),
                    practice.constraints.SameFirm(field="type", name="workflows_tasklistitem_type_fk"),
                    practice.constraints.SameFirm(field="blocked_by", name="workflows_tasklistitem_7f822dc"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after", models.F("id")), _negated=True),
                            models.Q(("blocked_by", models.F("id")), _negated=True),
                        ),
                        name="list_item_not_after_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nested", models.F("task_list")), _negated=True),
                        name="list_item_nests_another_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("offset__gte", -3650), ("offset__lte", 3650)),
                        name="list_item_offset_within_ten_years",
                    ),
                ],
            },
        ),
    ]
