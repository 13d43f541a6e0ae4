import custom_fields.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import practice.constraints
import practice.tenancy
import search.constraints
import supervision.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("search", "0001_initial"),
        ("accounts", "0002_who_may_do_what"),
        ("matters", "0003_parties_stages_and_people"),
        ("practice", "0004_acceptance_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
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
                        help_text="Whose tasks they were.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="accounts.member",
                    ),
                ),
                (
                    "absence",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.absence",
                    ),
                ),
                (
                    "until",
                    models.DateField(blank=True, help_text="Last day away; empty: for good.", null=True),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "created_by",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "taken_back_by",
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
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["firm", "member"], name="work_handover_member_ix"),
                    models.Index(fields=["firm", "absence"], name="work_handover_absence_ix"),
                    models.Index(fields=["firm", "created_by"], name="work_handover_created_by_ix"),
                    models.Index(fields=["firm", "taken_back_by"], name="work_handover_taken_back_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="work_handover_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="work_handover_key"),
                    practice.constraints.SameFirm(field="member", name="work_handover_member_fk"),
                    practice.constraints.SameFirm(field="absence", name="work_handover_absence_fk"),
                    practice.constraints.SameFirm(field="created_by", name="work_handover_created_by_fk"),
                    practice.constraints.SameFirm(
                        field="taken_back_by", name="work_handover_taken_back_by_fk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskType",
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
                ("name", models.CharField(max_length=60)),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("legal", "Legal"),
                            ("substantive", "Substantive"),
                            ("administrative", "Administrative"),
                        ],
                        default="substantive",
                        max_length=16,
                    ),
                ),
                (
                    "lowest",
                    models.CharField(
                        choices=[
                            ("freelancer", "Anyone, freelancers included"),
                            ("legal_secretary", "Legal secretary"),
                            ("legal_assistant", "Legal assistant"),
                            ("paralegal", "Paralegal"),
                            ("attorney", "Attorney"),
                        ],
                        default="legal_secretary",
                        max_length=20,
                        verbose_name="lowest role",
                    ),
                ),
                (
                    "reviewed",
                    models.BooleanField(
                        default=False,
                        help_text="What anybody but a licensed attorney does is done when an attorney has accepted it.",
                        verbose_name="an attorney accepts the result",
                    ),
                ),
                (
                    "estimate_seconds",
                    models.PositiveIntegerField(blank=True, help_text="Usual time.", null=True),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
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
                "ordering": ["position", "name"],
                "indexes": [models.Index(fields=["firm", "created_by"], name="work_tasktype_created_by_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="work_tasktype_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="work_tasktype_key"),
                    practice.constraints.SameFirm(field="created_by", name="work_tasktype_created_by_fk"),
                    models.UniqueConstraint(fields=("firm", "name"), name="task_type_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "lowest__in",
                                ["freelancer", "legal_secretary", "legal_assistant", "paralegal", "attorney"],
                            )
                        ),
                        name="task_type_lowest_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nature", "legal"), _negated=True),
                            ("lowest", "attorney"),
                            _connector="OR",
                        ),
                        name="task_type_legal_by_attorney",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nature", "substantive"), _negated=True),
                            ("lowest__in", ["paralegal", "attorney"]),
                            _connector="OR",
                        ),
                        name="task_type_substantive_by_paralegal",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
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
                ("title", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True, help_text="What exactly is to be done.")),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="matters.matter",
                    ),
                ),
                (
                    "type",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="work.tasktype",
                    ),
                ),
                (
                    "assignee",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="accounts.member",
                    ),
                ),
                (
                    "contact",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Somebody outside whose turn it is; the assignee follows it up.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="matters.contact",
                    ),
                ),
                (
                    "delegated_by",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="Whose work it is.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegated_tasks",
                        to="accounts.member",
                    ),
                ),
                (
                    "supervising",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        help_text="The attorney who answers for it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervised_tasks",
                        to="accounts.member",
                    ),
                ),
                (
                    "parent",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subtasks",
                        to="work.task",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "original_due_on",
                    models.DateField(blank=True, help_text="The first date; never changed.", null=True),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "High"), (2, "Normal"), (3, "Low")], default=2
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("doing", "In progress"),
                            ("review", "In review"),
                            ("returned", "Returned"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "needs_review",
                    models.BooleanField(default=False, help_text="Done when an attorney has accepted it."),
                ),
                (
                    "outcome",
                    models.TextField(blank=True, help_text="What was done; goes to whoever accepts it."),
                ),
                (
                    "reopened",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="How often it was opened again: an earlier acceptance no longer stands.",
                    ),
                ),
                (
                    "private",
                    models.BooleanField(default=False, help_text="Only people with a part in it see it."),
                ),
                (
                    "client_visible",
                    models.BooleanField(default=False, help_text="The client may be shown it."),
                ),
                ("estimate_seconds", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "recurrence",
                    models.CharField(
                        blank=True, help_text="RRULE (RFC 5545), without DTSTART.", max_length=200
                    ),
                ),
                (
                    "series",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="repeats",
                        to="work.task",
                    ),
                ),
                ("series_start", models.DateField(blank=True, null=True)),
                ("occurrence", models.PositiveIntegerField(default=1)),
                ("snoozed_until", models.DateField(blank=True, null=True)),
                ("snooze_reason", models.CharField(blank=True, max_length=200)),
                (
                    "about_kind",
                    models.CharField(
                        blank=True, help_text="What it came from: a slip, a lead.", max_length=20
                    ),
                ),
                ("about_id", models.BigIntegerField(blank=True, null=True)),
                ("custom", models.JSONField(blank=True, default=dict)),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, help_text="When it was sent in for review.", null=True),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("open", "doing", "review", "returned"))),
                        fields=["firm", "due_on", "id"],
                        name="task_live_by_date",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("open", "doing", "review", "returned"))),
                        fields=["firm", "assignee", "due_on", "id"],
                        name="task_live_of",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("open", "doing", "review", "returned"))),
                        fields=["firm", "matter", "due_on", "id"],
                        name="task_live_on_matter",
                    ),
                    models.Index(
                        condition=models.Q(("state", "review")),
                        fields=["firm", "supervising", "submitted_at"],
                        name="task_to_accept",
                    ),
                    models.Index(fields=["firm", "state", "due_on", "id"], name="task_by_state"),
                    models.Index(fields=["firm", "-done_at", "-id"], name="task_by_done"),
                    models.Index(fields=["firm", "about_kind", "about_id"], name="task_about"),
                    models.Index(fields=["firm", "matter"], name="work_task_matter_ix"),
                    models.Index(fields=["firm", "type"], name="work_task_type_ix"),
                    models.Index(fields=["firm", "assignee"], name="work_task_assignee_ix"),
                    models.Index(fields=["firm", "contact"], name="work_task_contact_ix"),
                    models.Index(fields=["firm", "delegated_by"], name="work_task_delegated_by_ix"),
                    models.Index(fields=["firm", "supervising"], name="work_task_supervising_ix"),
                    models.Index(fields=["firm", "parent"], name="work_task_parent_ix"),
                    models.Index(fields=["firm", "series"], name="work_task_series_ix"),
                    models.Index(fields=["firm", "done_by"], name="work_task_done_by_ix"),
                    models.Index(fields=["firm", "created_by"], name="work_task_created_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="work_task_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="work_task_key"),
                    practice.constraints.SameFirm(field="matter", name="work_task_matter_fk"),
                    practice.constraints.SameFirm(field="type", name="work_task_type_fk"),
                    practice.constraints.SameFirm(field="assignee", name="work_task_assignee_fk"),
                    practice.constraints.SameFirm(field="contact", name="work_task_contact_fk"),
                    practice.constraints.SameFirm(field="delegated_by", name="work_task_delegated_by_fk"),
                    practice.constraints.SameFirm(field="supervising", name="work_task_supervising_fk"),
                    practice.constraints.SameFirm(field="parent", name="work_task_parent_fk"),
                    practice.constraints.SameFirm(field="series", name="work_task_series_fk"),
                    practice.constraints.SameFirm(field="done_by", name="work_task_done_by_fk"),
                    practice.constraints.SameFirm(field="created_by", name="work_task_created_by_fk"),
                    custom_fields.constraints.Valued(
                        host="task", matter="matter_id", name="work_task_valued"
                    ),
                    search.constraints.IndexedText(
                        columns=["title"], kind="task", matter="matter_id", name="work_task_titles"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="task_has_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_at__isnull", False), ("done_by__isnull", False), ("state", "done")
                            ),
                            models.Q(
                                models.Q(("state", "done"), _negated=True),
                                ("done_at__isnull", True),
                                ("done_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="task_done_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("snoozed_until__isnull", True),
                            models.Q(("snooze_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="task_snoozed_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recurrence", ""),
                            models.Q(("due_on__isnull", False), ("series_start__isnull", False)),
                            _connector="OR",
                        ),
                        name="task_repeats_from_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("priority__in", [1, 2, 3])), name="task_priority_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("private", True), _negated=True),
                            ("client_visible", False),
                            _connector="OR",
                        ),
                        name="task_private_is_not_shown",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("series__isnull", False)),
                        fields=("firm", "series", "occurrence"),
                        name="task_occurrence_once",
                    ),
                    supervision.constraints.NeedsApproval(
                        kind="task",
                        name="work_task_accepted",
                        op="INSERT OR UPDATE OF state, needs_review",
                        when="NEW.state = 'done' AND NEW.needs_review",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NEW.type_id IS NULL OR NEW.assignee_id IS NULL OR NEW.state = 'cancelled' THEN\n        RETURN NEW;\n    END IF;\n    IF TG_OP = 'UPDATE' AND (NEW.type_id, NEW.assignee_id) IS NOT DISTINCT FROM (OLD.type_id, OLD.assignee_id)\n       AND (NEW.state NOT IN ('review', 'done') OR OLD.state IN ('review', 'done')) THEN\n        RETURN NEW;\n    END IF;\n    SELECT array_position(ARRAY['freelancer', 'legal_secretary', 'legal_assistant', 'paralegal', 'attorney'], t.lowest::text)\n      INTO needed FROM work_tasktype t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.type_id;\n    SELECT CASE r.template WHEN 'freelancer' THEN 1 WHEN 'legal_secretary' THEN 2 WHEN 'firm_admin' THEN 2\n             WHEN 'legal_assistant' THEN CASE WHEN f.assistants_substantive THEN 4 ELSE 3 END\n             WHEN 'paralegal' THEN 4 ELSE 4 END, r.template\n      INTO rank_held, role_kind FROM accounts_member m\n      JOIN accounts_role r ON r.firm_id = m.firm_id AND r.id = m.role_id\n      JOIN practice_firm f ON f.id = m.firm_id\n     WHERE m.firm_id = NEW.firm_id AND m.id = NEW.assignee_id;\n    IF role_kind = 'attorney' AND EXISTS (\n        SELECT 1 FROM accounts_barlicence held\n          JOIN accounts_member holder ON holder.firm_id = held.firm_id AND holder.id = held.member_id\n          JOIN accounts_role seat ON seat.firm_id = holder.firm_id AND seat.id = holder.role_id\n         WHERE held.firm_id = NEW.firm_id AND held.member_id = NEW.assignee_id\n           AND seat.template = 'attorney' AND held.status = 'active'\n           AND (held.verified_by_id IS NOT NULL OR held.self_declared)\n           AND (held.expires_on IS NULL OR held.expires_on >= today)\n           AND holder.is_active AND (holder.expires_on IS NULL OR holder.expires_on >= today)) THEN\n        rank_held := 5;\n    END IF;\n    IF rank_held < needed THEN\n        RAISE EXCEPTION 'task %: the role of whoever does it is below the lowest its type names', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="needed int; rank_held int; role_kind text; today date := (SELECT (now() AT TIME ZONE f.time_zone)::date\n                        FROM practice_firm f WHERE f.id = NEW.firm_id);",
                        deferred=False,
                        definer=False,
                        name="work_task_suits",
                        when="BEFORE INSERT OR UPDATE OF assignee_id, type_id, state",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NEW.state <> 'done' OR NEW.needs_review THEN\n        RETURN NEW;\n    END IF;\n    IF EXISTS (SELECT 1 FROM work_tasktype t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.type_id AND t.reviewed)\n       AND NOT EXISTS (\n        SELECT 1 FROM accounts_barlicence held\n          JOIN accounts_member holder ON holder.firm_id = held.firm_id AND holder.id = held.member_id\n          JOIN accounts_role seat ON seat.firm_id = holder.firm_id AND seat.id = holder.role_id\n         WHERE held.firm_id = NEW.firm_id AND held.member_id = coalesce(NEW.assignee_id, NEW.done_by_id)\n           AND seat.template = 'attorney' AND held.status = 'active'\n           AND (held.verified_by_id IS NOT NULL OR held.self_declared)\n           AND (held.expires_on IS NULL OR held.expires_on >= today)\n           AND holder.is_active AND (holder.expires_on IS NULL OR holder.expires_on >= today)) THEN\n        RAISE EXCEPTION 'task %: its type asks that an attorney accepts it', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="today date := (SELECT (now() AT TIME ZONE f.time_zone)::date\n                        FROM practice_firm f WHERE f.id = NEW.firm_id);",
                        deferred=False,
                        definer=False,
                        name="work_task_reviewed",
                        when="BEFORE INSERT OR UPDATE OF state, needs_review",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF TG_OP = 'UPDATE' AND OLD.original_due_on IS NOT NULL\n       AND NEW.original_due_on IS DISTINCT FROM OLD.original_due_on THEN\n        RAISE EXCEPTION 'task %: its first date stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF NEW.original_due_on IS NULL THEN\n        NEW.original_due_on := NEW.due_on;\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="work_task_first_date",
                        when="BEFORE INSERT OR UPDATE OF due_on, original_due_on",
                    ),
                    practice.constraints.Trigger(
                        body="\n    IF NEW.parent_id IS NULL THEN\n        RETURN NEW;\n    END IF;\n    PERFORM 1 FROM work_task p WHERE p.firm_id = NEW.firm_id AND p.id = NEW.parent_id AND p.parent_id IS NULL\n       AND p.matter_id IS NOT DISTINCT FROM NEW.matter_id AND p.id <> NEW.id FOR SHARE;\n    IF NOT FOUND OR EXISTS (SELECT 1 FROM work_task c WHERE c.firm_id = NEW.firm_id AND c.parent_id = NEW.id) THEN\n        RAISE EXCEPTION 'task % cannot be a sub-task of %', NEW.id, NEW.parent_id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="work_task_sub",
                        when="BEFORE INSERT OR UPDATE OF parent_id, matter_id",
                    ),
                    practice.constraints.Trigger(
                        body="IF NEW.state <> 'done' OR OLD.state = 'done' THEN RETURN NEW; END IF;\n    PERFORM 1 FROM work_blocker b JOIN work_task o ON o.firm_id = b.firm_id AND o.id = b.on_id\n      WHERE b.firm_id = NEW.firm_id AND b.task_id = NEW.id AND o.state NOT IN ('done', 'cancelled') FOR SHARE OF o;\n    IF FOUND THEN\n        RAISE EXCEPTION 'task % waits for another', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    PERFORM 1 FROM work_task c WHERE c.firm_id = NEW.firm_id AND c.parent_id = NEW.id\n        AND c.state NOT IN ('done', 'cancelled') FOR SHARE;\n    IF FOUND THEN\n        RAISE EXCEPTION 'task % has open sub-tasks', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="work_task_unblocked",
                        when="BEFORE UPDATE OF state",
                    ),
                    practice.constraints.Trigger(
                        body="IF NEW.matter_id IS NOT DISTINCT FROM OLD.matter_id THEN RETURN NULL; END IF;\n    DELETE FROM work_blocker WHERE firm_id = NEW.firm_id AND (task_id = NEW.id OR on_id = NEW.id);\n    UPDATE work_checklistitem SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND task_id = NEW.id;\n    UPDATE work_watcher SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND task_id = NEW.id;\n    UPDATE work_tasknote SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND task_id = NEW.id;\n    UPDATE work_notice SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND task_id = NEW.id;\n    UPDATE work_handedtask SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND task_id = NEW.id;\n    UPDATE work_task SET parent_id = NULL WHERE firm_id = NEW.firm_id AND parent_id = NEW.id;\n    RETURN NULL;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="work_task_follow",
                        when="AFTER UPDATE OF matter_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "task",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="work.task"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "Given to you"),
                            ("returned", "Returned to you"),
                            ("unblocked", "You can go on with"),
                            ("mentioned", "You were named on"),
                            ("watched", "Done"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    practice.tenancy.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("mailed_at", None)),
                        fields=["firm", "member", "id"],
                        name="notice_to_mail",
                    ),
                    models.Index(fields=["firm", "member"], name="work_notice_member_ix"),
                    models.Index(fields=["firm", "task"], name="work_notice_task_ix"),
                    models.Index(fields=["firm", "matter"], name="work_notice_matter_ix"),
                    models.Index(fields=["firm", "by"], name="work_notice_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="work_notice_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="work_notice_key"),
                    practice.constraints.SameFirm(field="member", name="work_notice_member_fk"),
                    practice.constraints.SameFirm(field="task", name="work_notice_task_fk"),
                    practice.constraints.SameFirm(field="matter", name="work_notice_matter_fk"),
                    practice.constraints.SameFirm(field="by", name="work_notice_by_fk"),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO NEW.matter_id FROM work_task t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.task_id;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="work_notice_matter",
                        when="BEFORE INSERT OR UPDATE OF task_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandedTask",
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
                    "handover",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handed", to="work.handover"
                    ),
                ),
                (
                    "task",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handed", to="work.task"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "to",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("back_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "handover"], name="work_handedtask_handover_ix"),
                    models.Index(fields=["firm", "task"], name="work_handedtask_task_ix"),
                    models.Index(fields=["firm", "matter"], name="work_handedtask_matter_ix"),
                    models.Index(fields=["firm", "to"], name="work_handedtask_to_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="work_handedtask_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="work_handedtask_key"),
                    practice.constraints.SameFirm(field="handover", name="work_handedtask_handover_fk"),
                    practice.constraints.SameFirm(field="task", name="work_handedtask_task_fk"),
                    practice.constraints.SameFirm(field="matter", name="work_handedtask_matter_fk"),
                    practice.constraints.SameFirm(field="to", name="work_handedtask_to_fk"),
                    models.UniqueConstraint(fields=("firm", "handover", "task"), name="handed_once"),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO NEW.matter_id FROM work_task t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.task_id;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="work_handed_matter",
                        when="BEFORE INSERT OR UPDATE OF task_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
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
                    "task",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checklist", to="work.task"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(fields=["firm", "task", "position", "id"], name="checklist_of_task"),
                    models.Index(fields=["firm", "matter"], name="work_checklistitem_matter_ix"),
                    models.Index(fields=["firm", "done_by"], name="work_checklistitem_done_by_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="work_checklistitem_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="work_checklistitem_key"),
                    practice.constraints.SameFirm(field="task", name="work_checklistitem_task_fk"),
                    practice.constraints.SameFirm(field="matter", name="work_checklistitem_matter_fk"),
                    practice.constraints.SameFirm(field="done_by", name="work_checklistitem_done_by_fk"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="checklist_ticked_by_somebody",
                    ),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO NEW.matter_id FROM work_task t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.task_id;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="work_checklist_matter",
                        when="BEFORE INSERT OR UPDATE OF task_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Blocker",
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
                    "task",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blockers", to="work.task"
                    ),
                ),
                (
                    "on",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to="work.task"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "task"], name="work_blocker_task_ix"),
                    models.Index(fields=["firm", "on"], name="work_blocker_on_ix"),
                    models.Index(fields=["firm", "matter"], name="work_blocker_matter_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="work_blocker_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="work_blocker_key"),
                    practice.constraints.SameFirm(field="task", name="work_blocker_task_fk"),
                    practice.constraints.SameFirm(field="on", name="work_blocker_on_fk"),
                    practice.constraints.SameFirm(field="matter", name="work_blocker_matter_fk"),
                    models.UniqueConstraint(fields=("firm", "task", "on"), name="blocker_once"),
                    models.CheckConstraint(
                        condition=models.Q(("task", models.F("on")), _negated=True),
                        name="blocker_is_another_task",
                    ),
                    practice.constraints.Trigger(
                        body="\n    PERFORM pg_advisory_xact_lock(7404, (NEW.firm_id % 2147483647)::int);\n    PERFORM 1 FROM work_task a JOIN work_task b ON b.firm_id = a.firm_id AND b.id = NEW.on_id\n      WHERE a.firm_id = NEW.firm_id AND a.id = NEW.task_id AND a.matter_id IS NOT DISTINCT FROM b.matter_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'task % waits for one of another matter', NEW.task_id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF EXISTS (\n        WITH RECURSIVE ahead(id) AS (\n            SELECT NEW.on_id\n            UNION\n            SELECT b.on_id FROM work_blocker b JOIN ahead ON b.firm_id = NEW.firm_id AND b.task_id = ahead.id\n        ) SELECT 1 FROM ahead WHERE id = NEW.task_id) THEN\n        RAISE EXCEPTION 'task % would wait for itself', NEW.task_id USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    SELECT t.matter_id INTO NEW.matter_id FROM work_task t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.task_id;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="work_blocker_no_circle",
                        when="BEFORE INSERT OR UPDATE OF task_id, on_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskNote",
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
                    "task",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="work.task"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "author",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                ("text", models.TextField()),
                (
                    "mentions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "task"], name="work_tasknote_task_ix"),
                    models.Index(fields=["firm", "matter"], name="work_tasknote_matter_ix"),
                    models.Index(fields=["firm", "author"], name="work_tasknote_author_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="work_tasknote_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="work_tasknote_key"),
                    practice.constraints.SameFirm(field="task", name="work_tasknote_task_fk"),
                    practice.constraints.SameFirm(field="matter", name="work_tasknote_matter_fk"),
                    practice.constraints.SameFirm(field="author", name="work_tasknote_author_fk"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="task_note_says_something"
                    ),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO NEW.matter_id FROM work_task t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.task_id;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="work_note_matter",
                        when="BEFORE INSERT OR UPDATE OF task_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Watcher",
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
                    "task",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="watchers", to="work.task"
                    ),
                ),
                (
                    "matter",
                    practice.tenancy.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "member",
                    practice.tenancy.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watched_tasks",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["firm", "task"], name="work_watcher_task_ix"),
                    models.Index(fields=["firm", "matter"], name="work_watcher_matter_ix"),
                    models.Index(fields=["firm", "member"], name="work_watcher_member_ix"),
                ],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="matter_id", name="work_watcher_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="work_watcher_key"),
                    practice.constraints.SameFirm(field="task", name="work_watcher_task_fk"),
                    practice.constraints.SameFirm(field="matter", name="work_watcher_matter_fk"),
                    practice.constraints.SameFirm(field="member", name="work_watcher_member_fk"),
                    models.UniqueConstraint(fields=("firm", "task", "member"), name="watcher_once"),
                    practice.constraints.Trigger(
                        body="\n    SELECT t.matter_id INTO NEW.matter_id FROM work_task t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.task_id;\n    RETURN NEW;\n",
                        declare="",
                        deferred=False,
                        definer=False,
                        name="work_watcher_matter",
                        when="BEFORE INSERT OR UPDATE OF task_id",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestSent",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
                ("day", models.DateField()),
                ("tasks", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["firm", "member"], name="work_digestsent_member_ix")],
                "constraints": [
                    practice.constraints.FirmIsolation(matter="", name="work_digestsent_firm"),
                    models.UniqueConstraint(fields=("firm", "id"), name="work_digestsent_key"),
                    practice.constraints.SameFirm(field="member", name="work_digestsent_member_fk"),
                    models.UniqueConstraint(fields=("firm", "member", "day"), name="digest_once_a_day"),
                ],
            },
        ),
    ]
