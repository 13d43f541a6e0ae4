"""The lists of workflows: task lists, automations, their runs, e-mail drafts."""

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.permissions import Perm
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View
from workflows.filters import AutomationFilter, DraftFilter, RunFilter, TaskListFilter
from workflows.models import Automation, ListRun, MailDraft, Run, TaskList, TaskListItem
from workflows.queries.automations import say_trigger

RUN_TONES = {"waiting": "ring", "done": "ok", "skipped": "", "failed": "danger", "undone": "warn"}


def _count(model, name: str):
    """Rows of another table that point here by `name`, counted apart so that no join counts twice."""
    rows = model.objects.filter(**{name: OuterRef("pk")}).order_by().values(name)
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


class TaskListList(ListPage):
    """The firm's task lists."""

    name = "task_lists"
    title, noun = "Task lists", "task list"
    model, filterset, perm = TaskList, TaskListFilter, Perm.TASK_ASSIGN
    columns = (
        Column("name", "List", kind="two", second=lambda t: t.description[:90], href=True, always=True, sort="name",
               exports=[("List", "name"), ("When to use it", "description")]),
        Column("area", "Practice area", value=lambda t: t.practice_area.name if t.practice_area else "Every",
               select=("practice_area",)),
        Column("items", "Items", kind="number", value="item_count", phone="num"),
        Column("runs", "Applied", kind="number", value="run_count"),
        Column("version", "Version", kind="number", value="version", default=False),
        Column("changed", "Changed", kind="ago", value="updated_at", sort="updated_at"),
    )  # fmt: skip
    default_sort = "name"
    search = ("name", "description")
    default_views = (View("In use", "archived=no"), View("Archived", "archived=yes"))
    lands_on_first_view = True
    actions = (Action("New task list", "tasklist_create", Perm.TASK_ASSIGN, key="N"),)
    export_name = "task-lists"
    empty = Empty(
        "list-check",
        "No task lists yet",
        "A task list makes the tasks of a routine at once, with dates counted from the matter: opening a file, "
        "starting discovery, closing.",
        "New task list",
        "tasklist_create",
        Perm.TASK_ASSIGN,
    )

    def queryset(self, request):
        rows = TaskList.objects.visible_to(request.member)
        return rows.annotate(
            item_count=_count(TaskListItem, "task_list"), run_count=_count(ListRun, "task_list")
        )


class AutomationList(ListPage):
    """The firm's automations."""

    name = "automations"
    title, noun = "Automations", "automation"
    model, filterset, perm = Automation, AutomationFilter, Perm.AUTOMATION_MANAGE
    columns = (
        Column("name", "Automation", kind="two", second=lambda a: say_trigger(a.trigger, a.settings), href=True,
               always=True, sort="name", exports=[("Automation", "name")]),
        Column("on", "Status", kind="state", value=lambda a: "on" if a.is_on else "off",
               states={"on": "ok", "off": "ring"}, labels={"on": "On", "off": "Off"}, sort="is_on", phone="num"),
        Column("by", "Runs by", value=lambda a: a.runs_as.name if a.runs_as else "", select=("runs_as",)),
        Column("runs", "Runs", kind="number", value="run_count"),
        Column("failed", "Failed", kind="number", value="failed_count"),
        Column("last", "Last run", kind="ago", value="last_run"),
        Column("version", "Version", kind="number", value="version", default=False),
    )  # fmt: skip
    default_sort = "name"
    search = ("name", "note")
    default_views = (View("All", ""), View("On", "on=yes"), View("Off", "on=no"))
    actions = (
        Action("Runs", "automationrun_list", Perm.AUTOMATION_MANAGE, icon="list-details", primary=False),
        Action("New automation", "automation_create", Perm.AUTOMATION_MANAGE, key="N"),
    )
    export_name = "automations"
    empty = Empty(
        "bolt",
        "No automations yet",
        "An automation does routine steps by itself: when a matter moves to Discovery, apply a task list and tell the "
        "attorney. Start from one of the examples.",
        "New automation",
        "automation_create",
        Perm.AUTOMATION_MANAGE,
    )

    def queryset(self, request):
        runs = Run.objects.filter(automation=OuterRef("pk")).order_by().values("automation")
        return Automation.objects.visible_to(request.member).annotate(
            run_count=Coalesce(Subquery(runs.annotate(n=Count("pk")).values("n")), 0),
            failed_count=Coalesce(
                Subquery(runs.annotate(n=Count("pk", filter=Q(state="failed"))).values("n")), 0
            ),
            last_run=Subquery(runs.annotate(at=Max("created_at")).values("at")),
        )


class RunList(ListPage):
    """What automations did."""

    name = "automation_runs"
    title, noun = "Automation runs", "run"
    model, filterset, perm = Run, RunFilter, Perm.AUTOMATION_MANAGE
    columns = (
        Column("record", "About", kind="two", value="object_label", second="occasion", href=True, always=True,
               exports=[("About", "object_label"), ("What happened", "occasion")]),
        Column("automation", "Automation", value="automation.name", select=("automation",), sort="automation__name"),
        Column("state", "Status", kind="state", value="state", states=RUN_TONES,
               labels=dict(Run.State.choices), sort="state", phone="num"),
        Column("reason", "Why", value="reason"),
        Column("member", "Ran by", value=lambda r: r.member.name if r.member else "", select=("member",), default=False),
        Column("at", "Started", kind="ago", value="created_at", sort="created_at", phone="date"),
    )  # fmt: skip
    default_sort = "-id"
    search = ("object_label", "reason", "automation__name")
    default_views = (
        View("All", ""),
        View("Failed", "state=failed"),
        View("Not run", "state=skipped"),
    )
    bulk = (
        BulkAction("retry", "Try again", perm=Perm.AUTOMATION_MANAGE, handler="workflows.services.running.retry_run",
                   icon="refresh", done="{count} {noun} tried again"),
        BulkAction("undo_runs", "Undo", perm=Perm.AUTOMATION_MANAGE, handler="workflows.services.running.undo_run",
                   icon="arrow-back-up", confirm="What can be taken back is; each run says what it kept.",
                   done="{count} {noun} undone"),
    )  # fmt: skip
    export_name = "automation-runs"
    empty = Empty(
        "list-details", "Nothing has run yet", "Each run of an automation stands here with its steps."
    )


class DraftList(ListPage):
    """E-mail that automations wrote and people send."""

    name = "mail_drafts"
    title, noun = "E-mail drafts", "draft"
    model, filterset, perm = MailDraft, DraftFilter, Perm.MESSAGE_CLIENT_SEND
    columns = (
        Column("subject", "Subject", kind="two", value="subject", second=lambda d: f"{d.to_name} {d.to_email}".strip(),
               href=True, always=True, exports=[("Subject", "subject"), ("To", "to_email")]),
        Column("matter", "Matter", value=lambda d: str(d.matter) if d.matter else "", select=("matter",)),
        Column("owner", "Sent by", value="owner.name", select=("owner",), sort="owner__name"),
        Column("state", "Status", kind="state", value="state", labels=dict(MailDraft.State.choices),
               states={"draft": "accent", "sent": "ok", "discarded": ""}, phone="num"),
        Column("at", "Written", kind="ago", value="created_at", sort="created_at", phone="date"),
    )  # fmt: skip
    default_sort = "-id"
    search = ("subject", "to_name", "to_email")
    default_views = (
        View("Mine to send", "state=draft&owner=me"),
        View("All drafts", "state=draft"),
        View("Sent", "state=sent"),
        View("All", ""),
    )
    lands_on_first_view = True
    bulk = (
        BulkAction("discard", "Discard", perm=Perm.MESSAGE_CLIENT_SEND, undo="restore", icon="trash",
                   handler="workflows.services.outgoing.discard_draft", done="{count} {noun} discarded"),
        BulkAction("restore", "Bring back", perm=Perm.MESSAGE_CLIENT_SEND, hidden=True,
                   handler="workflows.services.outgoing.restore_draft", done="{count} {noun} brought back"),
    )  # fmt: skip
    export_name = "mail-drafts"
    empty = Empty(
        "mail",
        "No e-mail drafts",
        "What automations write to clients waits here until somebody reads and sends it.",
    )


__all__ = ["AutomationList", "DraftList", "RunList", "TaskListList"]
