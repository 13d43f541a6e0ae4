"""From a lead to a matter. The matter is prepared once, with all that was gathered; it opens under an attorney's decision.

`prepare_matter` carries everything over in one transaction. `convert_lead` is the last step: the matter is open.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure, refusal
from conflicts.services import follow_lead
from documents import storage
from documents.models import Document
from documents.services import create_document
from intake.models import Lead, LeadParty
from intake.queries.leads import same_people
from intake.services.carried import carry_notes, carry_tasks, carry_values
from intake.services.leads import advance, locked, step
from intake.services.talks import carry_talk
from matters import services as matters
from matters.models import Contact, Matter, Party, PracticeArea
from matters.services.contacts import create_contact
from practice import audit
from practice.exceptions import DomainError

State = Lead.State

# What apps above keep about a lead goes with it into the matter: path of f(lead, matter).
FOLLOW = ("booking.services.links.follow_lead",)


def caption_of(lead: Lead) -> str:
    """A caption for the lead's matter: "Reyes v. Halton Freight", else the name and the practice area."""
    own = lead.name if lead.kind == Lead.Kind.COMPANY else lead.name.split()[-1]
    other = next((p for p in lead.parties.all() if p.role == LeadParty.Role.OPPOSING), None)
    if other is not None:
        return f"{own} v. {other.name}"[:200]
    return f"{own}: {lead.practice_area.name}" if lead.practice_area_id else own


def _person(name: str, kind: str) -> dict[str, Any]:
    if kind == Lead.Kind.COMPANY:
        return {"kind": Contact.Kind.COMPANY, "name": name}
    first, _, last = name.rpartition(" ")
    return {"kind": Contact.Kind.PERSON, "first_name": first, "last_name": last}


def _client(lead: Lead, by: Member) -> Contact:
    values = _person(lead.name, lead.kind)
    return create_contact(by=by, email=lead.email, phone=lead.phone, address=lead.address, **values)


# Words by which a name is a body's and not a person's.
BODIES = {
    "inc", "llc", "llp", "ltd", "corp", "corporation", "co", "company", "gmbh", "plc", "bank", "insurance", "group",
    "partners", "trust", "county", "city", "state", "department", "university", "hospital", "freight", "services",
}  # fmt: skip


def _party_contact(party: LeadParty, by: Member) -> Contact:
    """The contact of a party: the one chosen, the only one of exactly this name, or a new one."""
    if party.contact is not None:
        return party.contact
    same = list(same_people(name=party.name)[:2])
    if len(same) == 1:
        return same[0]
    words = {word.strip(".,").lower() for word in party.name.split()}
    is_body = bool(words & BODIES) or " " not in party.name
    return create_contact(by=by, **_person(party.name, Lead.Kind.COMPANY if is_body else Lead.Kind.PERSON))


@transaction.atomic
def prepare_matter(
    lead: Lead,
    *,
    by: Member,
    responsible: Member,
    name: str = "",
    client: Contact | None = None,
    practice_area: PracticeArea | None = None,
    supervising: Member | None = None,
    team: list[Member] | None = None,
    fee: dict[str, Any] | None = None,
) -> Matter:
    """Make the pending matter of a lead, once, with everything: client and parties (matched or new), fields, files, notes,
    answers, open tasks, and proposed terms (`fee` as matters.create_matter takes it). Nothing is accepted by it.

    Staff prepare it, and their terms are a proposal. Raises DomainError when there is a matter already.
    """
    if not by.powers.may_prepare(Perm.MATTER_CREATE_PENDING):
        raise refusal(by, Perm.MATTER_CREATE_PENDING)
    lead = locked(lead)
    if lead.matter_id is not None:
        raise DomainError(f"This lead has its matter already: {lead.matter}.")
    if not lead.is_undecided:
        raise DomainError(f"This lead is {lead.get_state_display().lower()}.")
    area = practice_area or lead.practice_area
    if area is None:
        raise DomainError("Choose the practice area.", field="practice_area")
    client = client or lead.contact or _client(lead, by)
    matter = matters.create_matter(
        by=by,
        client=client,
        practice_area=area,
        name=name or caption_of(lead),
        responsible=responsible,
        supervising=supervising,
        team=team,
        fee=fee,
        description=lead.summary,
    )
    Matter.objects.filter(pk=matter.pk).update(limitation_on=lead.limitation_on, through_intake=True)
    matter.refresh_from_db(fields=["limitation_on", "through_intake"])
    _carry_parties(lead, matter, by)
    _carry_files(lead, matter)
    follow_lead(lead.pk, matter, by=by)
    carry_values(lead, matter, client)
    carry_notes(lead, matter, by=by)
    carry_tasks(lead, matter, by=by)
    carry_talk(lead, matter)
    for path in FOLLOW:
        import_string(path)(lead, matter)
    changes = audit.apply(lead, matter=matter, contact=client, practice_area=area, attorney=responsible)
    lead.save(update_fields=["matter", "contact", "practice_area", "attorney", "updated_at"])
    for rows in (
        lead.parties, lead.notes, lead.files, lead.submissions, lead.script_answers, lead.letters, lead.form_links,
    ):  # fmt: skip
        rows.update(matter=matter)
    follow_lead(lead.pk, matter, by=by)
    changes["source"] = [None, str(lead.source or "")]
    audit.record(by, "lead.prepared", lead, changes=changes)
    advance(lead, State.SCREENING, by=by)
    return matter


def _carry_parties(lead: Lead, matter: Matter, by: Member) -> None:
    counsel = None
    for party in sorted(lead.parties.select_related("contact"), key=lambda p: p.role != "opposing_counsel"):
        contact = _party_contact(party, by)
        represented = counsel if party.role == "opposing_party" and counsel != contact else None
        made, _ = Party.objects.get_or_create(
            matter=matter,
            contact=contact,
            role=party.role,
            defaults={
                "side": Party.USUAL_SIDE.get(party.role, Party.Side.THIRD),
                "represented_by": represented,
                "note": party.note,
                "created_by": by,
            },
        )
        audit.record(
            by,
            "party.added",
            made,
            changes={"role": [None, made.get_role_display()], "contact": [None, contact.name]},
        )
        party.contact = contact
        party.save(update_fields=["contact"])
        if party.role == "opposing_counsel" and counsel is None:
            counsel = contact


def _carry_files(lead: Lead, matter: Matter) -> None:
    for file in lead.files.filter(document=None):
        with storage.open_for_reading(lead.firm_id, file.sha256, size=file.size) as content:
            version = create_document(
                matter,
                content=content,
                filename=file.filename,
                category=Document.Category.OTHER,
                media_type=file.media_type,
                note="From the lead",
                by=None,
            )
        file.document = version.document
        file.save(update_fields=["document"])


@transaction.atomic
def sign_lead(lead: Lead, *, by: Member, signed_on: datetime.date) -> Lead:
    """Note the day the client signed the engagement. An accepted lead is then signed, and can be converted."""
    ensure(by, Perm.LEAD_SCREEN)
    lead = locked(lead)
    if not lead.is_open or lead.state == State.SIGNED:
        raise DomainError(f"This lead is {lead.get_state_display().lower()}.")
    if signed_on > timezone.localdate():
        raise DomainError("The day the client signed is not in the future.", field="signed_on")
    changes = audit.apply(lead, signed_on=signed_on)
    lead.save(update_fields=["signed_on", "updated_at"])
    audit.record(by, "lead.signed_by_client", lead, changes=changes)
    return step(lead, State.SIGNED, by=by) if lead.state == State.ACCEPTED else lead


@transaction.atomic
def convert_lead(lead: Lead, *, by: Member) -> Matter:
    """The last step, once: the accepted matter is open, under the decision that an attorney took on the lead.

    Staff convert what the client signed; without a signature an attorney does. Raises DomainError, or Refused.
    """
    if not by.powers.may_prepare(Perm.MATTER_CREATE_PENDING):
        raise refusal(by, Perm.MATTER_CREATE_PENDING)
    lead = locked(lead)
    if lead.state == State.CONVERTED:
        raise DomainError(f"This lead was converted already: {lead.matter}.")
    if lead.state not in (State.ACCEPTED, State.SIGNED):
        raise DomainError("An attorney accepts the lead first.")
    if lead.signed_on is None and not by.can(Perm.MATTER_ACCEPT):
        raise DomainError("Note the day the client signed first.", field="signed_on")
    matter = Matter.objects.with_people().get(pk=lead.matter_id)
    if not matter.is_accepted:
        matter = matters.open_signed(matter, by=by, signed_on=lead.signed_on)
    step(lead, State.CONVERTED, by=by, converted_at=timezone.now())
    return matter
