"""The tabs of a matter's page, in one place. Each app serves its own tab under the URL name given here."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from accounts.models import Member
from accounts.permissions import Level, Perm
from matters.models import Matter
from matters.queries.access import may


@dataclass(frozen=True)
class Tab:
    """One tab. `perms`: any of them opens it."""

    key: str
    label: str
    url_name: str
    perms: tuple[Perm, ...]


TABS: tuple[Tab, ...] = (
    Tab("overview", "Overview", "matter_detail", (Perm.MATTER_VIEW,)),
    Tab("tasks", "Tasks", "matter_tasks", (Perm.MATTER_VIEW,)),
    Tab("calendar", "Calendar", "matter_deadlines", (Perm.MATTER_VIEW,)),
    Tab("depositions", "Depositions", "matter_depositions", (Perm.MATTER_VIEW,)),
    Tab("travel", "Travel", "matter_travel", (Perm.MATTER_VIEW,)),
    Tab("details", "Details", "matter_details", (Perm.MATTER_VIEW,)),
    Tab("parties", "Parties", "matter_parties", (Perm.MATTER_VIEW,)),
    Tab("notes", "Notes", "matter_notes", (Perm.MATTER_VIEW,)),
    Tab("workflows", "Workflows", "matter_workflows", (Perm.MATTER_VIEW,)),
    Tab("documents", "Documents", "matter_documents", (Perm.MATTER_VIEW,)),
    Tab("paper", "Paper", "matter_paper", (Perm.MATTER_VIEW,)),
    Tab("time", "Time", "matter_time", (Perm.TIME_RECORD,)),
    Tab("billing", "Billing", "matter_billing", (Perm.INVOICE_VIEW,)),
    Tab("budget", "Budget", "matter_budget", (Perm.INVOICE_VIEW,)),
    Tab("conflicts", "Conflicts", "matter_conflicts", (Perm.CONFLICT_RUN,)),
    Tab("access", "Access", "matter_access", (Perm.MATTER_EDIT, Perm.MATTER_TEAM_ASSIGN)),
    Tab("history", "History", "matter_history", (Perm.AUDIT_VIEW,)),
)


def tabs_for(matter: Matter, member: Member, current: str, *, on_matter: bool) -> list[dict]:
    """The tabs this member may open on this matter, as ui/tabs.html takes them. No queries, but for a delegated power."""
    found = []
    for tab in TABS:
        levels = [member.powers.level(perm) for perm in tab.perms]
        held = any(
            level is Level.YES
            or (level is Level.ASSIGNED and (on_matter or perm is Perm.MATTER_VIEW))
            or (level is Level.DELEGATED and bool(member.powers.lent(perm)) and may(member, perm, matter))
            for perm, level in zip(tab.perms, levels, strict=True)
        )
        if not held:
            continue
        try:
            url = reverse(tab.url_name, args=[matter.pk])
        except NoReverseMatch:  # an app that this installation does not route
            continue
        found.append({"label": tab.label, "url": url, "current": tab.key == current})
    return found
