"""Phone scripts: edited by the firm, read and filled in during a call."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from intake.models import Lead, LeadParty, Question, Script, ScriptAnswer, ScriptLine
from intake.services.leads import add_party, create_lead, locked, update_lead
from intake.services.targets import put_value
from matters.models import PracticeArea
from practice import audit
from practice.exceptions import DomainError

MOST_LINES = 60


@transaction.atomic
def save_script(
    script: Script | None,
    *,
    by: Member,
    name: str,
    practice_area: PracticeArea | None = None,
    opening: str = "",
    closing: str = "",
    is_active: bool = True,
) -> Script:
    """Add a script (`script` None) or change one."""
    ensure(by, Perm.FIRM_SETTINGS)
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the script a name.", field="name")
    if Script.objects.filter(name__iexact=name).exclude(pk=script.pk if script else None).exists():
        raise DomainError(f"There is a script called “{name}” already.", field="name")
    values = {
        "name": name,
        "practice_area": practice_area,
        "opening": opening.strip(),
        "closing": closing.strip(),
        "is_active": is_active,
    }
    if script is None:
        script = Script.objects.create(**values)
        audit.record(by, "script.created", script)
        return script
    script = Script.objects.select_for_update(of=("self",)).get(pk=script.pk)
    changes = audit.apply(script, **values)
    if changes:
        script.save()
        audit.record(by, "script.changed", script, changes=changes)
    return script


@transaction.atomic
def save_line(script: Script, line: ScriptLine | None, *, by: Member, **values: Any) -> ScriptLine:
    """Add a question at the end of a script (`line` None) or change one: ask, hint, kind, choices, target."""
    ensure(by, Perm.FIRM_SETTINGS)
    values["ask"] = " ".join(values.get("ask", "").split())
    if not values["ask"]:
        raise DomainError("Type what is asked.", field="ask")
    if values.get("kind") == ScriptLine.Kind.CHOICE and len(values.get("choices") or []) < 2:
        raise DomainError("Type at least two answers, one a line.", field="choices")
    if values.get("target", "") not in Question.Target.values:
        raise DomainError("Choose where the answer goes.", field="target")
    if line is None:
        last = script.lines.order_by("-position").values_list("position", flat=True).first()
        if script.lines.count() >= MOST_LINES:
            raise DomainError(f"A script has at most {MOST_LINES} questions.")
        line = ScriptLine.objects.create(script=script, position=0 if last is None else last + 1, **values)
    else:
        line = ScriptLine.objects.select_for_update(of=("self",)).get(pk=line.pk, script=script)
        if not audit.apply(line, **values):
            return line
        line.save()
    audit.record(by, "script.changed", script, changes={"question": [None, line.ask]})
    return line


@transaction.atomic
def delete_line(line: ScriptLine, *, by: Member) -> None:
    """Take a question out of a script. What was answered to it stays with its leads."""
    ensure(by, Perm.FIRM_SETTINGS)
    audit.record(by, "script.changed", line.script, changes={"question": [line.ask, None]})
    line.delete()


@transaction.atomic
def shift_line(line: ScriptLine, *, by: Member, up: bool) -> None:
    """Move a question one place earlier or later."""
    ensure(by, Perm.FIRM_SETTINGS)
    shift(list(line.script.lines.select_for_update(of=("self",))), line, up=up)


def shift(rows: list, row, *, up: bool) -> None:
    """Move `row` one place in `rows`, and number them anew."""
    at = next((i for i, each in enumerate(rows) if each.pk == row.pk), None)
    to = None if at is None else at - 1 if up else at + 1
    if at is None or to is None or not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, each in enumerate(rows):
        each.position = position
    type(row).objects.bulk_update(rows, ["position"])


@transaction.atomic
def start_call(*, by: Member, script: Script | None = None, **values: Any) -> Lead:
    """A lead for a call that goes on now. It is answered: somebody is speaking with them."""
    area = script.practice_area if script else None
    values.setdefault("practice_area", area)
    return create_lead(
        by=by, name=values.pop("name", "") or "Caller", answered=True, channel=Lead.Channel.PHONE, **values
    )


@transaction.atomic
def answer_line(lead: Lead, line: ScriptLine, *, by: Member, answer: str) -> ScriptAnswer:
    """Save what was answered to one question, and put it where the question says. Called while somebody types.

    An empty answer keeps what the lead has. A name already taken down as a party is taken in the place of its old one.
    """
    ensure(by, Perm.LEAD_CREATE)
    lead = locked(lead)
    if not lead.is_open:
        raise DomainError(f"This lead is {lead.get_state_display().lower()}. It stays as it is.")
    answer = answer.strip()[:10_000]
    found = ScriptAnswer.objects.select_for_update(of=("self",)).filter(lead=lead, line=line).first()
    before = found.answer if found else ""
    if found is None:
        found = ScriptAnswer(lead=lead, line=line, matter_id=lead.matter_id)
    found.asked, found.answer, found.by, found.updated_at = line.ask, answer, by, timezone.now()
    found.save()
    if answer != before and line.target:
        _put(lead, line, by=by, before=before, answer=answer)
    return found


def _put(lead: Lead, line: ScriptLine, *, by: Member, before: str, answer: str) -> None:
    if line.target.startswith("party:"):
        role = line.target.removeprefix("party:")
        old = lead.parties.filter(name__iexact=before, role=role).first() if before else None
        if old is not None and answer:
            LeadParty.objects.filter(pk=old.pk).update(name=answer[:200])
        elif old is not None:
            old.delete()
        elif answer and not lead.parties.filter(name__iexact=answer[:200], role=role).exists():
            add_party(lead, by=by, name=answer, role=role)
        return
    values = put_value(line.target, answer)
    if values and by.can(Perm.LEAD_SCREEN):
        update_lead(lead, by=by, **values)
