"""What the views of approvals share: finding a round, and the page of two panes."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.permissions import Perm
from practice import audit
from practice.exceptions import Proposal
from practice.htmx import render_page
from supervision import services
from supervision.models import Approval
from supervision.queries import inbox_of, newest
from supervision.queries.inbox import Group, decided_by, grouped_inbox, readable, row_of, sent_by
from supervision.queries.reading import read, rounds_before
from supervision.tokens import submit_url

INBOX_LIMIT = 200
PER_PAGE = 50
TABS = {"": "For me", "sent": "Sent by me", "decided": "Decided"}


def approval_or_404(request: HttpRequest, pk: int) -> Approval:
    """A round that the member may read."""
    return get_object_or_404(readable(request.member), pk=pk)


def next_of(request: HttpRequest, default, *args) -> str:
    """The address in `next`, when it is one of our own; else `default`."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return goal if safe else resolve_url(default, *args)


def sees_all(member) -> bool:
    """Whether the member has the list of all approvals: licensed attorneys, and who manages people."""
    return member.is_licensed or member.can(Perm.USER_MANAGE)


def tab_of(request: HttpRequest) -> str:
    """The tab asked for: "" (for me), sent or decided."""
    wanted = request.POST.get("tab") or request.GET.get("tab", "")
    return wanted if wanted in TABS else ""


def tabs_of(member, current: str) -> list[dict]:
    """The tabs over the inbox, for ui/tabs.html."""
    address = reverse("approval_list")
    tabs = [
        {"label": label, "url": f"{address}?tab={key}" if key else address, "current": key == current}
        for key, label in TABS.items()
    ]
    tabs[0]["count"] = inbox_of(member).count()
    if sees_all(member):
        tabs.append({"label": "All", "url": reverse("approval_all"), "current": current == "all"})
    return tabs


def address_of(approval: Approval, tab: str = "") -> str:
    """The page of one round, within a tab."""
    url = reverse("approval_detail", args=[approval.pk])
    return f"{url}?{urlencode({'tab': tab})}" if tab else url


def _groups(request: HttpRequest, tab: str) -> tuple[list[Group], object]:
    member = request.member
    if not tab:
        return grouped_inbox(member, INBOX_LIMIT), None
    rows = sent_by(member) if tab == "sent" else decided_by(member)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    return [Group("", [row_of(approval, today) for approval in page])], page


def after(groups: list[Group], pk: int) -> Approval | None:
    """The next round to look at after the one with this id: the one below it, else the first of the others."""
    rows = [row.approval for group in groups for row in group.rows]
    place = next((n for n, approval in enumerate(rows) if approval.pk == pk), None)
    below = rows[place + 1 :] if place is not None else []
    others = [approval for approval in rows if approval.pk != pk]
    return next(iter(below or others), None)


def pane_of(request: HttpRequest, approval: Approval) -> dict:
    """What the right pane shows of one round, and what the member may do with it."""
    member = request.member
    reading = read(approval)
    why_not, may_decide = "", False
    if approval.is_waiting and reading.obj is not None:
        may_decide = reading.kind.may_decide(reading.obj, member)
        if may_decide:
            why_not = services.why_not_approve(approval, reading.obj, by=member)
    mine = member.pk in (approval.submitted_by_id, approval.prepared_by_id)
    return {
        "reading": reading,
        "approval": approval,
        "of": reading.kind,
        "object_url": reading.kind.url(reading.obj) if reading.obj is not None else "",
        "only_changes": bool(request.GET.get("changes")) and bool(reading.changed),
        "may_decide": may_decide,
        "may_approve": may_decide and not why_not,
        "why_not": why_not,
        "may_withdraw": approval.is_waiting and mine,
        "again_url": _again_url(reading, approval) if mine else "",
        "may_reassign": approval.is_waiting and (may_decide or approval.submitted_by_id == member.pk),
        "rounds": rounds_before(approval) if approval.round > 1 else [],
        "events": audit.history_of(approval, limit=50),
    }


def _again_url(reading, approval: Approval) -> str:
    """Where what came back is sent again; "" for what stands, waits, or is sent from a page of its own."""
    open_ended = approval.state in (Approval.State.RETURNED, Approval.State.WITHDRAWN, Approval.State.VOID)
    if not open_ended or reading.obj is None or reading.kind.own_page:
        return ""
    if newest(approval.kind, reading.obj).pk != approval.pk:
        return ""
    return submit_url(Proposal(approval.kind, approval.object_id, approval.arguments))


def inbox_page(
    request: HttpRequest, approval: Approval | None = None, *, opened: bool = False, status: int = 200, **more
) -> HttpResponse:
    """The two panes: the list of the tab, and `approval` (the first of the list when none is given)."""
    tab = tab_of(request)
    groups, page = _groups(request, tab)
    chosen = approval or next((row.approval for group in groups for row in group.rows), None)
    following = after(groups, chosen.pk) if chosen is not None else None
    context = {
        "tab": tab,
        "tabs": tabs_of(request.member, tab),
        "groups": groups,
        "page": page,
        "opened": opened,
        "chosen": chosen,
        "following": following,
        "following_url": address_of(following, tab) if following else "",
        "count": sum(len(group.rows) for group in groups),
        "batch": 0 if tab else sum(group.batch for group in groups),
        **(pane_of(request, chosen) if chosen is not None else {}),
        **more,
    }
    return render_page(request, "supervision/inbox.html", context, partial={"pane": "pane"}, status=status)
