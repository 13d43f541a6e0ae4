"""A look at one name without keeping it: the hits as one member may see them."""

from dataclasses import dataclass

from accounts.models import Member
from conflicts.queries import engine
from conflicts.queries.reading import ICONS, address
from conflicts.queries.sight import whom_to_ask
from conflicts.queries.sources import Entity
from matters.queries.access import visibility_of
from practice.models import Firm
from practice.scope import current_firm_id, firm_scope


@dataclass(frozen=True)
class Glance:
    """One hit: its icon, its places that the member may see with their addresses, and whether there are others."""

    icon: str
    score: int
    adverse: bool
    places: list[tuple]
    more: bool

    @property
    def why(self) -> list[str]:
        """Why it matched."""
        return list(dict.fromkeys(word for line, _url in self.places for word in line.why))


@dataclass(frozen=True)
class Glances:
    """What is near a name. `ask`: whom to ask about what is restricted, "" when nothing is."""

    hits: list[Glance]
    restricted: bool
    ask: str
    left_off: int

    @property
    def total(self) -> int:
        """Hits that are shown, and one for all that are restricted."""
        return len(self.hits) + self.restricted


def look_up(text: str, member: Member, *, side: str) -> Glances:
    """Search for one name and leave out what walls hide from the member."""
    firm = Firm.objects.get(pk=current_firm_id())
    with firm_scope(firm):
        only, ids = visibility_of(member, firm)
        (result,) = engine.search([engine.Wanted(text, side)])
    hits, hidden = [], []
    for entity in result.entities:
        seen = [line for line in entity.lines if line.matter_id is None or (line.matter_id in ids) is only]
        hidden += [line for line in entity.lines if line not in seen]
        if seen:
            hits.append(_glance(entity, seen, side))
    restricted = bool(hidden)
    return Glances(hits, restricted, whom_to_ask(hidden, member) if restricted else "", result.left_off)


def look_up_whole(text: str, *, side: str) -> Glances:
    """Search for one name with nothing left out: for whoever holds the server itself."""
    with firm_scope(current_firm_id()):
        (result,) = engine.search([engine.Wanted(text, side)])
    return Glances([_glance(e, e.lines, side) for e in result.entities], False, "", result.left_off)


def _glance(entity: Entity, seen: list, side: str) -> Glance:
    adverse = any({side, line.side} == {"ours", "opposing"} for line in seen)
    places = [(line, address(line)) for line in seen]
    return Glance(
        ICONS.get(entity.kind, "point"),
        max(line.score for line in seen),
        adverse,
        places,
        len(seen) < len(entity.lines),
    )
