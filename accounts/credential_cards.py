"""What people bring to the home page: licences and paralegals' records that want something."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from accounts.models import BarLicence, Member
from accounts.permissions import Perm
from accounts.queries import (
    confirms_record,
    education_rule,
    education_states,
    licence_state,
    licences_to_watch,
    needs_renewal,
    paralegals_of,
    qualification_word,
    unconfirmed_counts,
)
from practice.dashboard import Card

SHOWN = 5
SOON = 60


@dataclass(frozen=True)
class Row:
    """One thing to do: whose, what, how urgent (a tone of ui/state.html), and where."""

    title: str
    text: str
    state: str
    tone: str
    icon: str
    url: str
    verify: int | None = None  # the licence that the reader may verify at once


def credentials(member: Member) -> Card | None:
    """Licences that end, lapsed or wait to be verified, and paralegals' hours and papers; absent when all is well."""
    manages = member.can(Perm.USER_MANAGE)
    if member.role.template not in ("attorney", "paralegal") and not manages:
        return None
    rows = [*_licences(member), *_records(member)]
    if not rows:
        return None
    return Card(
        "credentials",
        "Licences and qualifications",
        "accounts/card_credentials.html",
        {"rows": rows[:SHOWN], "more": max(len(rows) - SHOWN, 0)},
        count=str(len(rows)),
        url=reverse("licence_list") if manages or member.role.template == "attorney" else "",
        link="Licences",
    )


def _licences(member: Member) -> list[Row]:
    if member.role.template == "paralegal":
        return []
    today = timezone.localdate()
    verifies, manages = member.can(Perm.ATTORNEY_LICENCE_VERIFY), member.can(Perm.USER_MANAGE)
    rows = []
    for licence in licences_to_watch(member):
        own = licence.member_id == member.pk
        may_verify = verifies and not own and not licence.verified_by_id and not licence.has_expired(today)
        if own or manages or may_verify:
            rows.append(_licence_row(licence, own=own, may_verify=may_verify))
    return rows


def _licence_row(licence: BarLicence, *, own: bool, may_verify: bool) -> Row:
    today = timezone.localdate()
    words, tone = licence_state(licence, today)
    if licence.self_declared and not needs_renewal(licence, today):
        words, tone = "To verify", "warn"
    text = f"{licence.jurisdiction}, {licence.number}"
    if licence.expires_on:
        says = "expired on" if licence.has_expired(today) else "valid until"
        text += f", {says} {licence.expires_on:%b} {licence.expires_on.day}, {licence.expires_on.year}"
    return Row(
        "Your bar licence" if own else licence.member.name,
        text,
        words,
        tone,
        "license",
        reverse("licence_change", args=[licence.pk]) if own else reverse("licence_list"),
        licence.pk if may_verify else None,
    )


def _records(member: Member) -> list[Row]:
    """Paralegals whose period ends within 60 days with hours to go, who have no paper on record, or whose entries wait."""
    people = list(paralegals_of(member).select_related("role").prefetch_related("qualifications"))
    if not people:
        return []
    rule = education_rule()
    states = education_states(people, rule=rule)
    waiting = unconfirmed_counts(people)
    today = timezone.localdate()
    rows = []
    for person in people:
        state = states[person.pk]
        left = (state.last - today).days
        if rule.is_required and not state.is_complete and left <= SOON:
            said = (state.text, f"{left} days left", "warn")
        elif waiting.get(person.pk) and confirms_record(member, person):
            count = waiting[person.pk]
            verb = "entry waits" if count == 1 else "entries wait"
            said = (f"{count} {verb} for an attorney’s word", "To confirm", "warn")
        elif qualification_word(person) == "missing":
            said = ("No qualification on record", "Missing", "")
        else:
            continue
        title = "Your continuing education" if person.pk == member.pk else person.name
        url = reverse("member_qualifications", args=[person.pk])
        rows.append(Row(title, *said, "certificate", url))
    return rows
