"""What was made of something here, and what of it goes along into the form of another app."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from accounts.models import Member
from accounts.permissions import Perm
from communications.models import Call, Made, Memo, Note, Slip, Visitor
from work.models import Task

MODELS: dict[str, type[Model]] = {
    "call": Call,
    "slip": Slip,
    "memo": Memo,
    "note": Note,
    "visitor": Visitor,
}
NAMES = {
    "call": "Call",
    "slip": "Message slip",
    "memo": "Memo",
    "note": "Note",
    "visitor": "Visitor",
}
ICONS = {"task": "checkbox", "time": "clock", "lead": "user-plus", "contact": "address-book"}


@dataclass(frozen=True)
class Step:
    """A link to the form of another app, filled from here."""

    label: str
    icon: str
    url: str
    key: str = ""


def made_of(source: str, pk: int, member: Member) -> list[Made]:
    """What was made of it, in order, as far as the member sees it. Two queries.

    A task keeps by itself what it is about.
    """
    found = list(Made.objects.filter(source=source, source_id=pk).select_related("made_by"))
    known = {row.object_id for row in found if row.kind == "task"}
    tasks = (
        Task.objects.filter(about_kind=source, about_id=pk).exclude(pk__in=known).select_related("created_by")
    )
    found += [
        Made(
            source=source, source_id=pk, kind="task", object_id=task.pk, label=task.title, url=task.get_absolute_url(),
            made_by=task.created_by, made_at=task.created_at,
        )
        for task in tasks
    ]  # fmt: skip
    return sorted(found, key=lambda row: row.made_at)


@dataclass(frozen=True)
class Source:
    """A thing here out of which another was made."""

    label: str
    url: str


def sources_of(kind: str, pk: int, member: Member) -> list[Source]:
    """Out of what the lead, task or contact was made, as far as the member sees it, oldest first."""
    found = []
    for row in Made.objects.filter(kind=kind, object_id=pk).order_by("id")[:5]:
        thing = source_of(f"{row.source}:{row.source_id}", member)
        if thing is not None and hasattr(thing, "get_absolute_url"):
            found.append(Source(f"{NAMES[row.source]}: {thing}"[:200], thing.get_absolute_url()))
    return found


def icon_of(kind: str) -> str:
    """The icon of a made thing."""
    return ICONS.get(kind, "link")


def source_of(text: str, member: Member) -> Model | None:
    """The object that `?from=slip:12` names, if the member may see it; None for anything else."""
    kind, _, number = text.partition(":")
    model = MODELS.get(kind)
    if model is None or not number.isdecimal() or len(number) > 18:
        return None
    return model.objects.visible_to(member).filter(pk=int(number)).first()


def said_of(obj: Model) -> dict[str, str]:
    """What the forms of other apps are filled with: name, phone, matter, contact, text, seconds."""
    found = {
        "name": getattr(obj, "name", ""),
        "company": getattr(obj, "company", ""),
        "phone": getattr(obj, "phone", ""),
        "matter": getattr(obj, "matter_id", None) or "",
        "contact": getattr(obj, "contact_id", None) or "",
    }
    return {name: str(value) for name, value in found.items() if value}


def _words(obj: Model) -> str:
    if isinstance(obj, Slip):
        return f"Call back {obj.name}" + (f" about {_short(obj.reason)}" if obj.reason else "")
    if isinstance(obj, Call):
        return _short(obj.note) or f"Follow up the call with {obj.name}"
    if isinstance(obj, Visitor):
        return f"Follow up the visit of {obj.name}"
    return _short(obj.title if isinstance(obj, Memo) else obj.body)


def _narrative(obj: Model) -> str:
    if isinstance(obj, Call):
        about = _short(obj.note)
        return f"Telephone call with {obj.name}" + (f" regarding {about}" if about else "") + "."
    if isinstance(obj, Slip):
        about = _short(obj.reason)
        return f"Telephone call with {obj.name}" + (f" regarding {about}" if about else "") + "."
    if isinstance(obj, Visitor):
        return f"Meeting with {obj.name}."
    return _short(obj.title if isinstance(obj, Memo) else obj.body)


def _short(text: str) -> str:
    words = " ".join(text.split()).rstrip(".")
    return words if len(words) <= 120 else words[:117].rsplit(" ", 1)[0] + " …"


def steps_of(source: str, obj: Model, member: Member) -> list[Step]:
    """The forms of other apps that this can be carried into, those the member may use."""
    mark, said = f"{source}:{obj.pk}", said_of(obj)
    matter = {"matter": said["matter"]} if "matter" in said else {}
    found = []
    if member.can(Perm.TASK_CREATE):
        found.append(
            _step("Make a task", "task", "task_create", {"from": mark, "name": _words(obj), **matter})
        )
    if member.can(Perm.TIME_RECORD) and matter:
        seconds = getattr(obj, "seconds", 0)
        lasted = {"duration": f"{-(-seconds // 360) / 10}"} if seconds else {}
        found.append(
            _step(
                "Record time",
                "time",
                "time_create",
                {"from": mark, "narrative": _narrative(obj), **matter, **lasted},
            )
        )
    if member.can(Perm.LEAD_CREATE) and not matter and isinstance(obj, (Call, Slip, Visitor)):
        found.append(_step("Make a lead", "lead", "lead_create", {"from": mark, **said}))
    if (
        member.can(Perm.CONTACT_EDIT)
        and not member.sees_named_matters_only
        and isinstance(obj, (Call, Slip, Visitor))
        and "contact" not in said
    ):
        named = {name: said[name] for name in ("name", "phone", "company") if name in said}
        found.append(_step("Add as contact", "contact", "contact_create", {"from": mark, **named}))
    return [step for step in found if step is not None]


def _step(label: str, kind: str, url_name: str, query: dict) -> Step | None:
    try:
        address = reverse(url_name)
    except NoReverseMatch:  # an app that this installation does not route
        return None
    return Step(label, ICONS[kind], f"{address}?{urlencode(query)}")
