"""Task lists, their items, and the matters they were applied to."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from work.models import Task


class Anchor(models.TextChoices):
    """What the days of an item are counted from."""

    APPLIED = "applied", "The day the list is applied"
    OPENED = "opened", "The day the matter was opened"
    STAGE = "stage", "The day the matter entered its stage"
    LIMITATION = "limitation", "The limitation date"
    CHOSEN = "chosen", "A day chosen when applying"
    ITEM = "item", "The day another item is done"


class TaskListQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Task lists belong to the firm and hang on no matter."""
        return self

    def in_use(self):
        """Lists that may be applied."""
        return self.filter(archived_at=None)


class TaskList(FirmModel):
    """A set of tasks with relative dates, to be applied to matters."""

    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    practice_area = FirmForeignKey(
        "matters.PracticeArea",
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: for every field of law.",
    )
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit.")
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = firm_manager(TaskListQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "firm", Lower("name"), condition=Q(archived_at=None), name="task_list_name_once"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tasklist_detail", args=[self.pk])


class TaskListItem(FirmModel):
    """One task of a list, or a whole other list in its place (`nested`)."""

    class Unit(models.TextChoices):
        CALENDAR = "calendar", "calendar days"
        COURT = "court", "court days"

    class Roll(models.TextChoices):
        KEEP = "", "Keep the day"
        NEXT = "next", "Move to the next court day"
        PREVIOUS = "previous", "Move to the court day before"

    class Assign(models.TextChoices):
        NOBODY = "", "Nobody yet"
        RESPONSIBLE = "responsible", "Responsible attorney"
        SUPERVISING = "supervising", "Supervising attorney"
        PART = "part", "A part on the team"
        ROLE = "role", "The first on the team with a role"
        PERSON = "person", "A person"

    task_list = FirmForeignKey(TaskList, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    nested = FirmForeignKey(TaskList, null=True, blank=True, related_name="used_in")
    anchor = models.CharField(
        max_length=12, choices=Anchor, blank=True, default=Anchor.APPLIED, help_text="Empty: no due date."
    )
    after = FirmForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followers")
    offset = models.SmallIntegerField(default=0, help_text="Days after the anchor; negative before it.")
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.CALENDAR)
    roll = models.CharField(max_length=10, choices=Roll, blank=True, default=Roll.KEEP)
    assign = models.CharField(max_length=12, choices=Assign, blank=True, default=Assign.RESPONSIBLE)
    part = models.CharField(max_length=60, blank=True)
    role = FirmForeignKey("accounts.Role", null=True, blank=True, related_name="+")
    member = FirmForeignKey("accounts.Member", null=True, blank=True, related_name="+")
    type = FirmForeignKey("work.TaskType", null=True, blank=True, related_name="+")
    priority = models.PositiveSmallIntegerField(choices=Task.Priority, default=Task.Priority.NORMAL)
    estimate_seconds = models.PositiveIntegerField(null=True, blank=True)
    checklist = models.JSONField(default=list, blank=True, help_text="Lines of text.")
    blocked_by = FirmForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="blocks"
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(after=models.F("id")) & ~Q(blocked_by=models.F("id")),
                name="list_item_not_after_itself",
            ),
            models.CheckConstraint(
                condition=~Q(nested=models.F("task_list")), name="list_item_nests_another_list"
            ),
            models.CheckConstraint(
                condition=Q(offset__gte=-3650, offset__lte=3650), name="list_item_offset_within_ten_years"
            ),
        ]

    def __str__(self):
        return self.title


class ListRunQuerySet(FirmQuerySet):
    def visible_to(self, member):
        """Applied lists of the matters the member may see (kept by the database)."""
        return self


class ListRun(FirmModel):
    """A task list applied to a matter: which version, by whom, with which anchor dates."""

    matter = FirmForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="list_runs")
    task_list = FirmForeignKey(TaskList, related_name="runs")
    list_name = models.CharField(max_length=120)
    list_version = models.PositiveIntegerField()
    applied_on = models.DateField(help_text="Day that counts as the day of application.")
    chosen_on = models.DateField(null=True, blank=True)
    anchors = models.JSONField(
        default=dict, help_text="{anchor: ISO date} that the present dates were counted from."
    )
    told = models.JSONField(default=dict, help_text="The anchors that somebody was last told had moved.")
    applied_by = FirmForeignKey("accounts.Member", related_name="+")
    applied_at = models.DateTimeField(default=timezone.now)
    by_automation = FirmForeignKey("workflows.Run", null=True, related_name="list_runs")
    undone_by = FirmForeignKey("accounts.Member", null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = firm_manager(ListRunQuerySet)()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="list_run_undone_by_somebody",
            )
        ]

    def __str__(self):
        return self.list_name

    def get_absolute_url(self) -> str:
        return reverse("listrun_detail", args=[self.pk])


class ListRunItem(FirmModel):
    """One task that an applied list made, with the rule its date came from: the list may change afterwards."""

    class State(models.TextChoices):
        MADE = "made", "Made"
        REMOVED = "removed", "Removed by undo"
        KEPT = "kept", "Kept by undo"

    matter = FirmForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    run = FirmForeignKey(ListRun, on_delete=models.CASCADE, related_name="items")
    path = models.CharField(
        max_length=80, help_text="Ids of the items down to this one, nested lists included."
    )
    title = models.CharField(max_length=200)
    rule = models.JSONField(
        default=dict, help_text="What its date is counted from, and how (queries.dates.Rule)."
    )
    planned_on = models.DateField(null=True, blank=True, help_text="The date it was given; null: none yet.")
    task = FirmForeignKey("work.Task", null=True, on_delete=models.SET_NULL, related_name="list_items")
    state = models.CharField(max_length=10, choices=State, default=State.MADE)
    settled_at = models.DateTimeField(
        default=timezone.now, help_text="Last act of the list itself; what came later is somebody's work."
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["firm", "run", "path"], name="list_run_item_once")]

    def __str__(self):
        return self.title
