"""What a deposition still lacks, and how urgent it is. Reads nothing: it is given the row with its people joined."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from depositions.models import Deposition
from depositions.queries.notice import serve_by

# From how many days before it a thing is missed, and from how many it is red.
LOOK, RED = 14, 3


@dataclass(frozen=True)
class Lack:
    """One thing that is missing. `tone`: danger, warn, or nothing while there is time. `late`: whether it is asked for now."""

    key: str
    text: str
    tone: str = ""

    @property
    def late(self) -> bool:
        """Whether it is asked for on Today."""
        return bool(self.tone)


def _say(day: datetime.date) -> str:
    return f"{day:%b} {day.day}"


def lacks_of(depo: Deposition, today: datetime.date | None = None) -> list[Lack]:
    """What is missing, the urgent first. Empty for what is closed or cancelled."""
    today = today or timezone.localdate()
    if depo.is_ahead:
        found = _before(depo, today)
    elif depo.is_open:
        found = _after(depo, today)
    else:
        found = []
    rank = {"danger": 0, "warn": 1, "": 2}
    return sorted(found, key=lambda lack: rank[lack.tone])


def _before(depo: Deposition, today: datetime.date) -> list[Lack]:
    if depo.starts is None:
        return [Lack("day", "No day set", "warn")]
    on = depo.starts.date()
    left = (on - today).days
    tone = "danger" if left <= RED else "warn" if left <= LOOK else ""
    found = []
    if left < 0:
        found.append(Lack("taken", "The day has passed: was it taken?", "danger"))
    if depo.noticed_by == Deposition.Side.OURS:
        found += _notice(depo, on, today)
    if not (depo.taken_by_id or depo.taking_counsel_id):
        found.append(Lack("taken_by", "Nobody named who takes it", tone))
    if not (depo.place or depo.room_id or depo.remote_link):
        found.append(Lack("place", "No room, place or link", tone))
    if depo.noticed_by == Deposition.Side.OURS:
        found += _people(depo, tone)
        if depo.witness_kind == Deposition.Witness.NON_PARTY and depo.subpoena_served_on is None:
            found.append(Lack("subpoena", "No subpoena served on the witness", tone))
    elif not depo.defended_by_id and not depo.defending_counsel_id:
        found.append(Lack("defended_by", "Nobody named who defends it", tone))
    if depo.documents_demanded and depo.documents_received_on is None:
        found.append(Lack("documents", "Documents demanded, not received", tone))
    return found


def _notice(depo: Deposition, on: datetime.date, today: datetime.date) -> list[Lack]:
    if depo.served_on is None:
        method = depo.service_method or Deposition.Service.PERSONAL
        last = serve_by(depo.rules, method, on)
        if last is None:
            return [Lack("notice", "Notice not served", "danger" if (on - today).days <= RED else "warn")]
        if last < today:
            return [Lack("notice", f"Notice not served: it was to be by {_say(last)}", "danger")]
        tone = "danger" if (last - today).days <= RED else "warn" if (last - today).days <= LOOK else ""
        return [Lack("notice", f"Notice not served: by {_say(last)} at the latest", tone)]
    if depo.starts and depo.notice_check.get("for") not in (None, on.isoformat()):
        return [Lack("amended", "Moved after the notice was served: serve an amended notice", "danger")]
    return []


def _people(depo: Deposition, tone: str) -> list[Lack]:
    found = []
    if depo.reporter_id is None:
        found.append(Lack("reporter", "No court reporter", tone))
    elif depo.reporter_confirmed_at is None:
        found.append(Lack("reporter", "Court reporter not confirmed", tone))
    if depo.method == Deposition.Method.VIDEO:
        if depo.videographer_id is None:
            found.append(Lack("videographer", "No videographer", tone))
        elif depo.videographer_confirmed_at is None:
            found.append(Lack("videographer", "Videographer not confirmed", tone))
    if depo.language:
        if depo.interpreter_id is None:
            found.append(Lack("interpreter", f"No interpreter for {depo.language}", tone))
        elif depo.interpreter_confirmed_at is None:
            found.append(Lack("interpreter", "Interpreter not confirmed", tone))
    return found


def _after(depo: Deposition, today: datetime.date) -> list[Lack]:
    found = []
    taken = depo.starts.date() if depo.starts else today
    if depo.received_on is None:
        if depo.ordered_on is None:
            found.append(Lack("order", "Transcript not ordered", "warn" if (today - taken).days >= 2 else ""))
        elif depo.transcript_due_on and depo.transcript_due_on < today:
            found.append(Lack("overdue", f"Transcript was due on {_say(depo.transcript_due_on)}", "danger"))
        else:
            due = f", due on {_say(depo.transcript_due_on)}" if depo.transcript_due_on else ""
            found.append(Lack("transcript", f"Transcript ordered{due}"))
    elif depo.review_deadline_id and depo.signed_on is None:
        until = depo.review_deadline.due_on
        tone = "danger" if until < today else "warn" if (until - today).days <= 7 else ""
        found.append(Lack("review", f"Review and signature until {_say(until)}", tone))
    return found
