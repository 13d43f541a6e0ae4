"""Tasks."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models.licences import CURRENT_LICENCE, FIRM_TODAY
from custom_fields.constraints import Valued
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from search.constraints import IndexedText
from supervision.constraints import NeedsApproval

# States of a task somebody still has to do something about, and those of one that is over.
LIVE = ("open", "doing", "review", "returned")
FINISHED = ("done", "cancelled")

# Nobody is given, sends in or finishes a task below the lowest role its type names. Where a firm's legal assistants do
# substantive work they count as paralegals; an attorney without a current licence does too. What an attorney accepts was
# sent in before: the person who did it is not asked about again.
SUITS = f"""
    IF NEW.type_id IS NULL OR NEW.assignee_id IS NULL OR NEW.state = 'cancelled' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.type_id, NEW.assignee_id) IS NOT DISTINCT FROM (OLD.type_id, OLD.assignee_id)
       AND (NEW.state NOT IN ('review', 'done') OR OLD.state IN ('review', 'done')) THEN
        RETURN NEW;
    END IF;
    SELECT array_position(ARRAY['freelancer', 'legal_secretary', 'legal_assistant', 'paralegal', 'attorney'], t.lowest::text)
      INTO needed FROM work_tasktype t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.type_id;
    SELECT CASE r.template WHEN 'freelancer' THEN 1 WHEN 'legal_secretary' THEN 2 WHEN 'firm_admin' THEN 2
             WHEN 'legal_assistant' THEN CASE WHEN f.assistants_substantive THEN 4 ELSE 3 END
             WHEN 'paralegal' THEN 4 ELSE 4 END, r.template
      INTO rank_held, role_kind FROM accounts_member m
      JOIN accounts_role r ON r.firm_id = m.firm_id AND r.id = m.role_id
      JOIN practice_firm f ON f.id = m.firm_id
     WHERE m.firm_id = NEW.firm_id AND m.id = NEW.assignee_id;
    IF role_kind = 'attorney' AND {CURRENT_LICENCE.format(who="held.member_id = NEW.assignee_id")} THEN
        rank_held := 5;
    END IF;
    IF rank_held < needed THEN
        RAISE EXCEPTION 'task %: the role of whoever does it is below the lowest its type names', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# What an attorney has to accept is done by nobody else's word, whatever its own mark says.
REVIEWED = f"""
    IF NEW.state <> 'done' OR NEW.needs_review THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM work_tasktype t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.type_id AND t.reviewed)
       AND NOT {CURRENT_LICENCE.format(who="held.member_id = coalesce(NEW.assignee_id, NEW.done_by_id)")} THEN
        RAISE EXCEPTION 'task %: its type asks that an attorney accepts it', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# The first date stays what it was; each later one is in the history.
FIRST_DATE = """
    IF TG_OP = 'UPDATE' AND OLD.original_due_on IS NOT NULL
       AND NEW.original_due_on IS DISTINCT FROM OLD.original_due_on THEN
        RAISE EXCEPTION 'task %: its first date stays', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.original_due_on IS NULL THEN
        NEW.original_due_on := NEW.due_on;
    END IF;
    RETURN NEW;
"""

# Done means that nothing stands in the way. The rows are locked, so that none opens again in the same moment.
NOTHING_IN_THE_WAY = """
    PERFORM 1 FROM work_blocker b JOIN work_task o ON o.firm_id = b.firm_id AND o.id = b.on_id
      WHERE b.firm_id = NEW.firm_id AND b.task_id = NEW.id AND o.state NOT IN ('done', 'cancelled') FOR SHARE OF o;
    IF FOUND THEN
        RAISE EXCEPTION 'task % waits for another', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM 1 FROM work_task c WHERE c.firm_id = NEW.firm_id AND c.parent_id = NEW.id
        AND c.state NOT IN ('done', 'cancelled') FOR SHARE;
    IF FOUND THEN
        RAISE EXCEPTION 'task % has open sub-tasks', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# Sub-tasks have none of their own and are of the same matter, so that one wall hides all of it.
SUB_TASK = """
    IF NEW.parent_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM work_task p WHERE p.firm_id = NEW.firm_id AND p.id = NEW.parent_id AND p.parent_id IS NULL
       AND p.matter_id IS NOT DISTINCT FROM NEW.matter_id AND p.id <> NEW.id FOR SHARE;
    IF NOT FOUND OR EXISTS (SELECT 1 FROM work_task c WHERE c.firm_id = NEW.firm_id AND c.parent_id = NEW.id) THEN
        RAISE EXCEPTION 'task % cannot be a sub-task of %', NEW.id, NEW.parent_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# What hangs on a task follows it to another matter, so that the walls of the new one hold for it. Blockers end.
FOLLOW = """
    DELETE FROM work_blocker WHERE firm_id = NEW.firm_id AND (task_id = NEW.id OR on_id = NEW.id);
    UPDATE work_checklistitem SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND task_id = NEW.id;
    UPDATE work_watcher SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND task_id = NEW.id;
    UPDATE work_tasknote SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND task_id = NEW.id;
    UPDATE work_notice SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND task_id = NEW.id;
    UPDATE work_handedtask SET matter_id = NEW.matter_id WHERE firm_id = NEW.firm_id AND task_id = NEW.id;
    UPDATE work_task SET parent_id = NULL WHERE firm_id = NEW.firm_id AND parent_id = NEW.id;
    RETURN NULL;
"""


class TaskQuerySet(FirmQuerySet):
    def live(self):
        """Tasks somebody still has to do something about."""
        return self.filter(state__in=LIVE)

    def visible_to(self, member):
        """Tasks the member may read: of matters they see (kept by the database), private ones only with a part in them.

        A guest sees, beyond what they have a part in, tasks of matters alone; the office's own are none of theirs.
        """
        mine = models.Q(pk__in=Task.objects.having_part(member).order_by().values("pk"))
        hidden = models.Q(private=True)
        if member.sees_named_matters_only:
            hidden |= models.Q(matter=None)
        return self.filter(~hidden | mine)

    def having_part(self, member):
        """Tasks the member does, gave, made, answers for or watches."""
        from work.models.parts import Watcher

        return self.filter(
            models.Q(assignee=member)
            | models.Q(delegated_by=member)
            | models.Q(supervising=member)
            | models.Q(created_by=member)
            | models.Q(pk__in=Watcher.objects.filter(member=member).values("task_id"))
        )


class Task(FirmModel):
    """Something to be done, by whom and for whom, until when."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DOING = "doing", "In progress"
        REVIEW = "review", "In review"
        RETURNED = "returned", "Returned"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    class Priority(models.IntegerChoices):
        HIGH = 1, "High"
        NORMAL = 2, "Normal"
        LOW = 3, "Low"

    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, help_text="What exactly is to be done.")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="tasks"
    )
    type = FirmForeignKey("work.TaskType", null=True, blank=True, related_name="tasks")
    assignee = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="tasks")
    contact = FirmForeignKey(
        "matters.Contact",
        null=True,
        blank=True,
        related_name="tasks",
        help_text="Somebody outside whose turn it is; the assignee follows it up.",
    )
    delegated_by = FirmForeignKey(
        "accounts.Member",
        null=True,
        blank=True,
        related_name="delegated_tasks",
        help_text="Whose work it is.",
    )
    supervising = FirmForeignKey(
        "accounts.Member",
        null=True,
        blank=True,
        related_name="supervised_tasks",
        help_text="The attorney who answers for it.",
    )
    parent = FirmForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="subtasks")
    due_on = models.DateField(null=True, blank=True)
    original_due_on = models.DateField(null=True, blank=True, help_text="The first date; never changed.")
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    needs_review = models.BooleanField(default=False, help_text="Done when an attorney has accepted it.")
    outcome = models.TextField(blank=True, help_text="What was done; goes to whoever accepts it.")
    reopened = models.PositiveIntegerField(
        default=0, help_text="How often it was opened again: an earlier acceptance no longer stands."
    )
    private = models.BooleanField(default=False, help_text="Only people with a part in it see it.")
    client_visible = models.BooleanField(default=False, help_text="The client may be shown it.")
    estimate_seconds = models.PositiveIntegerField(null=True, blank=True)
    recurrence = models.CharField(max_length=200, blank=True, help_text="RRULE (RFC 5545), without DTSTART.")
    series = FirmForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repeats")
    series_start = models.DateField(null=True, blank=True)
    occurrence = models.PositiveIntegerField(default=1)
    snoozed_until = models.DateField(null=True, blank=True)
    snooze_reason = models.CharField(max_length=200, blank=True)
    about_kind = models.CharField(max_length=20, blank=True, help_text="What it came from: a slip, a lead.")
    about_id = models.BigIntegerField(null=True, blank=True)
    custom = models.JSONField(default=dict, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="When it was sent in for review.")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = firm_manager(TaskQuerySet)()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["firm", "due_on", "id"], name="task_live_by_date", condition=models.Q(state__in=LIVE)
            ),
            models.Index(
                fields=["firm", "assignee", "due_on", "id"],
                name="task_live_of",
                condition=models.Q(state__in=LIVE),
            ),
            models.Index(
                fields=["firm", "matter", "due_on", "id"],
                name="task_live_on_matter",
                condition=models.Q(state__in=LIVE),
            ),
            models.Index(
                fields=["firm", "supervising", "submitted_at"],
                name="task_to_accept",
                condition=models.Q(state="review"),
            ),
            models.Index(fields=["firm", "state", "due_on", "id"], name="task_by_state"),
            models.Index(fields=["firm", "-done_at", "-id"], name="task_by_done"),
            models.Index(fields=["firm", "about_kind", "about_id"], name="task_about"),
        ]
        constraints = [
            Valued(host="task", matter="matter_id", name="work_task_valued"),
            IndexedText(name="work_task_titles", kind="task", columns=["title"], matter="matter_id"),
            models.CheckConstraint(condition=~models.Q(title=""), name="task_has_title"),
            models.CheckConstraint(
                condition=models.Q(state="done", done_at__isnull=False, done_by__isnull=False)
                | (~models.Q(state="done") & models.Q(done_at__isnull=True, done_by__isnull=True)),
                name="task_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(snoozed_until__isnull=True) | ~models.Q(snooze_reason=""),
                name="task_snoozed_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(recurrence="")
                | models.Q(due_on__isnull=False, series_start__isnull=False),
                name="task_repeats_from_a_date",
            ),
            models.CheckConstraint(condition=models.Q(priority__in=[1, 2, 3]), name="task_priority_known"),
            models.CheckConstraint(
                condition=~models.Q(private=True) | models.Q(client_visible=False),
                name="task_private_is_not_shown",
            ),
            # However often "done" is said, each occurrence of a series is made once.
            models.UniqueConstraint(
                fields=["firm", "series", "occurrence"],
                condition=models.Q(series__isnull=False),
                name="task_occurrence_once",
            ),
            NeedsApproval(
                kind="task",
                op="INSERT OR UPDATE OF state, needs_review",
                when="NEW.state = 'done' AND NEW.needs_review",
                name="work_task_accepted",
            ),
            Trigger(
                name="work_task_suits",
                when="BEFORE INSERT OR UPDATE OF assignee_id, type_id, state",
                declare=f"needed int; rank_held int; role_kind text; {FIRM_TODAY}",
                body=SUITS,
            ),
            Trigger(
                name="work_task_reviewed",
                when="BEFORE INSERT OR UPDATE OF state, needs_review",
                declare=FIRM_TODAY,
                body=REVIEWED,
            ),
            Trigger(
                name="work_task_first_date",
                when="BEFORE INSERT OR UPDATE OF due_on, original_due_on",
                body=FIRST_DATE,
            ),
            Trigger(
                name="work_task_sub",
                when="BEFORE INSERT OR UPDATE OF parent_id, matter_id",
                body=SUB_TASK,
            ),
            Trigger(
                name="work_task_unblocked",
                when="BEFORE UPDATE OF state",
                body="IF NEW.state <> 'done' OR OLD.state = 'done' THEN RETURN NEW; END IF;"
                + NOTHING_IN_THE_WAY,
            ),
            Trigger(
                name="work_task_follow",
                when="AFTER UPDATE OF matter_id",
                body="IF NEW.matter_id IS NOT DISTINCT FROM OLD.matter_id THEN RETURN NULL; END IF;" + FOLLOW,
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("task_detail", args=[self.pk])

    @property
    def is_live(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in LIVE

    @property
    def was_moved(self) -> bool:
        """Whether it is due on another day than at first."""
        return self.original_due_on is not None and self.original_due_on != self.due_on

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it is not over."""
        return self.is_live and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_asleep(self) -> bool:
        """Whether it was put aside until a later day."""
        return self.snoozed_until is not None and self.snoozed_until > timezone.localdate()
