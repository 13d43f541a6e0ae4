"""vCards as phones, mail programs and other practice software write them: 2.1, 3.0 and 4.0 in, 3.0 out. Pure functions.

vobject takes the text apart; what a card means for a contact is decided here. Everybody reads 3.0 (RFC 2426), so that is
written; of 4.0 (RFC 6350) its URIs, PREF numbers and KIND are understood.
"""

import datetime
import re
from collections.abc import Iterable
from typing import Any

import vobject
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from vobject.base import ParseError, registerBehavior
from vobject.icalendar import MultiTextBehavior

from exchange.readers import Unreadable
from matters.models import Contact

# As it comes, vobject keeps the first nickname alone.
registerBehavior(MultiTextBehavior, "NICKNAME")
vobject.vcard.VCard3_0.knownChildren["NICKNAME"] = (0, None, None)

MAX_BYTES = 10 * 1024 * 1024
MAX_CARDS = 500
TEL_LABELS = (
    ("fax", "fax"),
    ("cell", "mobile"),
    ("mobile", "mobile"),
    ("iphone", "mobile"),
    ("work", "work"),
    ("home", "home"),
)
PLACES = (("work", "work"), ("home", "home"))
LIMITS = {
    "prefix": 20, "first_name": 80, "middle_name": 80, "last_name": 120, "suffix": 20, "name": 200, "company": 200,
    "title": 100, "website": 200, "language": 40, "notes": 5000, "external_id": 60,
}  # fmt: skip


def read_cards(content: bytes) -> list[dict[str, Any]]:
    """The contacts of a file, each as the values that services.create_contact takes, with `lists` for its PARTS.

    Raises Unreadable when the file as a whole cannot be read. A card without any name is left out.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable("The file is larger than 10 MB. Save the contacts in several files.")
    text = _text(content)
    if "BEGIN:VCARD" not in text.upper():
        raise Unreadable("This is no vCard file. Save the contacts as vCard (.vcf) in the other program.")
    if text.upper().count("BEGIN:VCARD") > MAX_CARDS:
        raise Unreadable(f"A file may hold {MAX_CARDS} cards. Save the contacts in several files, or as CSV.")
    try:
        cards = [c for c in vobject.readComponents(text, ignoreUnreadable=True) if c.name == "VCARD"]
    except (ParseError, ValueError, IndexError, KeyError, AttributeError) as error:
        raise Unreadable("The file is damaged: its cards could not be told apart.") from error
    return [found for found in map(_contact, cards) if found]


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _contact(card) -> dict[str, Any] | None:
    one = _first(card)
    name, orgs = card.contents.get("n"), _org(card)
    parts = name[0].value if name and not isinstance(name[0].value, str) else None
    values = {
        "prefix": _joined(getattr(parts, "prefix", "")),
        "first_name": _joined(getattr(parts, "given", "")),
        "middle_name": _joined(getattr(parts, "additional", "")),
        "last_name": _joined(getattr(parts, "family", "")),
        "suffix": _joined(getattr(parts, "suffix", "")),
        "name": one("fn") or orgs,
        "company": orgs,
        "title": one("title") or one("role"),
        "website": one("url"),
        "language": one("lang"),
        "notes": one("note", lines=True),
        "external_id": one("uid").removeprefix("urn:uuid:"),
    }
    values["kind"] = _kind(card, values)
    if values["kind"] == Contact.Kind.PERSON:
        if not values["first_name"] and not values["last_name"]:
            first, _, last = values["name"].rpartition(" ")
            values["first_name"], values["last_name"] = first, last
    else:
        values["name"] = orgs or values["name"]
        values |= dict.fromkeys(("prefix", "first_name", "middle_name", "last_name", "suffix", "company"), "")
    if not (values["name"] or values["first_name"] or values["last_name"]):
        return None
    values = {key: value[: LIMITS[key]] if key in LIMITS else value for key, value in values.items()}
    values["birthday"] = _day(one("bday"))
    values["tags"] = _tags(card)
    return values | {
        "names": [{"kind": "alias", "name": nick[:200]} for nick in _several(card, "nickname")],
        "phones": _main_first(
            [
                {"label": _label(line, TEL_LABELS, "main"), "number": _tel(line), "pref": _pref(line)}
                for line in card.contents.get("tel", ())
            ],
            "number",
        ),
        "emails": _main_first(
            [
                {
                    "label": _label(line, PLACES, "main"),
                    "address": _plain(line.value)[:254],
                    "pref": _pref(line),
                }
                for line in card.contents.get("email", ())
                if _is_address(_plain(line.value))
            ],
            "address",
        ),
        "addresses": _main_first([_address(line) for line in card.contents.get("adr", ())], ""),
    }


def _first(card):
    def one(key: str, *, lines: bool = False) -> str:
        found = card.contents.get(key)
        text = str(found[0].value) if found else ""
        return _clean(text) if lines else _plain(text)

    return one


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or c.isprintable()).strip()


def _plain(text) -> str:
    return " ".join(_clean(str(text)).split())


def _joined(value) -> str:
    return _plain(" ".join(value) if isinstance(value, list) else value or "")


def _org(card) -> str:
    found = card.contents.get("org")
    if not found:
        return ""
    value = found[0].value
    return _plain(value[0] if isinstance(value, list) and value else value)


def _kind(card, values: dict) -> str:
    kind = _first(card)("kind").lower()
    if kind in ("org", "organization", "group"):
        return Contact.Kind.COMPANY
    shown_as = _first(card)("x-abshowas").lower()
    if shown_as == "company":
        return Contact.Kind.COMPANY
    if values["first_name"] or values["last_name"] or kind == "individual":
        return Contact.Kind.PERSON
    return (
        Contact.Kind.COMPANY
        if values["company"] and values["name"] == values["company"]
        else Contact.Kind.PERSON
    )


def _several(card, key: str) -> list[str]:
    found = []
    for line in card.contents.get(key, ()):
        values = line.value if isinstance(line.value, list) else str(line.value).split(",")
        found += [_plain(value) for value in values]
    return list(dict.fromkeys(value for value in found if value))


def _tags(card) -> list[str]:
    return [tag[:40] for tag in _several(card, "categories") if tag.lower() != "mycontacts"][:20]


def _types(line) -> set[str]:
    given = [*line.params.get("TYPE", ()), *getattr(line, "singletonparams", ())]
    return {part.strip().lower() for value in given for part in value.split(",")}


def _label(line, labels, default: str) -> str:
    types = _types(line)
    return next((label for word, label in labels if word in types), default)


def _pref(line) -> int:
    """How much a value is preferred: 1 most (RFC 6350), 101 when nothing is said."""
    number = (line.params.get("PREF") or [""])[0]
    if number.isdecimal():
        return int(number)
    return 1 if "pref" in _types(line) else 101


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _tel(line) -> str:
    number = _plain(line.value)
    if number.lower().startswith("tel:"):
        number, *more = number[4:].split(";")
        extension = next((p[4:] for p in more if p.lower().startswith("ext=")), "")
        number += f" ext. {extension}" if extension else ""
    return number[:40]


def _address(line) -> dict:
    value = line.value
    if isinstance(value, str):
        return {"label": "main", "street": _clean(value)[:500], "pref": _pref(line)}
    street = [_joined(getattr(value, "box", "")), _joined(getattr(value, "extended", ""))]
    streets = getattr(value, "street", "")
    street = [*(streets if isinstance(streets, list) else _clean(streets).split("\n")), *street]
    return {
        "label": _label(line, PLACES, "main"),
        "street": "\n".join(_plain(part) for part in street if _plain(part))[:500],
        "city": _joined(getattr(value, "city", ""))[:100],
        "region": _joined(getattr(value, "region", ""))[:60],
        "postcode": _joined(getattr(value, "code", ""))[:20],
        "country": _joined(getattr(value, "country", ""))[:60],
        "pref": _pref(line),
    }


def _main_first(rows: list[dict], needed: str) -> list[dict]:
    """The rows, once each, the preferred one first and marked as the main one."""
    kept: dict[str, dict] = {}
    for row in sorted(rows, key=lambda row: row["pref"]):
        del row["pref"]
        text = row[needed] if needed else "".join(v for k, v in row.items() if k != "label")
        if text:
            kept.setdefault(text.lower(), row | {"is_main": not kept})
    return list(kept.values())


def _day(text: str) -> datetime.date | None:
    """A birthday as 1985-04-12, 19850412 or with a time behind it. One without a year is none."""
    match = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", text)
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def write_cards(contacts: Iterable[Contact]) -> bytes:
    """The contacts as vCards 3.0. Their lists (phones, emails, addresses, names) should be prefetched."""
    return "".join(_card(contact) for contact in contacts).encode()


TEL_TYPES = {"mobile": ["CELL"], "work": ["WORK", "VOICE"], "home": ["HOME", "VOICE"], "fax": ["FAX"]}
PLACE_TYPES = {"work": ["WORK"], "home": ["HOME"], "billing": ["WORK"], "service": ["WORK"]}


def _card(contact: Contact) -> str:
    card = vobject.vCard()
    person = contact.kind == Contact.Kind.PERSON
    card.add("fn").value = contact.name
    last, first = (contact.last_name, contact.first_name) if person else ("", "")
    if person and not (last or first):
        last = contact.name
    card.add("n").value = vobject.vcard.Name(
        family=last, given=first, additional=contact.middle_name, prefix=contact.prefix, suffix=contact.suffix
    )
    org = contact.company if person else contact.name
    if org:
        card.add("org").value = [org]
    if not person:
        card.add("x-abshowas").value = "COMPANY"
    for key, text in (("title", contact.title), ("url", contact.website), ("note", contact.notes)):
        if text:
            card.add(key).value = text
    if contact.birthday:
        card.add("bday").value = contact.birthday.isoformat()
    if contact.tags:
        card.add("categories").value = list(contact.tags)
    for phone in contact.phones.all():
        _typed(card.add("tel"), phone.number, TEL_TYPES.get(phone.label, ["VOICE"]), phone.is_main)
    for email in contact.emails.all():
        _typed(
            card.add("email"), email.address, ["INTERNET", *PLACE_TYPES.get(email.label, [])], email.is_main
        )
    for address in contact.addresses.all():
        value = vobject.vcard.Address(
            street=address.street.split("\n") if "\n" in address.street else address.street,
            city=address.city,
            region=address.region,
            code=address.postcode,
            country=address.country,
        )
        _typed(card.add("adr"), value, PLACE_TYPES.get(address.label, ["POSTAL"]), address.is_main)
    nicks = [row.name for row in contact.names.all()]
    if nicks:
        card.add("nickname").value = nicks
    card.add("rev").value = contact.updated_at.strftime("%Y%m%dT%H%M%SZ")
    return card.serialize()


def _typed(line, value, types: list[str], main: bool) -> None:
    line.value = value
    line.params["TYPE"] = [*types, *(["PREF"] if main else [])]
