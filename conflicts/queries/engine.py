"""The search of a conflict check: for each asked name what is near it, ranked, with part, side, matter and why.

It runs in the system's own scope (practice.scope, no member), because what a wall hides has to be found too. Nothing that it
returns goes to a page as it is: it is stored with the walls of each line's own matter (conflicts.models.HitLine).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from conflicts.queries import sources
from conflicts.queries.sources import Entity, Line
from practice.scope import current_member_id
from search.queries import names, texts
from search.queries.fetching import Asked, Found, ask, near
from search.queries.names import Match

# More than this of one asked name nobody reads: the nearest stay, and the check says how many there were.
MOST = 60
# What an employer's name is worth beside the person's own.
EMPLOYER_LESS = 15


@dataclass(frozen=True)
class Wanted:
    """A name to look for: on which side it stands, which contact it is, and what is its own and therefore no hit."""

    name: str
    side: str = "ours"
    contact_id: int | None = None


@dataclass(frozen=True)
class Own:
    """What a check is about: its own matter and lead are no hits."""

    matter_id: int | None = None
    lead_id: int | None = None


@dataclass(frozen=True)
class Result:
    """What was found for one name: best first, and how many were left off."""

    wanted: Wanted
    entities: list[Entity]
    left_off: int = 0


def search(wanted: Sequence[Wanted], own: Own = Own()) -> list[Result]:
    """Search all sources for each name. Six queries and four for each name.

    Call it in the system's own scope; raises RuntimeError in a member's, whose walls would hide hits.
    """
    if current_member_id() is not None:
        raise RuntimeError("A conflict check is searched in the system's own scope.")
    asked = ask([one.name for one in wanted])
    people = sources.staff()
    staff = list(zip(people, ask([person.name for person in people]), strict=True))
    return [_one(one, taken, own, staff) for one, taken in zip(wanted, asked, strict=True)]


def _one(wanted: Wanted, asked: Asked, own: Own, staff) -> Result:
    found = names.matches(asked, near(asked, without=("subject",)))
    entities: dict[tuple[str, int], Entity] = {}

    def put(kind: str, object_id: int, line: Line) -> None:
        entity = entities.setdefault((kind, object_id), Entity(kind, object_id))
        same = next(
            (
                x
                for x in entity.lines
                if (x.kind, x.object_id, x.slot) == (line.kind, line.object_id, line.slot)
            ),
            None,
        )
        if same is None:
            entity.lines.append(line)
        elif line.score > same.score:
            entity.lines[entity.lines.index(same)] = line

    _contacts(found, wanted, own, put)
    _leads(found, own, put)
    _captions(found, own, entities, put)
    _interests(found, put)
    _staff(asked, staff, put)
    _texts(asked, own, entities, put)
    ranked = []
    for entity in entities.values():
        entity.adverse = any(_against(wanted.side, line.side) for line in entity.lines)
        entity.lines.sort(
            key=lambda line: (not _against(wanted.side, line.side), -line.score, line.object_id)
        )
        ranked.append(entity)
    ranked.sort(key=lambda e: (-(e.score + (15 if e.adverse else 0)), e.kind, e.object_id))
    return Result(wanted, ranked[:MOST], max(0, len(ranked) - MOST))


def _against(one: str, other: str) -> bool:
    """Whether two sides are opposed: ours and opposing, either way."""
    return {one, other} == {"ours", "opposing"}


def _contacts(found: list[Match], wanted: Wanted, own: Own, put) -> None:
    # Best first: of a name that hundreds have, the parts of the nearest are enough to read.
    mine = [match for match in found if match.contact_id and match.kind in ("contact", "alias")][: MOST + 20]
    ids = {match.contact_id for match in mine} | ({wanted.contact_id} if wanted.contact_id else set())
    if not ids:
        return
    contacts, parts = sources.contacts_by_id(ids), sources.parts_of(ids)
    aliases = sources.alias_kinds(m.object_id for m in mine if m.kind == "alias")
    best: dict[int, Match] = {}
    for match in mine:
        if match.contact_id not in contacts:
            continue
        points = match.score - (EMPLOYER_LESS if match.slot == "company" else 0)
        contact = contacts[match.contact_id]
        if match.contact_id != wanted.contact_id:
            put("contact", contact.pk, _contact_line(match, contact, aliases, points))
        if match.slot != "company" and (contact.pk not in best or match.score > best[contact.pk].score):
            best[contact.pk] = match
    if wanted.contact_id in contacts and wanted.contact_id not in best:
        best[wanted.contact_id] = _itself(contacts[wanted.contact_id])
    for contact_id, match in best.items():
        why = ("the contact itself",) if contact_id == wanted.contact_id else match.why
        points = 100 if contact_id == wanted.contact_id else match.score
        for part in parts.get(contact_id, ()):
            if part.matter_id == own.matter_id:
                continue
            put(
                "contact",
                contact_id,
                Line(
                    part.kind, part.object_id, contacts[contact_id].name, points, why, role=part.role, side=part.side,
                    place=part.place, state=part.state, matter_id=part.matter_id,
                ),
            )  # fmt: skip


def _contact_line(match: Match, contact, aliases: dict[int, str], points: int) -> Line:
    if match.kind == "alias":
        name, role = f"{contact.name} ({match.name})", aliases.get(match.object_id, "Also known as")
    elif match.slot == "company":
        name, role = f"{contact.name}, {match.name}", "Works at"
    else:
        name, role = contact.name, "Contact"
    return Line(
        match.kind, match.object_id, name[:300], points, match.why, slot=match.slot, role=role,
        place=contact.kind,
    )  # fmt: skip


def _itself(contact) -> Match:
    words = tuple(contact.name.lower().split())
    return Match(
        Found(0, "contact", contact.pk, "name", contact.pk, None, contact.name, words, (), False),
        100,
        ("the contact itself",),
    )


def _leads(found: list[Match], own: Own, put) -> None:
    mine = [match for match in found if match.kind in ("lead", "lead_party")]
    leads = sources.rows_of("intake.Lead", [m.object_id for m in mine if m.kind == "lead"])
    parties = sources.rows_of(
        "intake.LeadParty", [m.object_id for m in mine if m.kind == "lead_party"], "lead"
    )
    for match in mine:
        row = (leads if match.kind == "lead" else parties).get(match.object_id)
        if row is None:
            continue
        lead = row if match.kind == "lead" else row.lead
        # What became a matter is found there.
        if lead.pk == own.lead_id or (lead.matter_id and lead.matter_id == own.matter_id):
            continue
        role = "Lead" if match.kind == "lead" else f"{row.get_role_display()} in a lead"
        side = "ours" if match.kind == "lead" else _side_of(row.role)
        put(
            "lead",
            lead.pk,
            Line(
                match.kind, match.object_id, match.name, match.score, match.why, role=role, side=side,
                place=f"Lead of {lead.received_at:%b} {lead.received_at.day}, {lead.received_at.year}: {lead.name}"[:300],
                state=lead.get_state_display(), matter_id=match.matter_id,
            ),
        )  # fmt: skip


def _side_of(role: str) -> str:
    if role in ("client", "co_counsel", "payer", "guardian"):
        return "ours"
    return "opposing" if role in ("opposing_party", "opposing_counsel") else "third"


def _captions(found: list[Match], own: Own, entities: dict, put) -> None:
    """Captions of matters in which no contact of that name was found: parties that nobody entered."""
    told = {line.matter_id for entity in entities.values() for line in entity.lines if line.matter_id}
    mine = [
        m for m in found if m.kind == "matter" and m.matter_id != own.matter_id and m.matter_id not in told
    ]
    matters = sources.rows_of("matters.Matter", [m.object_id for m in mine])
    for match in mine:
        matter = matters.get(match.object_id)
        if matter is not None:
            put(
                "matter",
                matter.pk,
                Line(
                    "matter", matter.pk, match.name, match.score, match.why, role="Caption", place=str(matter),
                    state=matter.get_state_display(), matter_id=matter.pk,
                ),
            )  # fmt: skip


def _interests(found: list[Match], put) -> None:
    mine = [match for match in found if match.kind == "interest"]
    rows = sources.interests_by_id(m.object_id for m in mine)
    for match in mine:
        row = rows.get(match.object_id)
        if row is not None:
            over = f", until {row.until_on:%Y-%m-%d}" if row.until_on else ""
            put(
                "interest",
                row.pk,
                Line(
                    "interest", row.pk, match.name, match.score, match.why, role=f"Declared by {row.member.name}"[:80],
                    side="firm", place=f"{row.get_kind_display()}{over}", state=row.detail[:40], member_id=row.member_id,
                ),
            )  # fmt: skip


def _staff(asked: Asked, staff, put) -> None:
    for member, taken in staff:
        found = Found(
            member.pk, "member", member.pk, "name", None, None, member.name, taken.words, taken.sounds, False
        )
        match = names.score(asked, found) if taken.words else None
        if match is not None and match.score > names.SELDOM:
            put(
                "member",
                member.pk,
                Line(
                    "member", member.pk, member.name, match.score, match.why, role="Works here", side="firm",
                    place=member.title or "Member of the firm", member_id=member.pk,
                ),
            )  # fmt: skip


def _texts(asked: Asked, own: Own, entities: dict, put) -> None:
    found = [one for one in texts.holding(asked) if one.matter_id is None or one.matter_id != own.matter_id]
    rows = sources.text_rows(found)
    told: set[tuple] = set()
    for one in found:
        row = rows.get((one.kind, one.object_id))
        if row is None or (one.kind in ("lead", "lead_note") and _lead_id(one, row) == own.lead_id):
            continue
        _label, column, words, _joins = sources.TEXTS[one.kind]
        kind, object_id, place = _text_place(one, row, words)
        if (kind, object_id) in told:
            continue
        told.add((kind, object_id))
        snippet = sources.snippet_of(getattr(row, column), asked)
        put(
            kind,
            object_id,
            Line(
                one.kind, one.object_id, asked.text, 70, ("named in a text",), slot=f"text {column}", role=words,
                place=place[:300], snippet=snippet, matter_id=one.matter_id,
            ),
        )  # fmt: skip


def _lead_id(one, row) -> int:
    return row.pk if one.kind == "lead" else row.lead_id


def _text_place(one, row, words: str) -> tuple[str, int, str]:
    if one.kind == "document":
        return "document", row.document_id, row.document.name
    if one.kind == "note":
        about = row.matter or row.contact
        return "note", row.pk, f"On {about}" if about else "On a lead"
    if one.kind == "lead_note":
        return "lead", row.lead_id, row.lead.name
    if one.kind == "lead":
        return "lead", row.pk, row.name
    return one.kind, row.pk, str(row)


def counted() -> dict[str, int]:
    """How much is searched: names and texts of each kind. Two queries; call it in the system's own scope."""
    from django.db.models import Count

    from search.models import Name, Text

    found: dict[str, int] = defaultdict(int)
    for model in (Name, Text):
        rows = model.objects.exclude(kind="subject").order_by().values_list("kind").annotate(n=Count("pk"))
        for kind, count in rows:
            found[f"{kind} texts" if model is Text else kind] += count
    return dict(found)
