"""Finding matters and contacts by what people type, and the ones they used last."""

from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.urls import reverse

from accounts.models import Member
from matters.models import Email, Matter, Party, Phone, Pin, Visit, digits_of
from matters.queries.callers import ends_with
from practice.facts import Fact, list_of
from search.queries.typing import ids_of

# Kinds of the index of names (search) by which a matter is found: its own, those of its people.
OF_MATTER, OF_PEOPLE = ("matter", "number"), ("contact", "alias")


def find_matters(qs: QuerySet, text: str) -> QuerySet:
    """`qs` narrowed to matters with the words of `text` in the number, caption, case number or the client's name, or whose
    party bears the name; each word may stand in another place ("Smith 2026-0041").
    """
    words = text.split()[:4]
    if not words:
        return qs
    found = _meant(text)
    if len(words) > 1:
        each = Q()
        for word in words:
            each &= _meant(word)
        found |= each
    return qs.filter(found)


def _meant(text: str) -> Q:
    """The condition that a matter is meant by a name found for `text`."""
    people = ids_of("contact_id", text, only=OF_PEOPLE)
    parties = Party.objects.filter(contact__in=people).values("matter")
    return Q(pk__in=ids_of("matter_id", text, only=OF_MATTER)) | Q(client__in=people) | Q(pk__in=parties)


def find_contacts(qs: QuerySet, text: str) -> QuerySet:
    """`qs` narrowed to contacts with each word of `text` in the name, another name or the company.

    A text of digits is a phone number, its beginning or its end; one with an @ is part of an e-mail address.
    """
    text = " ".join(text.split())
    if not text:
        return qs
    if "@" in text:
        return qs.filter(
            Q(email__icontains=text)
            | Q(pk__in=Email.objects.filter(address__icontains=text).values("contact"))
        )
    named = Q(pk__in=ids_of("contact_id", text, only=OF_PEOPLE))
    digits = digits_of(text)
    if len(digits) >= 4 and not any(c.isalpha() for c in text):
        begun = Phone.objects.filter(digits__startswith=digits).values("contact")
        return qs.filter(named | Q(pk__in=ends_with(digits).values("contact")) | Q(pk__in=begun))
    words = text.split()[:4]
    if len(words) > 1:
        # One word may stand in the name and another in a former one.
        each = Q()
        for word in words:
            each &= Q(pk__in=ids_of("contact_id", word, only=OF_PEOPLE))
        named |= each
    return qs.filter(named)


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

    def pins():
        rows = Pin.objects.filter(member=member).order_by("id")[:12]
        return list_of(rows, pk="matter_id", name="matter__name")

    return Fact(
        pins,
        lambda rows: [Pinned(row["name"], reverse("matter_detail", args=[row["pk"]])) for row in rows or ()],
    )
