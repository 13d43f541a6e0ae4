"""What a public page shows: the page and the choice, and the questions about a chosen time."""

import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from booking.models import BookingLink, BookingPage
from booking.services.visitors import Visitor
from booking.views.pick import Choice, stamp
from intake.models import Question
from intake.services.held import hold_files, lost
from intake.services.submissions import MOST_BYTES, Filled
from intake.views.public import TRAP, new_page, nonce_of, sections_of

SALT = "booking.form"
# Asked by the page itself.
OWN = ("name", "email", "phone", "company")


def about(page: BookingPage, choice: Choice, hosts) -> dict:
    """What each public page reads of the page and of what was chosen."""
    chooses = page.mode == BookingPage.Mode.CHOOSE and len(hosts) > 1
    return {
        "page": page,
        "firm": page.firm,
        "choice": choice,
        "lengths": [
            {"minutes": n, "url": choice.address(length=n, day=None), "current": n == choice.length}
            for n in page.lengths
        ],
        "hosts": [
            {"name": "Anybody", "url": choice.address(**{"with": None}), "current": choice.host is None},
            *(
                {
                    "name": member.name,
                    "title": member.title,
                    "url": choice.address(**{"with": member.pk}),
                    "current": choice.host == member.pk,
                }
                for member in hosts
            ),
        ]
        if chooses
        else [],
        "people": hosts,
        "places": [(place, BookingPage.Place(place).label) for place in page.places],
        "messages": (),
    }


def questions_of(page: BookingPage, link: BookingLink | None) -> list[Question]:
    """The further questions: those of the page's form that the page does not ask itself."""
    if page.form is None:
        return []
    rows = [q for q in page.form.questions.all() if q.target not in OWN]
    if link is not None and link.lead.matter_id is not None:
        # Files of a lead that is a matter go there, by its own door.
        rows = [q for q in rows if q.kind != Question.Kind.FILE]
    asked = {q.pk for q in rows}
    return [q for q in rows if q.show_if_id is None or q.show_if_id in asked]


def form_page(
    request: HttpRequest,
    page: BookingPage,
    link: BookingLink | None,
    choice: Choice,
    visitor: Visitor,
    filled: Filled,
    *,
    place: str,
    names: str = "",
    wrong: dict[str, str] | None = None,
    error: str = "",
    instead: list[dict] | None = None,
    sheet: str = "",
    status: int = 200,
) -> HttpResponse:
    """The questions about the chosen time, with what was typed and what is wrong."""
    questions = questions_of(page, link)
    sheet = sheet or new_page(page.pk, SALT)
    if wrong or error or filled.errors:
        hold_files(nonce_of(sheet), filled)
    wrong = wrong or {}
    labels = {
        "name": "Your name",
        "email": "E-mail",
        "phone": "Phone",
        "place": "How we meet",
        "topic": "What it is about",
    }
    faults = [(f"b-{field}", labels[field]) for field in labels if field in wrong]
    sections = sections_of(questions, filled)
    always = [q for q in questions if q.show_if_id is None]
    faults += [(q.field_name, q.label) for q in questions if q.error]
    hosts = [choice.host] if choice.host else []
    context = about(page, choice, []) | {
        "link": link,
        "visitor": visitor,
        "names": names,
        "place": place,
        "wrong": wrong,
        "faults": faults,
        "error": error,
        "instead": instead,
        "sections": sections,
        # What a further question asks is not asked twice.
        "asks_topic": not any(q.target == Question.Target.SUMMARY for q in always),
        "asks_names": page.asks_names and not any(q.target.startswith("party:") for q in always),
        "files_lost": bool(faults or error) and lost(filled),
        "sheet": sheet,
        "trap": TRAP,
        "most": MOST_BYTES // (1024 * 1024),
        "at": stamp(choice.at) if choice.at else "",
        "starts": choice.at,
        "ends": choice.at + datetime.timedelta(minutes=choice.length) if choice.at else None,
        "zone_words": choice.at.astimezone(ZoneInfo(choice.zone)).strftime("%Z") if choice.at else "",
        "chosen": [row.member for row in page.hosts.select_related("member") if row.member_id in hosts],
        "back": choice.address(at=None, day=choice.at.astimezone(ZoneInfo(choice.zone)).date().isoformat())
        if choice.at
        else choice.address(at=None),
        "one_place": len(page.places) == 1,
        "asks_phone_only": page.places == [BookingPage.Place.PHONE],
    }
    with timezone.override(ZoneInfo(choice.zone)):
        return render(request, "booking/public_form.html", context, status=status)
