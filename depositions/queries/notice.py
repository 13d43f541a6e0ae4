"""Whether a notice was served in time, with the derivation of the engine. Nothing here reads the database.

California: ten days after service of the notice, longer by the way of service (Code Civ. Proc. §§ 2025.270(a), 1010.6,
1013). Federal: reasonable written notice (Fed. R. Civ. P. 30(b)(1)); a party who had less than fourteen days and promptly
moved for a protective order is protected while that is pending (32(a)(5)(A)), so less is told and not refused.
"""

import datetime
from dataclasses import dataclass, field
from functools import lru_cache

from court_rules.engine import RuleError, Undated, compute, undated
from depositions.models import Deposition

CALIFORNIA, FEDERAL = "ca-discovery.2025-270-a", "frcp.deposition_notice"
REVIEW = {"california": "ca-discovery.2025-520", "federal": "frcp.transcript_review"}
OBJECTION = "ca-discovery.2025-410"
AUTHORITY = {"california": "Code Civ. Proc. § 2025.520(a)", "federal": "Fed. R. Civ. P. 30(e)(1)"}


@dataclass(frozen=True)
class NoticeCheck:
    """How a notice stands. `ok` None: no rule is known. `binding`: short notice is no notice at all."""

    ok: bool | None
    words: str
    binding: bool = False
    day: datetime.date | None = None
    result: dict = field(default_factory=dict)

    @property
    def steps(self) -> list[dict]:
        """The derivation, step by step."""
        return self.result.get("steps", [])

    @property
    def citations(self) -> list[str]:
        """The rules it rests on."""
        return self.result.get("citations", [])


def _say(day: datetime.date) -> str:
    return f"{day:%a}, {day:%b} {day.day}"


@lru_cache(maxsize=512)
def check_notice(rules: str, served_on: datetime.date, method: str, on: datetime.date) -> NoticeCheck:
    """Whether a notice served on a day in a way is in time for a deposition `on` another, by the set of rules."""
    try:
        if rules == Deposition.Rules.CALIFORNIA:
            (found,) = compute(CALIFORNIA, served_on, service=method)
            due = _day(found.due)
            ok = on >= due
            words = (
                f"In time: the earliest day is {_say(due)}."
                if ok
                else f"Too short: the earliest day is {_say(due)}. Another day, an order or a stipulation is needed."
            )
            return NoticeCheck(ok, words, True, due, found.as_json())
        if rules == Deposition.Rules.FEDERAL:
            found = compute(FEDERAL, on)[0]
            due = _day(found.due)
            ok = served_on <= due
            words = (
                "Fourteen days or more; the notice must be reasonable (Rule 30(b)(1))."
                if ok
                else f"Less than fourteen days (served after {_say(due)}): it must still be reasonable, and the deposition "
                "may not be used against a party who promptly moved for a protective order (Rule 32(a)(5)(A))."
            )
            return NoticeCheck(ok, words, False, due, found.as_json())
    except (RuleError, ValueError) as error:
        return NoticeCheck(None, f"The period could not be counted: {error}")
    return NoticeCheck(None, "No rule is known for this court. Check the notice period by hand.")


def _day(value: datetime.date | datetime.datetime) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


@lru_cache(maxsize=512)
def serve_by(rules: str, method: str, on: datetime.date) -> datetime.date | None:
    """The last day on which a notice served in this way is in time; None where no rule says."""
    if rules == Deposition.Rules.OTHER:
        return None
    for back in range(1, 90):
        day = on - datetime.timedelta(days=back)
        if check_notice(rules, day, method, on).ok:
            return day
    return None


def review_until(
    rules: str, told_on: datetime.date, method: str = ""
) -> tuple[datetime.date, str, dict] | None:
    """(last day to review and change the transcript, authority, derivation); None where no rule is known."""
    if rules not in REVIEW:
        return None
    service = method if rules == Deposition.Rules.CALIFORNIA else ""
    found = compute(REVIEW[rules], told_on, service=service)[0]
    return _day(found.due), AUTHORITY[rules], found.as_json()


def undated_for(rules: str, on: datetime.date) -> list[Undated]:
    """What the rules say of the notice, of objections and of a protective order without naming a day."""
    return undated("frcp.deposition", on) if rules == Deposition.Rules.FEDERAL else []


@lru_cache(maxsize=512)
def objection_until(rules: str, on: datetime.date) -> tuple[datetime.date, str, dict] | None:
    """(last day to object to the notice of a deposition `on` a day, authority, derivation); None where no rule is known.

    Code Civ. Proc. § 2025.410(a): written objections at least three calendar days before. The federal rules want them
    promptly and name no day (Fed. R. Civ. P. 32(d)(1)).
    """
    if rules != Deposition.Rules.CALIFORNIA:
        return None
    found = compute(OBJECTION, on)[0]
    return _day(found.due), "Code Civ. Proc. § 2025.410(a)", found.as_json()
