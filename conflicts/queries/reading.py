"""A check as one member may read it: asked names, hits with their places and judgements, and what is restricted."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse

from accounts.models import Member
from conflicts.models import Check, Clearance, Disposition, Hit, HitLine, Subject
from conflicts.queries.sight import hidden_lines, whom_to_ask
from practice.scope import firm_scope

# Where a place is read whole: (URL name, whether the number is the matter's).
PAGES = {
    "contact": ("contact_detail", False),
    "client": ("matter_detail", True),
    "party": ("matter_detail", True),
    "matter": ("matter_detail", True),
    "document": ("", False),
    "lead": ("lead_detail", False),
}
ICONS = {
    "contact": "address-book",
    "lead": "user-plus",
    "matter": "briefcase-2",
    "document": "file-text",
    "note": "notes",
    "interest": "users",
    "member": "id-badge",
}


@dataclass
class Place:
    """One line of a hit, with its address."""

    line: HitLine
    url: str = ""


@dataclass
class Shown:
    """One hit as shown: `number` in the whole check, `places` the reader may see, `ask` who tells of the others."""

    hit: Hit
    number: int
    places: list[Place] = field(default_factory=list)
    hidden: int = 0
    ask: str = ""
    judged: Disposition | None = None
    own: bool = False
    side: str = ""

    @property
    def adverse(self) -> bool:
        """Whether a place that is shown stands on the other side. A hidden one says nothing, not even that."""
        return any({self.side, place.line.side} == {"ours", "opposing"} for place in self.places)

    @property
    def score(self) -> int:
        """How near the nearest place is that is shown."""
        return max((place.line.score for place in self.places), default=0)

    @property
    def is_restricted(self) -> bool:
        """Whether the reader sees nothing of it but that it is there."""
        return not self.places

    @property
    def may_judge(self) -> bool:
        return not self.hidden and not self.own

    @property
    def title(self) -> str:
        return self.places[0].line.name

    @property
    def icon(self) -> str:
        return ICONS.get(self.hit.kind, "point")

    @property
    def why(self) -> list[str]:
        """Why it matched, each reason once, of the places that are shown."""
        return list(dict.fromkeys(word for place in self.places for word in place.line.why))


@dataclass
class Asked:
    """One asked name with its hits. Restricted ones stand once, whatever their number."""

    subject: Subject
    hits: list[Shown] = field(default_factory=list)
    ask: str = ""

    @property
    def shown(self) -> list[Shown]:
        return [hit for hit in self.hits if not hit.is_restricted]

    @property
    def restricted(self) -> bool:
        return any(hit.is_restricted for hit in self.hits)

    @property
    def restricted_open(self) -> bool:
        """Whether somebody else still has to judge a restricted hit."""
        return any(hit.is_restricted and not hit.hit.disposition for hit in self.hits)


@dataclass
class Reading:
    """A whole check as one member reads it."""

    check: Check
    asked: list[Asked]
    open: int  # hits that nobody judged, restricted ones counted as one
    total: int
    restricted: bool


def address(line: HitLine) -> str:
    """Where the place is read; "" when there is no page."""
    name, of_matter = PAGES.get(line.kind, ("", False))
    pk = line.matter_id if of_matter else line.object_id
    if not name or not pk:
        return ""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def read(check: Check, member: Member) -> Reading:
    """The check as `member` may read it. A fixed number of queries."""
    hidden = hidden_lines(check, member)
    gone = {line.pk for lines in hidden.values() for line in lines}
    subjects = list(check.subjects.filter(dropped_at=None).select_related("contact").order_by("id"))
    hits = list(Hit.objects.filter(check_ref=check).order_by("-adverse", "-score", "id"))
    numbers = {pk: n for n, pk in enumerate(sorted(hit.pk for hit in hits), 1)}
    lines: dict[int, list[HitLine]] = defaultdict(list)
    for line in HitLine.objects.filter(hit__check_ref=check).select_related("member").order_by("id"):
        if line.pk not in gone:
            lines[line.hit_id].append(line)
    judged = _judged(check)
    asked = {subject.pk: Asked(subject) for subject in subjects}
    sides = {subject.pk: subject.side for subject in subjects}
    for hit in hits:
        unseen = hidden.get(hit.pk, [])
        shown = Shown(
            hit,
            numbers[hit.pk],
            [Place(line, address(line)) for line in lines[hit.pk]],
            hidden=len(unseen),
            judged=judged.get(hit.pk) if not unseen else None,
            own=any(line.member_id == member.pk for line in lines[hit.pk]),
            side=sides.get(hit.subject_id, ""),
        )
        if hit.subject_id in asked:
            asked[hit.subject_id].hits.append(shown)
    every = [line for lines_ in hidden.values() for line in lines_]
    ask = whom_to_ask(every, member)
    for one in asked.values():
        one.ask = ask
        one.hits.sort(key=lambda shown: (not shown.adverse, -shown.score, shown.number))
        for shown in one.hits:
            shown.ask = ask if shown.hidden else ""
    rows = [shown for one in asked.values() for shown in one.hits]
    seen = [shown for shown in rows if not shown.is_restricted]
    more = any(s.is_restricted and not s.hit.disposition for s in rows)
    return Reading(
        check,
        list(asked.values()),
        open=sum(not s.hit.disposition for s in seen) + more,
        total=len(seen) + any(s.is_restricted for s in rows),
        restricted=bool(every),
    )


def _judged(check: Check) -> dict[int, Disposition]:
    found: dict[int, Disposition] = {}
    rows = Disposition.objects.filter(hit__check_ref=check).select_related("by", "hit").order_by("id")
    for row in rows:
        if row.value == row.hit.disposition:
            found[row.hit_id] = row
        else:
            found.pop(row.hit_id, None)
    return found


def frozen(clearance: Clearance, without: set[int]) -> list[dict]:
    """What the report shows of a clearance: asked names with their hits, from rows that do not change. `without`: ids of lines
    that the reader may not see. In the system's own scope; three queries.
    """
    with firm_scope(clearance.firm_id):
        rows: Mapping[int, HitLine] = {
            line.pk: line
            for line in HitLine.objects.filter(hit__check_ref=clearance.check_ref_id).select_related("member")
        }
        judged = {
            row.pk: row
            for row in Disposition.objects.filter(hit__check_ref=clearance.check_ref_id).select_related("by")
        }
        sides = {subject.pk: subject.side for subject in clearance.check_ref.subjects.all()}
    by_subject: dict[int, list[dict]] = defaultdict(list)
    words = dict(Hit.Disposition.choices)
    for hit in clearance.content["hits"]:
        seen = [rows[pk] for pk in hit["lines"] if pk in rows and pk not in without]
        cut = len(seen) < len(hit["lines"])
        by_subject[hit["subject"]].append(
            {
                "number": hit["number"],
                "score": max((line.score for line in seen), default=None),
                "adverse": any(
                    {sides.get(hit["subject"]), line.side} == {"ours", "opposing"} for line in seen
                ),
                "lines": seen,
                "cut": cut,
                "word": words[hit["disposition"]],
                "judged": None if cut else judged.get(hit["judgement"]),
                "print": hit["print"],
            }
        )
    found = []
    for subject in clearance.content["subjects"]:
        hits = by_subject.get(subject["id"], [])
        hits.sort(key=lambda h: (not h["lines"], not h["adverse"], -(h["score"] or 0), h["number"]))
        whole = [h for h in hits if h["lines"]]
        found.append({**subject, "hits": whole, "restricted": len(whole) < len(hits)})
    return found
