"""What hangs on a task: checklist, watchers, notes, and the tasks it waits for. Each carries the task's matter."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel

# The matter is the task's own, whoever writes the row: its walls hold.
OF_ITS_TASK = """
    SELECT t.matter_id INTO NEW.matter_id FROM work_task t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.task_id;
    RETURN NEW;
"""

# One at a time in a firm, so that two that begin together see each other: a task never waits for itself by detours.
NO_CIRCLE = """
    PERFORM pg_advisory_xact_lock(7404, (NEW.firm_id % 2147483647)::int);
    PERFORM 1 FROM work_task a JOIN work_task b ON b.firm_id = a.firm_id AND b.id = NEW.on_id
      WHERE a.firm_id = NEW.firm_id AND a.id = NEW.task_id AND a.matter_id IS NOT DISTINCT FROM b.matter_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'task % waits for one of another matter', NEW.task_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        WITH RECURSIVE ahead(id) AS (
            SELECT NEW.on_id
            UNION
            SELECT b.on_id FROM work_blocker b JOIN ahead ON b.firm_id = NEW.firm_id AND b.task_id = ahead.id
        ) SELECT 1 FROM ahead WHERE id = NEW.task_id) THEN
        RAISE EXCEPTION 'task % would wait for itself', NEW.task_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT t.matter_id INTO NEW.matter_id FROM work_task t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.task_id;
    RETURN NEW;
"""


class ChecklistItem(FirmModel):
    """One line of a task's checklist."""

    task = FirmForeignKey("work.Task", on_delete=models.CASCADE, related_name="checklist")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    text = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["firm", "task", "position", "id"], name="checklist_of_task")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="checklist_ticked_by_somebody",
            ),
            Trigger(
                name="work_checklist_matter", when="BEFORE INSERT OR UPDATE OF task_id", body=OF_ITS_TASK
            ),
        ]

    def __str__(self):
        return self.text


class Watcher(FirmModel):
    """A member who is told how a task goes."""

    task = FirmForeignKey("work.Task", on_delete=models.CASCADE, related_name="watchers")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    member = FirmForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="watched_tasks")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "task", "member"], name="watcher_once"),
            Trigger(name="work_watcher_matter", when="BEFORE INSERT OR UPDATE OF task_id", body=OF_ITS_TASK),
        ]

    def __str__(self):
        return f"{self.member_id} watches {self.task_id}"


class TaskNote(FirmModel):
    """What somebody says about a task. `mentions` are the members it names."""

    task = FirmForeignKey("work.Task", on_delete=models.CASCADE, related_name="notes")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    author = FirmForeignKey("accounts.Member", related_name="+")
    text = models.TextField()
    mentions = ArrayField(models.BigIntegerField(), default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="task_note_says_something"),
            Trigger(name="work_note_matter", when="BEFORE INSERT OR UPDATE OF task_id", body=OF_ITS_TASK),
        ]

    def __str__(self):
        return self.text[:80]


class Blocker(FirmModel):
    """`task` cannot be done before `on` is over. Both are of one matter, and nothing waits for itself by detours."""

    task = FirmForeignKey("work.Task", on_delete=models.CASCADE, related_name="blockers")
    on = FirmForeignKey("work.Task", on_delete=models.CASCADE, related_name="blocks")
    matter = FirmForeignKey(
        "matters.Matter", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "task", "on"], name="blocker_once"),
            models.CheckConstraint(condition=~models.Q(task=models.F("on")), name="blocker_is_another_task"),
            Trigger(
                name="work_blocker_no_circle",
                when="BEFORE INSERT OR UPDATE OF task_id, on_id",
                body=NO_CIRCLE,
            ),
        ]

    def __str__(self):
        return f"{self.task_id} waits for {self.on_id}"
