"""Leads: taken in, worked on, given up. What an attorney decides about them is in services.decisions."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from custom_fields.queries import missing
from documents import media, storage
from intake.models import Lead, LeadFile, LeadNote, LeadParty
from intake.queries.clock import business_seconds, due_at, hours
from practice import audit, states
from practice.exceptions import DomainError

State = Lead.State
FIELDS = (
    "name", "kind", "contact", "phone", "email", "address", "channel", "practice_area", "summary", "source",
    "referrer", "referrer_name", "owner", "attorney", "limitation_on", "value", "score", "urgency",
    "next_action", "next_action_on",
)  # fmt: skip
MOST_FILES = 60


def locked(lead: Lead) -> Lead:
    """The lead as it is now, locked, with its people."""
    return Lead.objects.select_for_update(of=("self",)).with_people().get(pk=lead.pk)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a lead has no field {sorted(unknown)[0]!r}")
    for field in ("name", "phone", "referrer_name", "next_action"):
        if field in values:
            values[field] = " ".join((values[field] or "").split())
    if "name" in values and not values["name"]:
        raise DomainError("Type the name of whoever asks.", field="name")
    owner = values.get("owner")
    if owner is not None and not (owner.is_active and owner.can(Perm.LEAD_SCREEN)):
        raise DomainError(f"{owner.name} does not work on leads.", field="owner")
    attorney = values.get("attorney")
    if attorney is not None and not (attorney.is_active and attorney.is_licensed):
        raise DomainError(f"{attorney.name} has no current bar licence on record.", field="attorney")
    if "score" in values and values["score"] is not None and not 0 <= values["score"] <= 100:
        raise DomainError("A score is from 0 to 100.", field="score")
    return values


@transaction.atomic
def create_lead(
    *,
    by: Member | None,
    name: str,
    received_at: datetime.datetime | None = None,
    answered: bool = False,
    **values: Any,
) -> Lead:
    """A new lead. `by` None: a stranger sent the public form. Whoever takes it in owns it, unless `owner` says.

    `answered`: somebody is speaking with them now, so the response clock does not run. Raises DomainError (field) or
    Refused without lead.create.
    """
    if by is not None:
        ensure(by, Perm.LEAD_CREATE)
        if values.get("owner") is None and by.can(Perm.LEAD_SCREEN):
            values["owner"] = by
    values = _clean({"name": name[:200], **values})
    received = received_at or timezone.now()
    lead = Lead.objects.create(
        received_at=received,
        answer_due_at=due_at(hours(), received),
        state_at=received,
        created_by=by,
        **values,
    )
    said = {"channel": [None, lead.get_channel_display()]}
    if lead.source_id:
        said["source"] = [None, str(lead.source)]
    audit.record(by, "lead.created", lead, changes=said)
    if answered and by is not None:
        lead = answer_lead(lead, by=by, at=received)
    return lead


@transaction.atomic
def update_lead(lead: Lead, *, by: Member, **values: Any) -> Lead:
    """Change fields of a lead (FIELDS). What waits for an attorney with other content is shown to them as changed."""
    ensure(by, Perm.LEAD_SCREEN)
    lead = locked(lead)
    ensure_open(lead)
    changes = audit.apply(lead, **_clean(values))
    if changes:
        lead.save(update_fields=[*changes, "updated_at"])
        audit.record(by, "lead.changed", lead, changes=changes)
    return lead


def ensure_open(lead: Lead) -> None:
    """Raise DomainError for a lead that is over."""
    if not lead.is_open:
        raise DomainError(f"This lead is {lead.get_state_display().lower()}. It stays as it is.")


@transaction.atomic
def assign_lead(lead: Lead, *, by: Member, owner: Member) -> Lead:
    """Give the lead to somebody. For the list's bulk bar too."""
    return update_lead(lead, by=by, owner=owner)


@transaction.atomic
def set_next_action(
    lead: Lead, *, by: Member, next_action: str, next_action_on: datetime.date | None = None
) -> Lead:
    """Note what is done next about the lead, and when."""
    return update_lead(lead, by=by, next_action=next_action[:200], next_action_on=next_action_on)


@transaction.atomic
def answer_lead(lead: Lead, *, by: Member, at: datetime.datetime | None = None) -> Lead:
    """Note the first answer: the response clock stops, and a new lead is contacted. A second time changes nothing."""
    ensure(by, Perm.LEAD_SCREEN)
    lead = locked(lead)
    if lead.answered_at is not None:
        return lead
    at = at or timezone.now()
    lead.answered_at, lead.answered_by = at, by
    lead.answer_seconds = business_seconds(hours(), lead.received_at, at)
    fields = ["answered_at", "answered_by", "answer_seconds", "updated_at"]
    changes: dict[str, list] = {"answer_seconds": [None, lead.answer_seconds]}
    if lead.state == State.NEW:
        changes["state"] = [State.NEW, State.CONTACTED]
        lead.state, lead.state_at = State.CONTACTED, at
        fields += ["state", "state_at"]
    lead.save(update_fields=fields)
    audit.record(by, "lead.answered", lead, changes=changes)
    return lead


@transaction.atomic
def move_lead(lead: Lead, *, by: Member, to: str) -> Lead:
    """Move a lead to another step of the board that is taken by hand.

    The steps that follow from an act (a letter sent, a decision, a signature) are not taken by moving a card; the error
    says which act it is. Raises DomainError.
    """
    ensure(by, Perm.LEAD_SCREEN)
    lead = locked(lead)
    if to == lead.state:
        return lead
    if to not in State.values:
        raise DomainError("There is no such step.")
    said = {
        State.DECISION: "Send the lead to an attorney for a decision first.",
        State.ACCEPTED: "An attorney accepts a lead on its page.",
        State.DECLINED: "An attorney declines a lead on its page.",
        State.REFERRED: "An attorney refers a lead out on its page.",
        State.SIGNED: "Note the day the client signed, on the lead’s page.",
        State.CONVERTED: "A lead becomes a matter on its page.",
        State.LOST: "Say why it was lost, on its page.",
    }
    if to in said:
        raise DomainError(said[State(to)])
    if lead.state == State.DECISION:
        raise DomainError("This waits for an attorney. Withdraw it first, or wait for the decision.")
    if lead.state not in Lead.BY_HAND:
        raise DomainError(f"This lead is {lead.get_state_display().lower()}. It does not go back.")
    if to == State.ENGAGEMENT and not lead.letters.filter(kind="engagement", state="sent").exists():
        raise DomainError("No engagement letter was sent yet. Draft it on the lead’s page.")
    if to == State.CONSULTATION and lead.consultation_at is None:
        raise DomainError("No consultation is booked yet. Book one on the lead’s page.")
    if lacking := missing(lead, to):
        raise DomainError(f"Before {State(to).label.lower()}: {' '.join(lacking)}")
    if to != State.NEW and lead.answered_at is None:
        lead = answer_lead(lead, by=by)
        if lead.state == to:
            return lead
    return step(lead, to, by=by)


def step(lead: Lead, to: str, *, by: Member | None, reason: str = "", **values: Any) -> Lead:
    """Take a step, with what goes with it. Checks the way, not who may; the database asks for decisions besides."""
    saved = states.transition(lead, to, by=by, reason=reason, state_at=timezone.now(), **values)
    return Lead.objects.with_people().get(pk=saved.pk)


def advance(lead: Lead, to: str, *, by: Member | None) -> Lead:
    """Move an undecided lead on to `to` when it stands before it: a consequence of an act, never a step back."""
    order = Lead.BY_HAND
    if lead.state in order and order.index(lead.state) < order.index(to):
        return step(lead, to, by=by)
    return lead


@transaction.atomic
def lose_lead(lead: Lead, *, by: Member, reason: str) -> Lead:
    """The person did not come back, chose another firm, or is nobody the firm can help by its own account.

    This is no decision of the firm: declining is an attorney's (services.decisions).
    """
    ensure(by, Perm.LEAD_SCREEN)
    lead = locked(lead)
    reason = reason_of(reason)
    if lead.state == State.DECISION:
        raise DomainError("This waits for an attorney. Withdraw it first.")
    if lead.matter_id is not None and lead.state in (State.ACCEPTED, State.SIGNED):
        raise DomainError("This lead was accepted. An attorney declines its matter, or it is converted.")
    return step(lead, State.LOST, by=by, reason=reason, outcome=reason)


@transaction.atomic
def reopen_lead(lead: Lead, *, by: Member) -> Lead:
    """Take up a lead again that was lost, declined or referred out. An attorney decides about it anew."""
    ensure(by, Perm.LEAD_SCREEN)
    lead = locked(lead)
    if lead.is_open:
        raise DomainError("This lead is open.")
    if lead.matter_id is not None and lead.state != State.CONVERTED:
        raise DomainError(
            f"Its matter {lead.matter.number} was declined. Take the person in as a new lead."
            if lead.matter.state == "declined"
            else "It has a matter already."
        )
    return step(lead, State.SCREENING, by=by)


def reason_of(text: str) -> str:
    """A reason, on one line. Raises DomainError (field reason) without one."""
    text = " ".join(text.split())
    if not text:
        raise DomainError("Give a reason. It is kept in the history of the lead.", field="reason")
    return text[:500]


@transaction.atomic
def add_party(
    lead: Lead,
    *,
    by: Member | None,
    name: str,
    role: str = LeadParty.Role.OPPOSING,
    contact=None,
    note: str = "",
) -> LeadParty:
    """Name somebody who plays a part, so that the conflict check finds them. The same name and part twice is refused."""
    if by is not None:
        ensure(by, Perm.LEAD_CREATE)
    lead = locked(lead)
    ensure_open(lead)
    name = " ".join(name.split())[:200]
    if not name:
        raise DomainError("Type a name.", field="name")
    if role not in LeadParty.Role.values:
        raise DomainError("Choose the part they play.", field="role")
    if lead.parties.filter(name__iexact=name, role=role).exists():
        raise DomainError(f"{name} is named already.", field="name")
    party = LeadParty.objects.create(
        lead=lead, matter_id=lead.matter_id, name=name, role=role, contact=contact, note=note.strip()[:200]
    )
    audit.record(
        by,
        "lead.party_added",
        lead,
        changes={"party": [None, name], "role": [None, party.get_role_display()]},
    )
    return party


@transaction.atomic
def remove_party(party: LeadParty, *, by: Member) -> None:
    """Take a name out again. The history keeps it."""
    ensure(by, Perm.LEAD_SCREEN)
    lead = locked(party.lead)
    ensure_open(lead)
    audit.record(by, "lead.party_removed", lead, changes={"party": [party.name, None]})
    party.delete()


@transaction.atomic
def add_note(lead: Lead, *, by: Member, text: str, kind: str = LeadNote.Kind.NOTE) -> LeadNote:
    """Note something. A call, a message left, a mail or a meeting is an answer: the response clock stops."""
    ensure(by, Perm.LEAD_CREATE)
    text = text.strip()
    if not text:
        raise DomainError("Type the note.", field="text")
    if kind not in LeadNote.Kind.values:
        raise DomainError("Choose what it was.", field="kind")
    note = LeadNote.objects.create(lead=lead, matter_id=lead.matter_id, kind=kind, text=text[:10_000], by=by)
    audit.record(by, "lead.noted", lead, changes={"kind": [None, note.get_kind_display()]})
    if kind != LeadNote.Kind.NOTE and by.can(Perm.LEAD_SCREEN) and lead.answered_at is None:
        answer_lead(lead, by=by)
    return note


@transaction.atomic
def add_file(
    lead: Lead, *, by: Member | None, content, filename: str, question: str = "", submission=None
) -> LeadFile:
    """Keep a file with the lead. It is looked at as every upload is. Raises DomainError (field file)."""
    if by is not None:
        ensure(by, Perm.LEAD_CREATE)
    lead = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if lead.matter_id is not None:
        raise DomainError("This lead has a matter. Put the file there.", field="file")
    if lead.files.count() >= MOST_FILES:
        raise DomainError(f"A lead keeps at most {MOST_FILES} files.", field="file")
    filename = media.clean_name(filename)
    media_type = media.media_type_of(filename, content)
    sha256, size = storage.store(lead.firm_id, content)
    if lead.files.filter(sha256=sha256).exists():
        raise DomainError("This file is here already. Nothing was added.", field="file")
    file = LeadFile.objects.create(
        lead=lead,
        submission=submission,
        question=question[:200],
        filename=filename,
        media_type=media_type,
        size=size,
        sha256=sha256,
        uploaded_by=by,
    )
    audit.record(by, "lead.file_added", lead, changes={"file": [None, filename], "sha256": [None, sha256]})
    return file
