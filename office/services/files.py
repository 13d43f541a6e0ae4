"""Folders: registered, checked out and in, moved, destroyed. Each move is kept."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.models import Matter
from matters.queries.access import can_see, ensure_on
from office.models import FileBox, FileMove, PhysicalFile
from office.services.common import line, new_code, saved
from practice import audit
from practice.exceptions import DomainError

# How long a folder is out unless a day is given.
USUAL = datetime.timedelta(days=14)


@transaction.atomic
def make_box(
    *, by: Member, code: str = "", title: str = "", room: str = "", shelf: str = "", offsite: str = ""
) -> FileBox:
    """A new box with a place; its code is the next number unless one is typed."""
    ensure(by, Perm.OFFICE_KEEP)
    box = FileBox(
        code=new_code("B", code), title=line(title, 120), room=line(room, 60), shelf=line(shelf, 60),
        offsite=line(offsite, 120), created_by=by,
    )  # fmt: skip
    saved(box, field="code", taken="Another box has this code.")
    audit.record(by, "box.made", box, changes={"place": [None, box.place]})
    return box


@transaction.atomic
def change_box(box: FileBox, *, by: Member, **values) -> FileBox:
    """Rename a box or put it elsewhere: its folders go with it."""
    ensure(by, Perm.OFFICE_KEEP)
    box = FileBox.objects.select_for_update(of=("self",)).get(pk=box.pk)
    limits = {"title": 120, "room": 60, "shelf": 60, "offsite": 120}
    given = {name: line(text, limits[name]) for name, text in values.items() if name in limits}
    before = box.place
    changes = audit.apply(box, **given)
    if not changes:
        return box
    box.save(update_fields=list(given))
    audit.record(by, "box.changed", box, changes=changes)
    if box.place != before:
        for file in PhysicalFile.objects.filter(box=box).exclude(state="destroyed").select_related("box"):
            _note(file, "moved", by=by, place=f"Box {box.code}, {box.place}", note="With its box")
    return box


@transaction.atomic
def register_file(
    matter: Matter,
    *,
    by: Member,
    title: str = "",
    volume: int | None = None,
    code: str = "",
    room: str = "",
    shelf: str = "",
    box: FileBox | None = None,
    note: str = "",
) -> PhysicalFile:
    """Register a folder of a matter; the volume is the next one and the code the next number unless given."""
    ensure(by, Perm.OFFICE_KEEP)
    last = PhysicalFile.objects.filter(matter=matter).aggregate(n=Max("volume"))["n"] or 0
    file = PhysicalFile(
        matter=matter, title=line(title, 120), volume=volume or last + 1, code=new_code("F", code), room=line(room, 60),
        shelf=line(shelf, 60), box=box, note=line(note, 300), created_by=by,
    )  # fmt: skip
    saved(file, field="code", taken="Another folder has this code.")
    _note(file, "registered", by=by, place=file.place)
    audit.record(by, "file.registered", file, changes={"place": [None, file.place]})
    return file


def _note(
    file: PhysicalFile, kind: str, *, by: Member, place: str = "", note: str = "", holder=None, due_on=None
) -> None:
    FileMove.objects.create(
        file=file, matter_id=file.matter_id, kind=kind, place=place[:300], note=line(note, 300), holder=holder,
        due_on=due_on, by=by,
    )  # fmt: skip


def _locked(file: PhysicalFile, by: Member) -> PhysicalFile:
    ensure(by, Perm.OFFICE_KEEP)
    rows = PhysicalFile.objects.select_for_update(of=("self",)).select_related("matter", "box", "holder")
    file = rows.get(pk=file.pk)
    if file.state == PhysicalFile.State.DESTROYED:
        raise DomainError("This folder was destroyed.")
    return file


@transaction.atomic
def check_out(
    file: PhysicalFile,
    *,
    by: Member,
    holder: Member | None = None,
    due_on: datetime.date | None = None,
    note: str = "",
) -> PhysicalFile:
    """Hand a folder to `holder` (the actor unless given), due in two weeks unless a day is given.

    From one holder to the next it goes without coming back first.
    """
    file = _locked(file, by)
    holder = holder or by
    if not holder.is_active:
        raise DomainError(f"{holder.name} has left the firm.", field="holder")
    if not can_see(holder, file.matter):
        raise DomainError(f"{holder.name} does not work on {file.matter.number}.", field="holder")
    if file.holder_id == holder.pk:
        raise DomainError(f"{holder.name} has it already.", field="holder")
    today = timezone.localdate()
    due_on = due_on or today + USUAL
    if due_on < today:
        raise DomainError("This day has passed.", field="due_on")
    file.state, file.holder, file.out_at, file.due_on = PhysicalFile.State.OUT, holder, timezone.now(), due_on
    file.save(update_fields=["state", "holder", "out_at", "due_on"])
    _note(file, "out", by=by, place=f"With {holder.name}", holder=holder, due_on=due_on, note=note)
    audit.record(
        by, "file.checked_out", file, changes={"holder": [None, holder.name], "due_on": [None, due_on]}
    )
    return file


@transaction.atomic
def check_in(file: PhysicalFile, *, by: Member, note: str = "") -> PhysicalFile:
    """A folder is back in its place; one that was offsite is back in the house."""
    file = _locked(file, by)
    if file.state == PhysicalFile.State.IN:
        raise DomainError("This folder is in its place.")
    before = file.holder.name if file.holder else file.offsite
    file.state, file.holder, file.out_at, file.due_on, file.offsite = (
        PhysicalFile.State.IN,
        None,
        None,
        None,
        "",
    )
    file.save(update_fields=["state", "holder", "out_at", "due_on", "offsite"])
    _note(file, "in", by=by, place=file.place, note=note)
    audit.record(by, "file.checked_in", file, changes={"holder": [before, None]})
    return file


@transaction.atomic
def move_file(
    file: PhysicalFile,
    *,
    by: Member,
    room: str = "",
    shelf: str = "",
    box: FileBox | None = None,
    offsite: str = "",
    note: str = "",
) -> PhysicalFile:
    """Give a folder another place: a shelf, a box, or a store outside. A folder that is out is checked in first."""
    file = _locked(file, by)
    if file.state == PhysicalFile.State.OUT:
        raise DomainError(f"{file.holder.name} has this folder. Check it in first.")
    before, offsite = file.place, line(offsite, 120)
    file.room, file.shelf, file.box, file.offsite = line(room, 60), line(shelf, 60), box, offsite
    away = bool(offsite or (box and box.offsite))
    file.state = PhysicalFile.State.OFFSITE if away else PhysicalFile.State.IN
    file.save(update_fields=["room", "shelf", "box", "offsite", "state"])
    if file.place != before:
        _note(file, "offsite" if away else "moved", by=by, place=file.place, note=note)
        audit.record(by, "file.moved", file, changes={"place": [before, file.place]})
    return file


@transaction.atomic
def destroy_file(file: PhysicalFile, *, by: Member, reason: str) -> PhysicalFile:
    """The paper is destroyed: of a closed matter, on the word of whoever may close it, with a reason. It cannot be undone."""
    file = _locked(file, by)
    ensure_on(by, Perm.MATTER_CLOSE, file.matter)
    if file.matter.state not in ("closed", "archived"):
        raise DomainError(f"{file.matter.number} is not closed. Its paper stays.")
    if file.matter.retention_until and file.matter.retention_until > timezone.localdate():
        raise DomainError(f"It is kept until {file.matter.retention_until:%B %-d, %Y}.")
    reason = line(reason, 300)
    if not reason:
        raise DomainError("Say who ordered it and how it was done.", field="reason")
    if file.originals.filter(returned_on=None).exists():
        raise DomainError("An original that was not returned lies in it.")
    file.state, file.holder, file.out_at, file.due_on = PhysicalFile.State.DESTROYED, None, None, None
    file.save(update_fields=["state", "holder", "out_at", "due_on"])
    _note(file, "destroyed", by=by, note=reason)
    audit.record(by, "file.destroyed", file, changes={"state": [None, "Destroyed"]}, reason=reason)
    return file
