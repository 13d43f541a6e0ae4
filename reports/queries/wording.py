"""Words that sound like work others may do. A suggestion for a person to judge, never a classification."""

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Member
from billing.models import TimeEntry
from reports.models import KeptAsLegal
from reports.queries.insight import attorney_time
from reports.queries.natures import Nature

# (nature, expression), the first that is found counts. \b is a word's edge; PostgreSQL writes it \y. Courts have called
# filing, copying, scanning and scheduling clerical (Missouri v. Jenkins, 491 U.S. 274, 288 n.10, and cases after it).
SIGNS: tuple[tuple[str, str], ...] = (
    (Nature.CLERICAL, r"\bscan(s|ned|ning)?\b"),
    (Nature.CLERICAL, r"\b(photo)?cop(y|ies|ied|ying) (of|the|and|documents|files|exhibits)\b"),
    (Nature.CLERICAL, r"\bphotocop(y|ies|ied|ying)\b"),
    (Nature.CLERICAL, r"\bcopying\b"),
    (Nature.CLERICAL, r"\bcollat(e|es|ed|ing)\b"),
    (Nature.CLERICAL, r"\be-?fil(e|es|ed|ing)\b"),
    (Nature.CLERICAL, r"\bfil(e|es|ed|ing) (and serv(e|ed|ing)|with the (court|clerk))\b"),
    (Nature.CLERICAL, r"\bfiling of\b"),
    (Nature.CLERICAL, r"\bfax(ed|ing)?\b"),
    (Nature.CLERICAL, r"\b(courier|messenger|overnight)(ed)?\b"),
    (Nature.CLERICAL, r"\b(print|mail)(ed|ing)\b"),
    (Nature.ADMINISTRATIVE, r"\bschedul(ed|ing)\b(?! order| conference order)"),
    (Nature.ADMINISTRATIVE, r"(^|[.;,] |\band |\bto )schedule\b(?! of)"),
    (Nature.ADMINISTRATIVE, r"\bcalendar(s|ed|ing)?\b"),
    (Nature.ADMINISTRATIVE, r"\bdocket(ed|ing)\b"),
    (Nature.ADMINISTRATIVE, r"\b(arrange|arranged|arranging|book|booked|booking) (travel|a room|flights?|hotel|court reporter)\b"),
    (Nature.PARALEGAL, r"\bindex(es|ed|ing)?\b"),
    (Nature.PARALEGAL, r"\bbates\b"),
    (Nature.PARALEGAL, r"\bcite-?check(s|ed|ing)?\b"),
    (Nature.PARALEGAL, r"\bsummari[sz](e|ed|ing) (the )?(deposition|transcript|medical records)"),
    (Nature.PARALEGAL, r"\b(exhibit|trial) binders?\b"),
    (Nature.PARALEGAL, r"\b(organi[sz](e|ed|ing)|compil(e|ed|ing)|assembl(e|ed|ing)) (the )?(documents|exhibits|records|file)\b"),
)  # fmt: skip
_COMPILED = [(nature, re.compile(text, re.IGNORECASE)) for nature, text in SIGNS]
ANY = "|".join(f"({text})" for _, text in SIGNS).replace(r"\b", r"\y")


@dataclass(frozen=True)
class Guess:
    """What an entry may really be, and the word that says so."""

    nature: str
    word: str

    @property
    def label(self) -> str:
        return Nature(self.nature).label


def guess(narrative: str) -> Guess | None:
    """The nature that a narrative sounds like; None when no sign is found."""
    for nature, expression in _COMPILED:
        match = expression.search(narrative)
        if match:
            return Guess(nature, match[0].lower().strip(" .;,"))
    return None


def suspects(viewer: Member) -> QuerySet[TimeEntry]:
    """Attorneys' unbilled entries recorded as legal whose words sound delegable, less those that somebody kept as legal."""
    kept = KeptAsLegal.objects.filter(entry=OuterRef("pk"))
    return (
        attorney_time(viewer)
        .filter(nature=Nature.LEGAL, state=TimeEntry.State.OPEN, narrative__iregex=ANY)
        .exclude(Exists(kept))
    )
