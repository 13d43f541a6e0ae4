"""The list of all approvals."""

from django.utils import timezone

from practice.lists import Column, Empty, ListPage, View
from supervision.filters import ApprovalFilter
from supervision.models import Approval
from supervision.queries.inbox import known_kind, row_of
from supervision.views.common import tabs_of

STATES = {"waiting": "ring", "approved": "ok", "returned": "warn", "withdrawn": "", "void": "danger"}


def label_of(approval: Approval) -> str:
    """The kind in words: "Bill"."""
    of = known_kind(approval.kind)
    return of.label if of else approval.kind.capitalize()


class ApprovalList(ListPage):
    """Every round the member may read: what waits, who decided it, on what ground."""

    name = "approvals"
    title, noun = "Approvals", "approval"
    model, filterset = Approval, ApprovalFilter
    columns = (
        Column(
            "title",
            "What",
            kind="two",
            second=label_of,
            href=True,
            always=True,
            sort="title",
            exports=[("Type", label_of), ("What", "title"), ("Round", "round")],
            phone="main",
        ),
        Column(
            "matter",
            "Matter",
            value=lambda a: f"{a.matter.number} {a.matter.name}" if a.matter else "",
            sort="matter__number",
            select=("matter",),
            exports=[("Matter number", "matter.number"), ("Matter", "matter.name")],
        ),
        Column(
            "sender", "From", value="submitted_by.name", sort="submitted_by__name", select=("submitted_by",)
        ),
        Column(
            "to",
            "With",
            value=lambda a: (a.decided_by or a.assigned_to).name,
            select=("assigned_to", "decided_by"),
            exports=[
                ("With", "assigned_to.name"),
                ("Decided by", lambda a: a.decided_by.name if a.decided_by else ""),
            ],
        ),
        Column("state", "State", kind="state", sort="state", states=STATES),
        Column(
            "basis",
            "Ground",
            value="get_basis_display",
            default=False,
            exports=[("Ground", "get_basis_display")],
        ),
        Column("sent", "Sent", kind="date", value="submitted_at", sort="submitted_at", descending=True),
        Column("due", "Due", kind="date", value="due_on", sort="due_on", default=False),
        Column("decided", "Decided", kind="date", value="decided_at", sort="decided_at", phone=""),
        Column("note", "Note", value="decision_note", default=False),
        Column("amount", "Amount", kind="money", sort="amount", phone="num"),
    )
    default_sort = "-sent"
    search = ("title", "matter__name", "matter__number")
    default_views = (
        View("All", ""),
        View("Waiting", "state=waiting&sort=sent"),
        View("Waiting over 3 days", "state=waiting&age=3&sort=sent"),
        View("Returned", "state=returned"),
    )
    export_name = "approvals"
    template = "supervision/all.html"
    empty = Empty("checkup-list", "No approvals yet", "What was sent for a decision, and how it was decided.")

    def extra_context(self, request):
        return {"tabs": tabs_of(request.member, "all")}

    def row_class(self, obj):
        """What is late stands out."""
        return "late" if row_of(obj, timezone.localdate()).late else ""


approval_all = ApprovalList.as_view()
