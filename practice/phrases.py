"""The audit trail in plain words: who did what, as people say it.

Each app keeps a table of its own verbs in its module `activity`, named in BOOKS. A verb in no table is still said in words
("invoice.approved" is "approved invoice 2026-1142"), so that nothing is ever left out; a test asks for the phrase.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from practice.models import AuditEvent
from practice.templatetags.ui import shown


@dataclass(frozen=True)
class Phrase:
    """How a verb is said. `text` may use {object}, {reason} and {field} or {field_before} of any recorded change.

    `url_name` makes {object} a link to the record. `group` is work or money; `perm` hides the event from members without
    the power. A phrase with `hidden` is never shown in the stream (the History tab shows all).
    """

    text: str
    icon: str = "point"
    tone: str = ""
    group: str = "work"
    url_name: str = ""
    perm: str = ""
    hidden: bool = False


# What every list of the product can do.
PHRASES: dict[str, Phrase] = {
    "list.exported": Phrase("took {rows} rows of {list} as a file", "download"),
    "view.shared": Phrase("shared the view {object}", "eye"),
    "view.changed": Phrase("changed {changes} of the view {object}", "eye"),
    "view.deleted": Phrase("deleted the view {object}", "trash"),
}
# The tables of the apps: {verb: Phrase}.
BOOKS: list[str] = [
    "accounts.activity.PHRASES",
    "supervision.activity.PHRASES",
    "custom_fields.activity.PHRASES",
    "court_rules.activity.PHRASES",
    "matters.activity.PHRASES",
    "calendar_app.activity.PHRASES",
    "feeds.activity.PHRASES",
    "documents.activity.PHRASES",
    "portal.activity.PHRASES",
    "exchange.activity.PHRASES",
    "reports.activity.PHRASES",
    "radar.activity.PHRASES",
    "work.activity.PHRASES",
    "conflicts.activity.PHRASES",
    "communications.activity.PHRASES",
    "office.activity.PHRASES",
    "reminders.activity.PHRASES",
    "depositions.activity.PHRASES",
    "travel.activity.PHRASES",
    "billing.activity.PHRASES",
    "intake.activity.PHRASES",
    "booking.activity.PHRASES",
    "workflows.activity.PHRASES",
]

ICONS = {
    "billing.timeentry": "clock",
    "billing.expense": "credit-card",
    "billing.invoice": "receipt",
    "billing.payment": "cash",
    "documents.document": "file-text",
    "documents.version": "file-text",
    "documents.sharelink": "link",
    "calendar_app.deadline": "calendar-event",
    "matters.contact": "address-book",
}
LINKS = {
    "billing.invoice": "invoice_detail",
    "billing.timeentry": "time_detail",
    "documents.document": "document_detail",
}
WORDS = {
    "timeentry": "time entry",
    "sharelink": "link",
    "feearrangement": "fee",
    "practicearea": "practice area",
}


@dataclass(frozen=True)
class Line:
    """One event of the stream, ready to show: words before the object, the object with its address, words after it."""

    event: AuditEvent
    actor: str
    before: str
    label: str
    url: str
    after: str
    icon: str
    tone: str

    @property
    def at(self):
        return self.event.at


def phrases() -> dict[str, Phrase]:
    """Every verb that has words of its own."""
    found = dict(PHRASES)
    for path in BOOKS:
        found |= import_string(path)
    return found


def line_of(event: AuditEvent, book: Mapping[str, Phrase] | None = None) -> Line:
    """One event in words."""
    phrase = (book if book is not None else phrases()).get(event.verb)
    url = _url(phrase.url_name if phrase and phrase.url_name else LINKS.get(event.object_type, ""), event)
    icon = phrase.icon if phrase else ICONS.get(event.object_type, "point")
    tone = phrase.tone if phrase else ""
    if phrase is None:
        noun, _, did = event.verb.partition(".")
        said = f"{did.replace('_', ' ') or 'changed'} {WORDS.get(noun, noun.replace('_', ' '))} "
        after = f" ({event.reason})" if event.reason else ""
        return Line(event, event.actor_name, said, event.object_label, url, after, icon, tone)
    text = phrase.text.replace("{reason}", event.reason or "no reason given")
    if "{changes}" in text:
        text = text.replace("{changes}", _changes(event))
    for name, pair in event.changes.items():
        if isinstance(pair, list) and len(pair) == 2:
            text = text.replace(f"{{{name}_before}}", shown(pair[0])).replace(f"{{{name}}}", shown(pair[1]))
    before, found, after = text.partition("{object}")
    return Line(event, event.actor_name, before, event.object_label if found else "", url, after, icon, tone)


def sentence_of(event: AuditEvent, book: Mapping[str, Phrase]) -> str:
    """One event as one sentence without its actor, for the History tab."""
    line = line_of(event, book)
    return f"{line.before}{line.label}{line.after}"


def told(events: list[AuditEvent]) -> list[AuditEvent]:
    """The events, each with its sentence where its verb has words of its own, for ui/history.html."""
    book = phrases()
    for event in events:
        if event.verb in book:
            event.sentence = sentence_of(event, book)
    return events


def _changes(event: AuditEvent) -> str:
    said = []
    for name, pair in event.changes.items():
        if isinstance(pair, list) and len(pair) == 2:
            noun = "caption" if name == "name" else WORDS.get(name, name.replace("_", " "))
            gone = pair[1] in (None, "")
            said.append(f"the {noun} to nothing" if gone else f"the {noun} to {shown(pair[1])}")
    text = " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)
    return text or "nothing"


def _url(name: str, event: AuditEvent) -> str:
    if not name:
        return ""
    try:
        return reverse(name, args=[event.object_id])
    except NoReverseMatch:  # an app that this installation does not route
        return ""
