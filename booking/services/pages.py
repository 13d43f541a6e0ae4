"""Writes about booking pages: made, changed, put on the web, paused."""

import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from booking.models import BookingHost, BookingPage
from booking.models.pages import new_key
from booking.queries.access import ensure_edits
from calendar_app.services.access import ensure_keeps
from intake.models import IntakeForm
from intake.services.forms import host_of
from intake.services.forms import save_form as save_intake_form
from practice import audit
from practice.exceptions import DomainError

State = BookingPage.State
FIELDS = (
    "name", "title", "intro", "mode", "lengths", "step", "buffer_before", "buffer_after", "notice", "change_notice",
    "horizon", "most_per_day", "hours", "court_days", "places", "address", "video", "practice_area", "source", "form", "fee",
    "asks_names", "confirms", "thanks", "reminds", "frames",
)  # fmt: skip
MOST_LENGTHS = 6
MOST_HOSTS = 30
MOST_REMINDERS = 4


def clean(values: dict[str, Any], page: BookingPage | None) -> dict[str, Any]:
    """The values as they are kept. Raises DomainError beside the field that is wrong, TypeError for an unknown one."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a booking page has no field {sorted(unknown)[0]!r}")
    for field in ("name", "title", "address", "video", "fee"):
        if field in values:
            values[field] = " ".join((values[field] or "").split())
    if "name" in values:
        if not values["name"]:
            raise DomainError("Give the page a name.", field="name")
        same = BookingPage.objects.filter(name__iexact=values["name"]).exclude(pk=page.pk if page else None)
        if same.exists():
            raise DomainError(f"There is a page called “{values['name']}” already.", field="name")
    if "title" in values and not values["title"]:
        raise DomainError("Give the page a heading.", field="title")
    if "lengths" in values:
        lengths = sorted({int(n) for n in values["lengths"]})
        if not lengths or lengths[0] < 5 or lengths[-1] > 480:
            raise DomainError("Give one or more lengths, from 5 to 480 minutes.", field="lengths")
        if len(lengths) > MOST_LENGTHS:
            raise DomainError(f"At most {MOST_LENGTHS} lengths.", field="lengths")
        values["lengths"] = lengths
    for field, label, low, high in (
        ("step", "Times begin every", 5, 480),
        ("buffer_before", "Minutes free before", 0, 480),
        ("buffer_after", "Minutes free after", 0, 480),
        ("notice", "Notice", 0, 60 * 24 * 60),
        ("change_notice", "Notice of a change", 0, 60 * 24 * 60),
        ("horizon", "Days ahead", 1, 180),
    ):
        if field in values and not low <= values[field] <= high:
            raise DomainError(f"{label}: from {low:,} to {high:,}.", field=field)
    if values.get("most_per_day") is not None and not 1 <= values["most_per_day"] <= 50:
        raise DomainError("From 1 to 50 a day, or nothing.", field="most_per_day")
    if "reminds" in values:
        values["reminds"] = _reminds(values["reminds"])
    if "hours" in values:
        values["hours"] = _hours(values["hours"])
    if "places" in values:
        places = [p for p in BookingPage.Place.values if p in values["places"]]
        if not places:
            raise DomainError("Choose at least one way to meet.", field="places")
        values["places"] = places
    _places(values, page)
    if "frames" in values:
        try:
            values["frames"] = list(dict.fromkeys(host_of(host) for host in values["frames"] if host.strip()))
        except DomainError as error:
            raise DomainError(error.message, field="frames") from None
    return values


def _places(values: dict[str, Any], page: BookingPage | None) -> None:
    def now(field: str):
        return values[field] if field in values else getattr(page, field) if page else ""

    places = now("places") or []
    if BookingPage.Place.OFFICE in places and not now("address"):
        raise DomainError("Say where the office is.", field="address")
    video = now("video")
    if BookingPage.Place.VIDEO in places and urlsplit(video).scheme != "https":
        raise DomainError("Give the address of the video room, beginning with https.", field="video")


def _reminds(hours) -> list[int]:
    found = sorted({int(n) for n in hours}, reverse=True)
    if found and not 1 <= found[-1] <= found[0] <= BookingPage.MOST_REMIND:
        raise DomainError("Remind from 1 hour to a week before.", field="reminds")
    if len(found) > MOST_REMINDERS:
        raise DomainError(f"Remind at most {MOST_REMINDERS} times.", field="reminds")
    return found


def _hours(rows) -> list[list]:
    found = []
    for weekday, begins, ends in rows:
        try:
            opens, closes = datetime.time.fromisoformat(begins), datetime.time.fromisoformat(ends)
        except ValueError:
            raise DomainError("Type hours as 9:00-12:30, 13:30-17:00.", field="hours") from None
        if weekday not in range(7) or closes <= opens:
            raise DomainError("Hours end after they begin.", field="hours")
        found.append([weekday, f"{opens:%H:%M}", f"{closes:%H:%M}"])
    found.sort()
    for one, other in zip(found, found[1:], strict=False):
        if one[0] == other[0] and other[1] < one[2]:
            raise DomainError("Two stretches of hours of a day overlap.", field="hours")
    return found


def _check_fee(values: dict[str, Any], page: BookingPage | None, by: Member) -> None:
    """Only an attorney names a fee (fee.set); without one there is none."""
    if "fee" not in values or values["fee"] == (page.fee if page else ""):
        return
    ensure(by, Perm.FEE_SET)
    values["fee_by"] = by if values["fee"] else None


@transaction.atomic
def save_page(
    page: BookingPage | None,
    *,
    by: Member,
    owner: Member | None = None,
    hosts: list[tuple[Member, int]] | None = None,
    **values: Any,
) -> BookingPage:
    """Add a page (`page` None; `owner` None: the firm's) or change one. `hosts`: [(member, weight)] in their order.

    FIELDS are its values. Raises Refused when it is not `by`'s to change, when a host's calendar is not, or for a fee without
    fee.set; DomainError beside a field.
    """
    if page is None:
        page = BookingPage(owner=owner, created_by=by)
        ensure_edits(by, page)
        values.setdefault("title", values.get("name", ""))
        values = clean(values, None)
        _check_fee(values, None, by)
        for name, value in values.items():
            setattr(page, name, value)
        page.save()
        _put_hosts(page, hosts if hosts is not None else [(owner or by, 1)], by)
        audit.record(by, "bookingpage.created", page)
        return page
    page = BookingPage.objects.select_for_update(of=("self",)).select_related("owner", "firm").get(pk=page.pk)
    ensure_edits(by, page)
    values = clean(values, page)
    _check_fee(values, page, by)
    changes = audit.apply(page, **values)
    changes.pop("fee_by", None)
    if changes:
        page.save()
    if hosts is not None:
        changes |= _put_hosts(page, hosts, by)
    if changes:
        audit.record(by, "bookingpage.changed", page, changes=changes)
    return page


def _put_hosts(page: BookingPage, hosts: list[tuple[Member, int]], by: Member) -> dict:
    if not hosts:
        raise DomainError("Choose at least one person who receives.", field="hosts")
    if len(hosts) > MOST_HOSTS:
        raise DomainError(f"At most {MOST_HOSTS} people.", field="hosts")
    rows = {row.member_id: row for row in page.hosts.select_related("member")}
    before = [row.member.name for row in rows.values()]
    for place, (member, weight) in enumerate(hosts):
        if not member.is_active:
            raise DomainError(f"{member.name} no longer works here.", field="hosts")
        if not 1 <= weight <= 9:
            raise DomainError("Turns are from 1 to 9.", field="hosts")
        row = rows.pop(member.pk, None)
        if row is None:
            if page.owner_id is not None and member.pk != page.owner_id:
                ensure_keeps(by, member)
            BookingHost.objects.create(page=page, member=member, weight=weight, position=place)
        elif (row.weight, row.position) != (weight, place):
            row.weight, row.position = weight, place
            row.save(update_fields=["weight", "position"])
    for row in rows.values():
        row.delete()
    after = [member.name for member, _weight in hosts]
    return {"hosts": [", ".join(before), ", ".join(after)]} if before and before != after else {}


@transaction.atomic
def set_state(page: BookingPage, *, by: Member, state: str) -> BookingPage:
    """Put a page on the web, pause it (it says so, and takes nothing) or take it off (its address answers nothing)."""
    page = BookingPage.objects.select_for_update(of=("self",)).select_related("owner", "firm").get(pk=page.pk)
    ensure_edits(by, page)
    if state not in State.values:
        raise DomainError("Choose on, paused or off.")
    if state == State.ON:
        if not page.hosts.filter(member__is_active=True).exists():
            raise DomainError("Nobody receives on this page. Choose who does first.")
        clean({"places": page.places, "address": page.address, "video": page.video}, page)
    changes = audit.apply(page, state=state)
    if changes:
        page.save(update_fields=["state"])
        audit.record(by, f"bookingpage.{state}", page, changes=changes)
    return page


@transaction.atomic
def new_address(page: BookingPage, *, by: Member) -> BookingPage:
    """Give the page a new address; the old one ends at once, on every page that shows it. Bookings keep their links."""
    page = BookingPage.objects.select_for_update(of=("self",)).select_related("owner", "firm").get(pk=page.pk)
    ensure_edits(by, page)
    page.key = new_key()
    page.save(update_fields=["key"])
    audit.record(by, "bookingpage.moved", page)
    return page


@transaction.atomic
def delete_page(page: BookingPage, *, by: Member) -> None:
    """Delete a page on which nobody has booked; another is taken off the web instead."""
    ensure_edits(by, page)
    audit.record(by, "bookingpage.deleted", page, changes={"name": [page.name, None]})
    try:
        page.delete()
    except ProtectedError:
        raise DomainError(f"People have booked on {page.name}. Take it off the web instead.") from None


@transaction.atomic
def own_questions(page: BookingPage, *, by: Member) -> IntakeForm:
    """The form of the page's own for further questions: the one it has, or a new one, off the web as a form.

    Needs firm.settings, as all forms. A form that was there keeps its questions.
    """
    ensure_edits(by, page)
    name = f"Booking: {page.name}"[:80]
    form = IntakeForm.objects.filter(name=name).first()
    if form is None:
        form = save_intake_form(None, by=by, name=name)
        # The page asks for name, e-mail and phone by itself.
        form.questions.all().delete()
    save_page(page, by=by, form=form)
    return form
