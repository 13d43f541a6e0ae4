"""What the pages of tasks share."""

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.models import Member
from matters.models import Matter
from work.models import Task
from work.queries.tasks import with_marks


def task_or_404(request: HttpRequest, pk: int) -> Task:
    """The task with its people and its matter, if the member may see it."""
    found = (
        with_marks(Task.objects.visible_to(request.member))
        .select_related(
            "matter__client",
            "matter__responsible",
            "matter__supervising",
            "type",
            "assignee__role",
            "delegated_by",
            "supervising",
            "created_by",
            "done_by",
            "contact",
            "parent",
            "firm",
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def tabs(member: Member, current: str) -> list[dict]:
    """The ways to look at tasks, as ui/tabs.html takes them."""
    found = [
        ("day", "My day", "task_day"),
        ("list", "List", "task_list"),
        ("board", "Board", "task_board"),
        ("matters", "By matter", "task_matters"),
        ("attorneys", "By attorney", "task_attorneys"),
    ]
    if member.sees_named_matters_only:
        found = found[:4]
    return [{"label": label, "url": reverse(url), "current": key == current} for key, label, url in found]


def asked_matter(request: HttpRequest) -> Matter | None:
    """The matter of ?matter= (or posted so), if the member may see it."""
    text = request.POST.get("matter") or request.GET.get("matter") or ""
    if text.isdecimal() and len(text) < 19:
        return Matter.objects.visible_to(request.member).with_people().filter(pk=int(text)).first()
    return None
