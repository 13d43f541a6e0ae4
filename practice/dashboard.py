"""Today: the home page, put together from cards that the apps above offer, in the order that suits a role.

A card comes from a function named in HOME_CARDS, `card(member) -> Card | None`; None leaves the card out. Its template gets
the card as `card`. An app adds its cards by adding their dotted names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET

from practice.access import requires
from practice.models import Firm


@dataclass(frozen=True)
class Card:
    """One section of Today.

    name      which place in ORDER it takes
    template  file that renders the inside; it reads `card.data`
    rail      in the narrow column at the right
    count     the number or words beside the title
    url, link the link at the right of the title
    """

    name: str
    title: str
    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    rail: bool = False
    count: str = ""
    url: str = ""
    link: str = ""
    keys: bool = False  # rows answer to J K A R: shows the hint


# In no particular order: ORDER decides.
HOME_CARDS: list[str] = [
    "accounts.cards.security_notices",
    "matters.cards.to_accept",
    "supervision.cards.decide",
    "supervision.cards.returned",
    "supervision.cards.waiting",
    "depositions.cards.depositions",
    "travel.cards.travel",
    "communications.cards.slips",
    "communications.cards.visitors",
    "communications.cards.reading",
    "intake.cards.leads",
    "intake.cards.consultations",
    "conflicts.cards.open_checks",
    "office.cards.office",
    "billing.cards.to_send",
    "billing.cards.overdue",
    "calendar_app.cards.deadlines",
    "calendar_app.cards.agenda",
    "feeds.cards.questions",
    "reminders.cards.escalated",
    "reminders.cards.refused",
    "work.cards.day",
    "work.cards.review",
    "work.cards.somebody",
    "billing.time_cards.today",
    "billing.time_cards.unbilled",
    "accounts.credential_cards.credentials",
    "home.cards.columns",
    "billing.cards.questions",
    "billing.cards.to_bill",
    "billing.house_cards.money",
    "billing.house_cards.unsubmitted",
    "documents.cards.to_proofread",
    "workflows.cards.drafts",
    "radar.cards.radar",
    "reports.cards.delegable",
    "reports.cards.supervision_ready",
]

# Above everything, for everybody.
FIRST = ("security_notices",)
# What each role sees first. Names that are not listed come last, in the order of HOME_CARDS.
ORDER: dict[str, tuple[str, ...]] = {
    "attorney": (
        "escalated", "date_questions",
        "deadlines", "decide", "to_accept", "slips", "tasks", "to_review", "task_somebody", "returned", "to_send", "payments",
        "waiting", "timer", "agenda", "radar", "reading", "unbilled", "delegable",
    ),
    "paralegal": (
        "tasks", "returned", "deadlines", "decide", "columns", "slips", "to_accept", "to_send", "waiting",
        "timer", "agenda", "radar", "reading", "unbilled",
    ),
    "legal_assistant": (
        "leads", "slips", "appointments", "to_send", "questions", "tasks", "returned", "columns", "payments", "deadlines",
        "to_accept", "waiting", "visitors", "agenda", "to_bill", "reading", "timer", "radar",
    ),
    "legal_secretary": (
        "date_questions",
        "columns", "slips", "tasks", "depositions", "travel", "to_proofread", "returned",
        "deadlines", "to_send", "payments", "to_accept", "waiting",
        "agenda", "visitors", "to_bill", "reading", "timer", "radar",
    ),
    "firm_admin": (
        "refused",
        "decide", "credentials", "unsubmitted", "payments", "to_send", "questions", "returned", "to_accept", "task_somebody", "tasks",
        "waiting", "deadlines", "money", "to_bill", "visitors", "reading", "agenda", "timer",
    ),
    "freelancer": ("tasks", "returned", "deadlines", "waiting", "timer", "agenda"),
}  # fmt: skip

# First steps of a new firm: (title, text, URL name, power, model of which a first row means it is done).
FIRST_STEPS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "Add a client",
        "A person or a company the firm acts for.",
        "contact_create",
        "contact.edit",
        "matters.Contact",
    ),
    (
        "Open a matter",
        "One piece of work, with its number, team and fee.",
        "matter_create",
        "matter.create_pending",
        "matters.Matter",
    ),
    (
        "Record time",
        "With a timer, or typed as 1.2, 72m or 1:12.",
        "time_create",
        "time.record",
        "billing.TimeEntry",
    ),
    (
        "Bill it",
        "Drafts for review, then approval, PDF and e-mail.",
        "bill_run_create",
        "invoice.draft",
        "billing.Invoice",
    ),
)
IS_NEW_FIRM = "matters.cards.is_new_firm"


@dataclass(frozen=True)
class Step:
    """A first step as the page shows it."""

    title: str
    text: str
    url: str
    done: bool
    next: bool


def cards(member) -> tuple[list[Card], list[Card]]:
    """(main column, rail) of this member, in the order of the member's role."""
    found = [card for card in (import_string(path)(member) for path in HOME_CARDS) if card is not None]
    order = (*FIRST, *ORDER.get(member.role.template, ()))
    found.sort(key=lambda card: order.index(card.name) if card.name in order else len(order))
    return [card for card in found if not card.rail], [card for card in found if card.rail]


def first_steps(member) -> list[Step]:
    """What a new firm does first; empty once the firm has billed, or for members who may do none of it."""
    if not import_string(IS_NEW_FIRM)(member):
        return []
    steps: list[Step] = []
    waiting = True
    had = {f"had_{i}": Exists(apps.get_model(step[4]).objects.all()) for i, step in enumerate(FIRST_STEPS)}
    found = Firm.objects.order_by().annotate(**had).values(*had).get(pk=member.firm_id)
    for i, (title, text, url_name, perm, _model) in enumerate(FIRST_STEPS):
        try:
            url = reverse(url_name)
        except NoReverseMatch:  # an app that this installation does not route
            continue
        done = found[f"had_{i}"]
        allowed = member.powers.may_prepare(perm)
        steps.append(Step(title, text, url if allowed else "", done, waiting and not done))
        waiting = waiting and done
    return steps if any(step.url for step in steps) else []


@requires()
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """GET /: what this member's day asks for."""
    main, rail = cards(request.member)
    context = {
        "main": main,
        "rail": rail,
        "steps": first_steps(request.member),
        "today": timezone.localdate(),
        "role": request.member.role.template,
    }
    return render(request, "home.html", context)
