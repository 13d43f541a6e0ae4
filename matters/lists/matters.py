"""The list of matters: columns, filters, bulk acts."""

from functools import cached_property

from django import forms
from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.permissions import Perm
from accounts.queries import licensed_attorneys
from custom_fields.lists import CustomColumns
from matters.columns import NAME
from matters.filters import MatterFilter
from matters.forms.matters import members_field
from matters.header import STATE_TONES
from matters.lists.facts import attach, with_facts
from matters.models import Matter, Stage, TeamMember
from matters.queries.budget import uses_of
from matters.queries.find import find_matters
from matters.queries.parties import sides_of
from matters.queries.stages import days_in
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View


def _next_due(request):
    due = apps.get_model("calendar_app", "Deadline").objects.filter(matter=OuterRef("pk"), done_at=None)
    return {"next_due": Subquery(due.order_by("due_on", "id").values("due_on")[:1])}


def shapes_of(page) -> list[dict]:
    """List, board and timeline of what the page shows now, as ui/segmented.html takes them."""
    query = f"?{page.state.query}" if page.state.query else ""
    found = (("List", "matter_list"), ("Board", "matter_board"), ("Timeline", "matter_timeline"))
    return [
        {"label": label, "url": f"{reverse(name)}{query}", "current": page.shape == name}
        for label, name in found
    ]


class ReassignForm(forms.Form):
    """The new responsible attorney of the chosen matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"] = members_field(licensed_attorneys(), label="Responsible attorney")


class StageChoiceForm(forms.Form):
    """The stage that the chosen matters move to, by its name: each to that of its own practice area."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = (
            Stage.objects.in_use()
            .order_by("practice_area__position", "position")
            .values_list("name", flat=True)
        )
        self.fields["stage"] = forms.ChoiceField(choices=[(name, name) for name in dict.fromkeys(names)])
        self.fields["reason"] = forms.CharField(
            max_length=500, required=False, label="Why, when it goes back", widget=forms.TextInput()
        )


class MatterTagForm(forms.Form):
    """A tag for the chosen matters."""

    tag = forms.CharField(max_length=40)


class MatterList(CustomColumns, ListPage):
    """All matters the member may see: what, where it stands, who, the next date and the money."""

    name = "matters"
    title, noun, plural = "Matters", "matter", "matters"
    model, filterset, perm = Matter, MatterFilter, Perm.MATTER_VIEW
    columns = (
        NAME,
        Column(
            "stage",
            "Stage",
            template="matters/cell_stage.html",
            same=lambda m: (m.state, m.stage_id, *m.stage_marks),
            sort="stage__position",
            select=("stage",),
            css="c-stage",
        ),
        Column("team", "Team", kind="avatars", value="on_team"),
        Column(
            "next",
            "Next date",
            kind="date",
            value=lambda m: m.next_deadline.due_on if m.next_deadline else None,
            template="matters/cell_next.html",
            sort="next_due",
            annotate=_next_due,
            css="c-next",
            phone="date",
            descending=False,
            exports=[
                ("Next date", lambda m: m.next_deadline.due_on if m.next_deadline else None),
                ("What is due", lambda m: m.next_deadline.title if m.next_deadline else ""),
            ],
        ),
        Column("unbilled", "Unbilled", kind="money", perm=Perm.INVOICE_VIEW, phone="num"),
        Column("owed", "Owed", kind="money", perm=Perm.INVOICE_VIEW),
        Column(
            "active",
            "Last activity",
            kind="ago",
            value="last_activity",
            css="num c-last",
        ),
        Column(
            "state",
            "Status",
            kind="state",
            sort="state",
            default=False,
            states={"open": "accent", **STATE_TONES},
        ),
        Column(
            "responsible",
            "Responsible",
            value="responsible.name",
            sort="responsible__name",
            select=("responsible",),
            default=False,
        ),
        Column(
            "area",
            "Practice area",
            value="practice_area.name",
            sort="practice_area__name",
            select=("practice_area",),
            default=False,
        ),
        Column(
            "client",
            "Client",
            value="client.name",
            sort="client__sort_name",
            select=("client",),
            default=False,
        ),
        Column("number", "Number", sort="number", default=False),
        Column(
            "days",
            "Days in stage",
            kind="number",
            value=days_in,
            template="matters/cell_days.html",
            sort="staged_at",
            select=("stage",),
            descending=False,
            default=False,
        ),
        Column(
            "limitation",
            "Limitation",
            kind="date",
            value="limitation_on",
            template="matters/cell_limitation.html",
            sort="limitation_on",
            descending=False,
            default=False,
        ),
        Column(
            "flags",
            "Flags",
            template="matters/cell_matter_flags.html",
            value=lambda m: ", ".join(flag.label for flag in m.flags),
            select=("stage", "practice_area"),
            default=False,
        ),
        Column("tags", "Tags", value=lambda m: ", ".join(m.tags), default=False),
        Column("type", "Type", value="matter_type", sort="matter_type", default=False),
        Column("judge", "Judge", sort="judge", default=False),
        Column(
            "supervising",
            "Supervising",
            value="supervising.name",
            sort="supervising__name",
            select=("supervising",),
            default=False,
        ),
        Column(
            "originating",
            "Originating",
            value=lambda m: m.originating.name if m.originating else "",
            sort="originating__name",
            select=("originating",),
            default=False,
        ),
        Column(
            "kept", "Kept until", kind="date", value="retention_until", sort="retention_until", default=False
        ),
        Column("opened", "Opened", kind="date", value="opened_on", sort="opened_on", default=False),
        Column("closed", "Closed", kind="date", value="closed_on", sort="closed_on", default=False),
        Column("case", "Case number", value="case_number", sort="case_number", default=False),
        Column("court", "Court", sort="court", default=False),
        Column("budget", "Budget", kind="money", sort="budget", perm=Perm.INVOICE_VIEW, default=False),
    )
    default_sort = "-pk"
    views_offered = (
        View(
            "Mine, open",
            "state=open&state=pending&state=conflict_check&state=awaiting_acceptance&state=closing&team=me&sort=next",
        ),
        View("All open", "state=open"),
        View("To accept", "state=pending&state=conflict_check&state=awaiting_acceptance"),
        View("On hold", "state=on_hold"),
        View(
            "Limitation in 90 days",
            "state=open&state=on_hold&state=pending&limitation=..%2B90&sort=limitation",
        ),
        View("Late in stage", "late=yes&sort=days"),
        View("Over budget", "state=open&budget_used=over", perm=Perm.INVOICE_VIEW),
        View("Quiet for 30 days", "state=open&quiet=30"),
        View("Closing", "state=closing"),
        View("Closed", "state=closed&state=archived"),
    )
    bulk = (
        BulkAction(
            "assign",
            "Assign",
            perm=Perm.MATTER_TEAM_ASSIGN,
            handler="matters.services.assign_attorneys",
            form=ReassignForm,
            icon="user-plus",
            done="{count} {noun} assigned",
        ),
        BulkAction(
            "task_list",
            "Apply a task list",
            perm=Perm.TASK_ASSIGN,
            handler="workflows.services.applying.apply_to_one",
            form="workflows.forms.BulkApplyForm",
            icon="list-check",
            done="Task list applied to {count} {noun}",
        ),
        BulkAction(
            "stage",
            "Stage",
            perm=Perm.MATTER_EDIT,
            handler="matters.services.set_stage",
            form=StageChoiceForm,
            icon="progress",
            done="{count} {noun} moved",
        ),
        BulkAction(
            "tag",
            "Tag",
            perm=Perm.MATTER_EDIT,
            handler="matters.services.tag_matter",
            form=MatterTagForm,
            icon="tag",
            done="{count} {noun} tagged",
        ),
        BulkAction(
            "hold",
            "Put on hold",
            perm=Perm.MATTER_CLOSE,
            handler="matters.services.hold_matter",
            reason=True,
            undo="resume",
            icon="player-pause",
            done="{count} {noun} on hold",
        ),
        BulkAction(
            "resume",
            "Take off hold",
            perm=Perm.MATTER_CLOSE,
            handler="matters.services.resume_matter",
            hidden=True,
            done="{count} {noun} open again",
        ),
        BulkAction(
            "close",
            "Close",
            perm=Perm.MATTER_CLOSE,
            handler="matters.services.close_matter",
            confirm="No time or expense can be recorded on closed matters. They can be reopened.",
            reason=True,
            icon="lock",
            done="{count} {noun} closed",
        ),
    )
    actions = (Action("New matter", "matter_create", perm=Perm.MATTER_CREATE_PENDING, key="N", prepare=True),)
    export_name = "matters"
    table_class = "mt-list"
    peek_template = "matters/matter_peek.html"
    shape = "matter_list"
    bar_template = "matters/_shapes.html"
    template = "matters/matter_list.html"

    @property
    def empty(self):
        """The first action is offered to those who may open or prepare a matter."""
        may = self.request.member.powers.may_prepare(Perm.MATTER_CREATE_PENDING)
        return Empty(
            "briefcase-2",
            "No matters yet",
            "A matter is one piece of work for a client. Time, costs, dates, papers and bills hang on it."
            if may
            else "Here are the matters you are given.",
            "Open a matter" if may else "",
            "matter_create" if may else "",
        )

    @cached_property
    def default_views(self):
        """Those who work on no open matter land on the firm's open ones, not on an empty list of their own."""
        mine, *others = self.views_offered
        member = self.request.member
        places = TeamMember.objects.filter(matter=OuterRef("pk"), member=member)
        on = Q(responsible=member) | Q(supervising=member) | Q(Exists(places))
        if Matter.objects.filter(on, state__in=["open", *Matter.BEFORE]).exists():
            return (mine, *others)
        return (others[0], mine, *others[1:])

    @cached_property
    def lands_on_first_view(self):
        """A firm without any matter sees what the list is for."""
        return self.default_views[0] is self.views_offered[0] or Matter.objects.exists()

    def extra_context(self, request):
        return {"shapes": shapes_of(self)}

    def peek_context(self, request, obj):
        matter = Matter.objects.with_people().select_related("stage").get(pk=obj.pk)
        attach([matter], {"stage", "next", "team", "unbilled", "flags"})
        return {
            "matter": matter,
            "sides": sides_of(matter),
            "use": uses_of([matter]).get(matter.pk) if request.member.can(Perm.INVOICE_VIEW) else None,
        }

    def search(self, qs, text):
        return find_matters(qs, text)

    def loaded(self, qs):
        return with_facts(super().loaded(qs), {column.name for column in self.state.shown})

    def row_label(self, obj):
        return f"{obj.number} {obj.name}"
