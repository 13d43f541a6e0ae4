"""What the office brings to the home page."""

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from office.models import PhysicalFile
from office.queries.equipment import ending_warranties
from office.queries.supplies import low_items, open_requests
from practice.dashboard import Card

KEEPERS = ("firm_admin", "legal_secretary", "legal_assistant")


def office(member: Member) -> Card | None:
    """Overdue folders, requests, what runs low, warranties that end: for those who keep the office."""
    if member.role.template not in KEEPERS or not member.can(Perm.OFFICE_KEEP):
        return None
    files = list(
        PhysicalFile.objects.visible_to(member)
        .overdue()
        .select_related("matter", "holder")
        .order_by("due_on")[:3]
    )
    requests = open_requests()
    if not member.can(Perm.EXPENSE_APPROVE):
        requests = requests.filter(state="approved")
    admin = member.role.template == "firm_admin"
    data = {
        "files": files,
        "requests": list(requests[:4]),
        "low": list(low_items()[:3]),
        "warranties": list(ending_warranties()[:3]) if admin else [],
    }
    count = sum(len(rows) for rows in data.values())
    if not count:
        return None
    return Card(
        "office", "Office", "office/card_low.html", data, rail=True, count=str(count), url=reverse("file_list"),
        link="Office",
    )  # fmt: skip
