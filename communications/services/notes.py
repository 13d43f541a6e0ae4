"""Notes: written, edited with their history, pinned, deleted and brought back; mentions that reach only who may read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from communications.models import Mention, Note, NoteVersion
from communications.queries.notes import mentionable, named_in
from communications.services.common import ask_mail, block
from matters.models import Contact, Matter
from practice import audit
from practice.exceptions import DomainError, Refused

# A thing of an app above this one that notes may be about: f(pk, member) -> the thing, or None when it is not theirs to see.
ABOVE: dict[str, str] = {"lead": "intake.queries.leads.lead_for_notes"}


@dataclass(frozen=True)
class About:
    """What a note is about: its kind and id, its name and address, and the matter whose walls it stands behind."""

    kind: str
    pk: int
    label: str
    url: str
    matter: Matter | None = None
    contact: Contact | None = None


def about(kind: str, pk: int, member: Member) -> About | None:
    """The thing that notes are about, if the member may see it."""
    if kind == Note.About.MATTER:
        matter = Matter.objects.visible_to(member).filter(pk=pk).first()
        return About(kind, pk, str(matter), reverse("matter_notes", args=[pk]), matter) if matter else None
    if kind == Note.About.CONTACT:
        contact = Contact.objects.visible_to(member).filter(pk=pk).first()
        return (
            About(kind, pk, contact.name, reverse("contact_notes", args=[pk]), None, contact)
            if contact
            else None
        )
    if kind in ABOVE:
        find: Callable = import_string(ABOVE[kind])
        found: models.Model | None = find(pk, member)
        return About(kind, pk, str(found), reverse("note_about", args=[kind, pk])) if found else None
    return None


def about_of(note: Note, member: Member) -> About | None:
    """What this note is about."""
    return about(note.about_kind, note.about_id, member)


def _mention(note: Note, *, by: Member) -> None:
    """Tell whom the text names. A name that fits nobody who may read the note is refused, whoever it is."""
    people = list(mentionable(note.matter))
    named = named_in(note.body, people)
    if named.unknown:
        raise DomainError(
            f"Nobody called {named.unknown[0]} can be mentioned here. Choose a name from the list, or leave out the @.",
            field="body",
        )
    wanted = {member.pk: member for member in named.members}
    held = set(note.mentions.values_list("member_id", flat=True))
    note.mentions.exclude(member__in=wanted).filter(seen_at=None).delete()
    for member in wanted.values():
        if member.pk in held:
            continue
        own = member.pk == by.pk
        Mention.objects.create(
            note=note, matter=note.matter, member=member, made_by=by, seen_at=timezone.now() if own else None
        )
        if not own:
            ask_mail("mention", note.pk, member)


@transaction.atomic
def write_note(on: About, *, by: Member, body: str, privileged: bool = False, pin: bool = False) -> Note:
    """Write a note on a matter, a contact or a lead, tell whom it names, and pin it when asked."""
    ensure(by, Perm.MATTER_VIEW if on.matter is not None else Perm.CONTACT_VIEW)
    body = block(body, 20_000)
    if not body:
        raise DomainError("Write something first.", field="body")
    now = timezone.now()
    note = Note.objects.create(
        about_kind=on.kind,
        about_id=on.pk,
        matter=on.matter,
        contact=on.contact,
        body=body,
        privileged=privileged,
        written_by=by,
        pinned_at=now if pin else None,
        pinned_by=by if pin else None,
    )
    _mention(note, by=by)
    audit.record(by, "note.written", note)
    return note


def may_change(by: Member, note: Note) -> bool:
    """Whether the member may edit or delete the note: its writer alone."""
    return note.written_by_id == by.pk


def _locked(note: Note, by: Member | None = None) -> Note:
    note = Note.objects.select_for_update(of=("self",)).select_related("matter", "written_by").get(pk=note.pk)
    if by is not None and not may_change(by, note):
        raise Refused(f"{note.written_by.name} wrote this note.", who=[note.written_by.name])
    return note


@transaction.atomic
def edit_note(note: Note, *, by: Member, body: str, privileged: bool) -> Note:
    """Change a note; how it read before is kept and shown."""
    note = _locked(note, by)
    if note.deleted_at is not None:
        raise DomainError("This note is deleted. Bring it back first.")
    body = block(body, 20_000)
    if not body:
        raise DomainError("Write something first.", field="body")
    if (body, privileged) == (note.body, note.privileged):
        return note
    NoteVersion.objects.create(
        note=note, matter=note.matter, body=note.body, privileged=note.privileged, replaced_by=by
    )
    note.body, note.privileged, note.edited_at = body, privileged, timezone.now()
    note.save(update_fields=["body", "privileged", "edited_at"])
    _mention(note, by=by)
    audit.record(by, "note.edited", note, changes={"edited": [None, True]})
    return note


@transaction.atomic
def pin_note(note: Note, *, by: Member, on: bool) -> Note:
    """Keep a note in front, and on the matter's overview; or let it go."""
    note = _locked(note)
    if note.deleted_at is not None:
        raise DomainError("This note is deleted.")
    if on == (note.pinned_at is not None):
        return note
    note.pinned_at, note.pinned_by = (timezone.now(), by) if on else (None, None)
    note.save(update_fields=["pinned_at", "pinned_by"])
    audit.record(by, "note.pinned" if on else "note.unpinned", note)
    return note


@transaction.atomic
def delete_note(note: Note, *, by: Member) -> Note:
    """Delete a note; it can be brought back."""
    note = _locked(note, by)
    if note.deleted_at is None:
        note.deleted_at, note.deleted_by = timezone.now(), by
        note.save(update_fields=["deleted_at", "deleted_by"])
        audit.record(by, "note.deleted", note)
    return note


@transaction.atomic
def restore_note(note: Note, *, by: Member) -> Note:
    """Bring a deleted note back."""
    note = _locked(note, by)
    if note.deleted_at is not None:
        note.deleted_at = note.deleted_by = None
        note.save(update_fields=["deleted_at", "deleted_by"])
        audit.record(by, "note.restored", note)
    return note


def see_mentions(notes: list[Note], *, by: Member) -> int:
    """The member has seen these notes: their mentions in them no longer wait. Returns how many did."""
    rows = Mention.objects.filter(note__in=notes, member=by, seen_at=None)
    return rows.update(seen_at=timezone.now())
