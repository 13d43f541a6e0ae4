"""The tabs of the delegation report."""

from django.urls import reverse

from accounts.models import Member
from reports.queries.wording import suspects

TABS = (
    ("hours", "Hours", "report_delegation"),
    ("entries", "Delegable entries", "report_delegable"),
    ("suspects", "Looks delegable", "report_suspects"),
)


def delegation_tabs(member: Member, current: str) -> list[dict]:
    """The tabs, with how many entries look delegable. One query."""
    waiting = suspects(member).count()
    return [
        {
            "label": label,
            "url": reverse(url_name),
            "current": name == current,
            "count": waiting if name == "suspects" else None,
        }
        for name, label, url_name in TABS
    ]
