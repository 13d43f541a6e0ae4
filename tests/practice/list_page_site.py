"""A list page for the tests, with each kind of column, filter and bulk action, at /t/matters/."""

import datetime

from django import forms
from django.db.models import F
from django.urls import include, path

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import Contact, Matter
from practice import jobs
from practice.exceptions import DomainError
from practice.filters import (
    ChoiceFilter,
    DateFilter,
    ListFilterSet,
    MemberFilter,
    MoneyFilter,
    RelatedFilter,
    TextFilter,
    YesNoFilter,
)
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View
from tests.cast import stamp


class MatterFilter(ListFilterSet):
    state = ChoiceFilter("state", label="Status", choices=Matter.State.choices)
    responsible = MemberFilter("responsible", label="Responsible")
    opened = DateFilter("opened_on", label="Opened")
    created = DateFilter("created_at", label="Created")
    budget = MoneyFilter("budget", label="Budget", perm=Perm.REPORT_FIRM_FINANCIAL)
    restricted = YesNoFilter("restricted", label="Restricted")
    number = TextFilter("number", label="Number")
    client = RelatedFilter("client", label="Client", queryset=lambda r: Contact.objects.visible_to(r.member))


def close(obj, *, by, reason):
    """Refuses a restricted matter, half-way through."""
    stamp("closing", obj, by=by, arguments={"to": "closed"})
    obj.state, obj.closed_on, obj.description = "closed", datetime.date(2026, 5, 1), reason
    obj.save()
    if obj.restricted:
        raise DomainError("It is restricted.")


def reopen(obj, *, by):
    stamp("closing", obj, by=by, arguments={"to": "open"})
    obj.state, obj.closed_on = "open", None
    obj.save()


def hand_over(obj, *, by, to):
    obj.responsible = to
    obj.save()


def hand_over_later(ids, *, by, to):
    return jobs.start_job("hand_over", f"To {to.name}", total=len(ids), by=by)


class HandOverForm(forms.Form):
    wants_member = True
    to = forms.ModelChoiceField(queryset=None, label="New attorney")

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Member.objects.exclude(pk=member.pk)


class MatterList(ListPage):
    name, title, noun = "t-matters", "Test matters", "matter"
    model, filterset, perm = Matter, MatterFilter, Perm.MATTER_VIEW
    columns = (
        Column(
            "name",
            "Matter",
            kind="two",
            second=lambda m: f"{m.number} · {m.client.name}",
            href=True,
            always=True,
            sort="name",
            select=("client",),
            exports=[("Number", "number"), ("Matter", "name"), ("Client", "client.name")],
        ),
        Column(
            "state", "Status", kind="state", sort="state", states={"open": "accent", "pending": "tag warn"}
        ),
        Column("team", "Team", kind="avatars", prefetch=("team",)),
        Column("responsible", "Responsible", sort="responsible__name", select=("responsible",)),
        Column("opened", "Opened", kind="date", value="opened_on", sort="opened_on"),
        Column(
            "budget",
            "Budget",
            kind="money",
            sort="budget",
            total=True,
            perm=Perm.REPORT_FIRM_FINANCIAL,
            tone="trust",
        ),
        Column(
            "twice", "Twice", kind="money", annotate={"twice": F("budget") * 2}, sort="twice", default=False
        ),
        Column("restricted", "Restricted", kind="bool", default=False, value="restricted"),
        Column("mark", "Mark", template="list_page_cell.html", default=False, value="number"),
    )
    default_sort = "name"
    search = ("name", "number", "client__name")
    default_views = (View("Mine, open", "?state=open&responsible=me"), View("All", ""))
    bulk = (
        BulkAction(
            "close",
            "Close",
            Perm.MATTER_CLOSE,
            close,
            confirm="{count} get closed.",
            reason=True,
            undo="reopen",
            done="{count} {noun} closed",
        ),
        BulkAction("reopen", "Reopen", Perm.MATTER_CLOSE, reopen, hidden=True),
        BulkAction(
            "hand_over",
            "Hand over",
            Perm.MATTER_TEAM_ASSIGN,
            hand_over,
            form=HandOverForm,
            allowed=lambda member, obj: obj.state == "open" or "Only open matters are handed over.",
            job=hand_over_later,
            at_once=3,
        ),
        BulkAction("plain", "Reopen now", Perm.MATTER_CLOSE, reopen, at_once=3),
    )
    actions = (
        Action("New test matter", "/t/matters/new/", Perm.MATTER_CREATE_PENDING, key="N", prepare=True),
    )
    export_name = "test-matters"
    export_perm = Perm.REPORT_MATTER
    empty = Empty("briefcase-2", "No matters yet", "A matter is work.", "New test matter", "/t/matters/new/")
    peek_template = "list_page_peek.html"

    def row_url(self, obj):
        return f"/t/matters/{obj.pk}/"


class LandingList(MatterList):
    name = "t-landing"
    lands_on_first_view = True


urlpatterns = [
    path("t/matters/", MatterList.as_view(), name="t_matters"),
    path("t/landing/", LandingList.as_view(), name="t_landing"),
    path("account/", include("allauth.urls")),
    # Strips and refusals lead to people, licences and requests.
    path("", include("accounts.urls")),
    path("", include("supervision.urls")),
]
