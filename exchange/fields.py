"""What each kind of file may hold: the fields, the headings other programs give them, an example of each."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from custom_fields.models import Field as CustomField
from custom_fields.queries import fields_of
from exchange.models import ImportRun

Kind = ImportRun.Kind


@dataclass(frozen=True)
class Field:
    """A field of a file. `words` are headings by which it is known elsewhere (Clio, MyCase, PracticePanther, Excel)."""

    name: str
    label: str
    example: str
    words: tuple[str, ...] = ()
    required: bool = False
    hint: str = ""


def _f(
    name: str, label: str, example: str, words: str = "", *, required: bool = False, hint: str = ""
) -> Field:
    known = tuple(word.strip() for word in words.split("|") if word.strip())
    return Field(name, label, example, known, required, hint)


CONTACTS = (
    _f("name", "Name", "Ada Moss", "full name|contact name|contact|client name|client|display name|organization name|"
       "business name", hint="Or first and last name, or company: one of them is needed."),
    _f("first_name", "First name", "Ada", "first|given name|forename"),
    _f("last_name", "Last name", "Moss", "last|surname|family name"),
    _f("kind", "Type", "Person", "type|contact type|kind|person or company",
       hint="Person, company, trust, court or government. Left out: told from the name."),
    _f("company", "Company", "Moss Ceramics LLC", "company name|organization|organisation|employer|firm|business"),
    _f("title", "Title", "Owner", "job title|position|role"),
    _f("email", "E-mail", "ada@moss.example", "email|e-mail address|email address|primary email|primary email address|"
       "email 1|work email|default email"),
    _f("phone", "Phone", "+1 510 555 0100", "phone number|primary phone|primary phone number|telephone|work phone|"
       "cell phone|mobile|mobile phone|main phone|cell phone number|work phone number|default phone"),
    _f("address", "Street", "9 Kiln Road", "address|street address|address 1|address line 1|primary address street|"
       "street 1|home street|business street|mailing address|primary address"),
    _f("city", "City", "Alameda", "town|primary address city|home city|business city|address city"),
    _f("region", "State", "CA", "state|province|region|primary address state|state/province|primary address province|"
       "home state|business state|address state"),
    _f("postcode", "ZIP code", "94501", "zip|zip code|postal code|postcode|primary address zip|"
       "primary address postal code|home postal code|business postal code|zip/postal code|address zip code"),
    _f("country", "Country", "United States", "primary address country|home country|business country"),
    _f("tags", "Tags", "landlord; newsletter", "tag|labels|categories|contact group|people group|groups",
       hint="Several with a semicolon between them."),
    _f("ledes_client_id", "LEDES client ID", "00711", "client id (ledes)|ledes id|ledes client id|e-billing id"),
    _f("notes", "Notes", "Prefers calls after 4 PM.", "note|comments|comment|private notes|description|background"),
    _f("external_id", "ID in the old system", "100482", "id|contact id|client id|contact number|record id|uid|"
       "mycase id|clio id", hint="Keeps the same contact from coming in twice, and lets matters find their client."),
)  # fmt: skip

MATTERS = (
    _f("name", "Caption", "Moss v. Solano Tile", "matter|matter name|case|case name|case/matter name|matter description|"
       "caption|title|description|case title", required=True),
    _f("client", "Client", "Ada Moss", "client name|contact|contact name|billing client|clients|company|case client|"
       "contacts", hint="The name as it stands among contacts. Needed unless the client’s ID is given."),
    _f("client_id", "Client’s ID", "100482", "client id|contact id|client number|client external id|"
       "client unique id"),
    _f("number", "Matter number", "2024-0117", "number|matter no|matter no.|matter number|display number|case number|"
       "file number|matter id number|matter display number", hint="Left out: the firm’s next number."),
    _f("practice_area", "Practice area", "Civil litigation", "area of law|practice|matter type|case type|type|area",
       hint="Made when the firm has none of that name."),
    _f("responsible", "Responsible attorney", "ivance@firm.example", "responsible|responsible lawyer|lead attorney|"
       "attorney|originating attorney|primary attorney|assigned attorney|lawyer|case manager",
       hint="E-mail address, name or initials."),
    _f("supervising", "Supervising attorney", "Imogen Vance", "supervising|supervisor|supervising lawyer",
       hint="Left out: the responsible attorney."),
    _f("state", "Status", "Open", "status|matter status|case status|state|stage status|open/closed",
       hint="Open, pending, on hold, closed or declined. Left out: open."),
    _f("opened_on", "Opened on", "2024-03-01", "open date|date opened|opened|opened date|opened on|start date|"
       "case opened|matter open date|open"),
    _f("closed_on", "Closed on", "", "close date|date closed|closed|closed date|closed on|end date|case closed"),
    _f("court", "Court", "Alameda County Superior Court", "court name|venue|jurisdiction|location"),
    _f("case_number", "Court’s case number", "24CV041877", "court case number|docket number|docket|case no|case no.|"
       "court number|cause number|index number"),
    _f("client_reference", "Client’s own number", "423-987", "client reference|client reference number|"
       "client matter id|client matter number|claim number|po number|client ref"),
    _f("description", "Description", "Breach of a supply contract.", "details|summary|notes|case description|matter notes"),
    _f("budget", "Budget", "25000.00", "matter budget|budget amount|fee cap"),
    _f("external_id", "ID in the old system", "88102", "id|matter id|case id|record id|uid|unique id",
       hint="Keeps the same matter from coming in twice."),
)  # fmt: skip

TIME = (
    _f("matter", "Matter number", "2024-0117", "matter|matter no|matter no.|matter display number|display number|case|"
       "case number|file number|matter id|case/matter|case name|matter name|number", required=True,
       hint="The number as it stands here, or the matter’s ID in the old system."),
    _f("date", "Date", "2026-02-13", "activity date|entry date|work date|date of work|day|time entry date|"
       "date worked|service date", required=True, hint="2026-02-13 or 2/13/2026 (month first)."),
    _f("person", "Person", "ofarrow@firm.example", "user|timekeeper|timekeeper name|attorney|staff|employee|member|"
       "billed by|lawyer|performed by|who|name|email|initials|user name|firm user", required=True,
       hint="E-mail address, name or initials."),
    _f("hours", "Hours", "1.2", "duration|time|quantity|qty|hours worked|hrs|units|time spent|duration (hours)|"
       "quantity in hours|worked hours|billable hours|unbilled hours|billed quantity|time in hours", required=True,
       hint="Decimal hours (1.2), 1:12, 1h 12m or 72m."),
    _f("narrative", "Narrative", "Draft reply to motion to compel", "description|note|notes|details|text|activity|"
       "entry description|time entry description|memo|comments|work description", required=True),
    _f("rate", "Rate", "185.00", "hourly rate|price|rate ($)|billing rate|unit price|rate/hour|price per hour"),
    _f("amount", "Amount", "222.00", "total|billable ($)|billable amount|value|fee|fees|total amount|unbilled amount|"
       "amount ($)|extended amount|billable total|line total", hint="Only compared: amounts are reckoned anew."),
    _f("billable", "Billable", "Yes", "is billable|billable?|billing status|bill status",
       hint="Yes, no or “no charge”. Left out: as usual for the person’s role."),
    _f("task_code", "Task code", "L350", "task|utbms task|utbms task code|task id|litigation code|utbms task name"),
    _f("activity_code", "Activity code", "A103", "activity code|utbms activity|utbms activity code|activity id|"
       "activity category|utbms code"),
    _f("external_id", "ID in the old system", "553019", "id|activity id|entry id|time entry id|record id|uid",
       hint="Keeps the same entry from coming in twice. Without one its contents do."),
)  # fmt: skip

EVENTS = (
    _f("title", "Title", "Status conference", "subject|summary|event|event name|name|event title|what", required=True),
    _f("date", "Date", "2026-12-07", "start date|starts on|day|begin date|event date|from date|start day", required=True),
    _f("start", "Starts", "9:30 AM", "start time|begins|from|begin time|time|start hour",
       hint="9:30 AM or 14:30. Left out: the event is of whole days."),
    _f("end", "Ends", "10:30 AM", "end time|until|to|finish|finish time|end hour", hint="Left out: an hour after the start."),
    _f("end_date", "Last day", "2026-12-07", "end date|ends on|until date|to date", hint="Left out: the same day."),
    _f("all_day", "All day", "No", "all day event|all-day|whole day|is all day", hint="Yes or no."),
    _f("zone", "Time zone", "America/Los_Angeles", "zone|timezone|tz|start timezone",
       hint="In whose clock the times are meant. Left out: the firm’s."),
    _f("kind", "Type", "Hearing", "event type|category|categories|kind|calendar category",
       hint="Hearing, trial, deposition, mediation, meeting, consultation, call … Left out: a meeting."),
    _f("matter", "Matter", "2026-0148", "matter number|case|case number|regarding|matter name|file number|matter id",
       hint="Number as it stands here. A court date needs it."),
    _f("owner", "Whose calendar", "imogen@merrowvance.example", "calendar|calendar owner|organizer|organiser|user|attorney|"
       "assigned to|owner", hint="E-mail address, name or initials. Left out: your own."),
    _f("people", "Others who come", "otis@merrowvance.example; bea@merrowvance.example", "attendees|required attendees|"
       "participants|staff|people|optional attendees|with", hint="People of the firm by e-mail address, with semicolons between."),
    _f("room", "Room", "Library", "resource|meeting resources|conference room", hint="A room of the firm, by its name."),
    _f("location", "Location", "900 Third Street, Oakland", "place|where|address"),
    _f("court", "Court", "Alameda Superior Court", "court name|venue"),
    _f("department", "Department", "Dept. 14", "dept|courtroom|dept.|department or courtroom"),
    _f("judge", "Judge", "Hon. R. Ames", "judge name|judicial officer"),
    _f("private", "Private", "No", "is private|sensitivity|visibility", hint="Yes: others see busy time alone."),
    _f("note", "Note", "Bring the exhibit binder.", "notes|description|details|body|comments"),
    _f("external_id", "ID in the old system", "88213", "id|event id|uid|record id|appointment id",
       hint="Keeps the same event from coming in twice. Without one its contents do."),
)  # fmt: skip

FIELDS: dict[str, tuple[Field, ...]] = {
    Kind.CONTACTS: CONTACTS,
    Kind.MATTERS: MATTERS,
    Kind.TIME: TIME,
    Kind.EVENTS: EVENTS,
}
NOUNS = {
    Kind.CONTACTS: ("contact", "contacts"),
    Kind.MATTERS: ("matter", "matters"),
    Kind.TIME: ("time entry", "time entries"),
    Kind.EVENTS: ("event", "events"),
    Kind.LEDES: ("line", "lines"),
}


# What a cell of a file can hold: formulas are worked out, groups have many rows, files are no text.
CLOSED = {"formula", "group", "file"}


def specs(kind: str) -> tuple[Field, ...]:
    """The fields of a kind of file, the firm's own among them: `cf` and the field's id. One query."""
    host = {Kind.CONTACTS: "contact", Kind.MATTERS: "matter"}.get(kind)
    if host is None:
        return FIELDS[kind]
    own = (field for field in fields_of(host) if field.type not in CLOSED)
    return (*FIELDS[kind], *(_own(field) for field in own))


def _own(field: CustomField) -> Field:
    examples = {
        "date": "2026-02-13",
        "currency": "1250.00",
        "numeric": "12",
        "checkbox": "Yes",
        "tristate": "Unknown",
        "time": "14:30",
    }
    choice = next((c["label"] for c in field.choices if not c.get("retired")), "")
    hint = "Several with a semicolon between them." if field.type == "multi" else field.hint
    return Field(
        f"cf{field.pk}",
        field.label,
        choice or examples.get(field.type, ""),
        (field.key, f"{field.field_set.name}: {field.label}"),
        hint=hint,
    )


def by_name(kind: str) -> dict[str, Field]:
    """{name: field} of a kind of file."""
    return {field.name: field for field in specs(kind)}


def _key(text: str) -> str:
    """A heading without case, punctuation and spaces: “E-mail Address:” and “email address” are one, “Billable” and
    “Billable ($)” are not."""
    return re.sub(r"[^a-z0-9$]+", "", text.lower())


def guess(kind: str, headings: Iterable[str]) -> dict[str, str]:
    """{heading: field} for the headings that are known by name. Each field is taken once: by its own label first, then by
    the words of other programs in the order in which they are listed. A required field that found nothing may have the
    heading of one that is not: Clio's matters are captioned in the column “Description”."""
    every_spec = specs(kind)
    free = {_key(heading): heading for heading in reversed(list(headings))}
    free.pop("", None)
    every = dict(free)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for own in (True, False):
        for field in every_spec:
            words = (field.label, field.name) if own else field.words
            for word in words:
                if field.name not in taken and _key(word) in free:
                    found[free.pop(_key(word))] = field.name
                    taken.add(field.name)
    spare = {field.name for field in every_spec if not field.required}
    for field in every_spec:
        if field.required and field.name not in taken:
            for word in field.words:
                if found.get(every.get(_key(word), "")) in spare:
                    found[every[_key(word)]] = field.name
                    break
    return found


def missing(kind: str, mapping: dict[str, str]) -> list[str]:
    """What must still be given before the rows can be read, a sentence each."""
    given = set(mapping.values())
    absent = [f"Choose the column with the {f.label[0].lower()}{f.label[1:]}." for f in specs(kind)
              if f.required and f.name not in given]  # fmt: skip
    if kind == Kind.CONTACTS and not given & {"name", "last_name", "first_name", "company"}:
        absent.append("Choose the column with the name, the last name or the company.")
    if kind == Kind.MATTERS and not given & {"client", "client_id"}:
        absent.append("Choose the column with the client, or with the client’s ID.")
    return absent


def template(kind: str) -> bytes:
    """A CSV file with our headings and one example row, in UTF-8 with the mark Excel wants."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    every = specs(kind)
    writer.writerow([field.label for field in every])
    writer.writerow([field.example for field in every])
    return text.getvalue().encode("utf-8-sig")
