"""Finding matters and contacts by what people type, and the ones they used last."""

from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.urls import reverse

from accounts.models import Member
from matters.models import Contact, Matter, Pin, Visit
from practice.facts import Fact, list_of


def find_matters(qs: QuerySet, text: str) -> QuerySet:
    """`qs` narrowed to matters where each word of `text` is in the number, caption, client or case number."""
    for word in text.split()[:6]:
        qs = qs.filter(
            Q(number__icontains=word)
            | Q(name__icontains=word)
            | Q(client__name__icontains=word)
            | Q(case_number__icontains=word)
        )
    return qs


def find_contacts(qs: QuerySet, text: str) -> QuerySet:
    """`qs` narrowed to contacts where each word of `text` is in the name, company or e-mail address."""
    for word in text.split()[:6]:
        qs = qs.filter(Q(name__icontains=word) | Q(company__icontains=word) | Q(email__icontains=word))
    return qs


def recent_matters(member: Member, *, limit: int = 8) -> list[Matter]:
    """The matters the member opened last, latest first."""
    visits = Visit.objects.filter(member=member).order_by("-at").select_related("matter__client")[:limit]
    return [visit.matter for visit in visits]


def matters_by_use(qs: QuerySet, member: Member) -> QuerySet:
    """`qs` with the matters the member opened last in front, then the newest."""
    visit = FilteredRelation("visits", condition=Q(visits__member=member))
    return qs.annotate(visit=visit).order_by(F("visit__at").desc(nulls_last=True), "-id")


@dataclass(frozen=True)
class Pinned:
    """A pinned matter as the sidebar shows it."""

    name: str
    url: str


def pinned(member: Member) -> Fact:
    """The matters the member keeps in the sidebar, asked for with the page's other facts."""
    pins = Pin.objects.filter(member=member).order_by("id")[:12]
    return Fact(
        list_of(pins, pk="matter_id", name="matter__name"),
        lambda rows: [Pinned(row["name"], reverse("matter_detail", args=[row["pk"]])) for row in rows or ()],
    )


def contacts_for_options(member: Member) -> QuerySet:
    """Contacts the member may pick from."""
    return Contact.objects.visible_to(member)
