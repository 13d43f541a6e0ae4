"""The shape of an action, and what actions share: people by their part, and texts with names in braces."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch
from django.utils import timezone

from accounts.models import Member, Role
from accounts.permissions import Perm
from custom_fields.hosts import BY_MODEL, HOSTS
from custom_fields.queries import known_places, places
from practice.exceptions import DomainError
from workflows.models import Run
from workflows.queries.context import Context
from workflows.queries.plans import People

Choice = tuple[str, str]

# What a text may name in braces, and what stands there on an occasion.
NAMES: dict[str, Callable[["Context"], Any]] = {
    "matter": lambda ctx: str(ctx.matter) if ctx.matter else "",
    "number": lambda ctx: ctx.matter.number if ctx.matter else "",
    "caption": lambda ctx: ctx.matter.name if ctx.matter else "",
    "client": lambda ctx: ctx.contact.name if ctx.contact else getattr(ctx.obj, "name", ""),
    "record": lambda ctx: str(ctx.obj),
    "stage": lambda ctx: str(ctx.matter.stage or "") if ctx.matter else "",
    "responsible": lambda ctx: ctx.matter.responsible.name if ctx.matter else "",
    "court": lambda ctx: ctx.matter.court if ctx.matter else "",
    "today": lambda ctx: _long(timezone.localdate()),
}
# The firm's own fields are named by their keys: {custom.policy_limit}, {custom.vehicles.plate}.
_BRACES = re.compile(r"\{([a-z_]+|custom\.[a-z0-9_.]+)\}")


def _long(day) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def check_text(text: str, where: str) -> str:
    """The text, when each name in braces is known. Raises DomainError naming the first that is not."""
    names = _BRACES.findall(text)
    own = known_places(*HOSTS) if any(name.startswith("custom.") for name in names) else {}
    for name in names:
        if name not in NAMES and name not in own:
            known = ", ".join(f"{{{one}}}" for one in NAMES)
            raise DomainError(f"There is no {{{name}}}. There is {known}.", field=where)
    return text


def url_of(obj: Any) -> str:
    """The page of a record, "" where this installation does not route its app."""
    try:
        return obj.get_absolute_url()
    except NoReverseMatch:
        return ""


def fill(text: str, ctx: Context) -> str:
    """The text with what its names mean on this occasion."""
    own: dict[str, str] = {}
    if "{custom." in text:
        records = {ctx.obj: None, ctx.matter: None, ctx.contact: None}
        own = places(*(obj for obj in records if obj is not None and obj._meta.label_lower in BY_MODEL))
    return _BRACES.sub(lambda m: str(NAMES[m[1]](ctx)) if m[1] in NAMES else own.get(m[1], m[0]), text)


@dataclass(frozen=True)
class Input:
    """One thing that an action asks for. `kind`: text, long, choice, people, days, hours, url."""

    name: str
    label: str
    kind: str = "text"
    choices: Callable[[], Sequence[Choice]] | None = None
    required: bool = True
    initial: str = ""
    hint: str = ""
    longest: int = 200

    def options(self) -> list[Choice]:
        """Value and label of what may be chosen."""
        return list(self.choices()) if self.choices else []


@dataclass(frozen=True)
class Done:
    """What an action did, in words; `back` is what its undo needs. `nothing`: it was so already."""

    said: str
    url: str = ""
    back: dict[str, Any] = field(default_factory=dict)
    nothing: bool = False


class Kept(DomainError):
    """Undo leaves it, and says why."""


@dataclass
class Working:
    """One run under way: the occasion, by whom it acts, the run (None in a dry run)."""

    ctx: Context
    by: Member
    automation: Any
    run: Run | None = None

    @property
    def is_dry(self) -> bool:
        """Whether nothing of it stays: no file may be stored then, and nothing be sent."""
        return self.run is None


class Action:
    """One kind of action. Subclasses give these, and `do`; `undo` where it can be taken back."""

    kind: str
    label: str
    icon = "bolt"
    inputs: tuple[Input, ...] = ()
    needs_matter = True
    subjects: tuple[str, ...] = ()
    perm: Perm | None = None
    # How undo is announced in the editor and in the run.
    undoing = ""

    def say(self, data: Mapping[str, Any]) -> str:
        """As a sentence part: "apply the list Discovery start"."""
        raise NotImplementedError

    def check(self, data: dict[str, Any], where: str) -> None:
        """Raise DomainError, naming the field, for data that cannot work. Called with cleaned text values."""

    def do(self, data: Mapping[str, Any], work: Working) -> Done:
        """Carry it out by `work.by`. Raises DomainError with what to do about it."""
        raise NotImplementedError

    def undo(self, back: Mapping[str, Any], *, by: Member) -> None:
        """Take it back. Raises Kept when it stays, and why."""
        raise Kept("This cannot be taken back.")

    def label_of(self, data: Mapping[str, Any], name: str) -> str:
        """The label of a chosen value."""
        given = next(one for one in self.inputs if one.name == name)
        value = str(data.get(name) or "")
        if given.kind == "people":
            return dict(people_choices()).get(value, "somebody who is gone")
        return dict(given.options()).get(value, "something that is gone")

    def matter(self, work: Working):
        """The matter, locked against nothing. Raises DomainError when there is none."""
        if work.ctx.matter is None:
            raise DomainError("There is no matter here to do this on.")
        return work.ctx.matter


_PARTS: tuple[Choice, ...] = (
    ("responsible", "the responsible attorney"),
    ("supervising", "the supervising attorney"),
    ("own", "whoever has the record (assignee, owner)"),
    ("runner", "whoever switched this on"),
)


def people_choices() -> list[Choice]:
    """The parts, roles and people that an action may name."""
    roles = [
        (f"role:{pk}", f"the {name.lower()} on the team")
        for pk, name in Role.objects.values_list("pk", "name")
    ]
    people = Member.objects.active().order_by("name").values_list("pk", "name")
    return [*_PARTS, *roles, *((f"member:{pk}", name) for pk, name in people)]


def person(who: str, work: Working) -> tuple[Member | None, str]:
    """(the member that these words mean here, or None with why)."""
    kind, _, key = who.partition(":")
    ctx = work.ctx
    if kind == "runner":
        return work.by, ""
    if kind == "own":
        for name in ("assignee", "owner", "for_member", "member", "submitted_by", "created_by"):
            found = getattr(ctx.obj, name, None)
            if isinstance(found, Member):
                return (found, "") if found.is_active else (None, f"{found.name} has left the firm.")
        return None, "Nobody has this record."
    member = (
        Member.objects.select_related("role", "user").filter(pk=key).first() if kind == "member" else None
    )
    role = Role.objects.filter(pk=key).first() if kind == "role" else None
    if ctx.matter is not None:
        assign = {"member": "person"}.get(kind, kind)
        found, why = People(ctx.matter).part(assign, role=role, member=member)
        return found, why.removeprefix("Nobody: ").capitalize() if why else ""
    if member is None:
        return None, "There is no matter here, so there is no such part."
    return (member, "") if member.is_active else (None, f"{member.name} has left the firm.")


def day_from(data: Mapping[str, Any]) -> Any:
    """The date that "so many days from now" means: calendar or court days, as `unit` says. None without days."""
    from calendar_app.queries import closed_days
    from workflows.queries.dates import Step

    days = str(data.get("days") or "").strip()
    if not days:
        return None
    return Step(int(days), str(data.get("unit") or "calendar")).from_day(timezone.localdate(), closed_days())


UNITS: tuple[Choice, ...] = (("calendar", "calendar days"), ("court", "court days"))
DAYS = Input("days", "Days from then", "days", required=False, hint="Empty: no date.")
UNIT = Input("unit", "Counted in", "choice", lambda: UNITS, initial="calendar")
