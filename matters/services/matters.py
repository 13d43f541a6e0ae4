"""Opening and changing matters."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import does_substantive_work, licence_fault, refusal
from matters.models import Contact, FeeArrangement, Matter, PracticeArea, TeamMember
from matters.queries.access import ensure_on, may
from matters.services.fees import approve_fee, arrange
from matters.services.limitation import follow
from matters.services.stages import enter, follow_area
from matters.services.states import accept_matter
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Firm
from practice.numbering import next_number
from practice.scope import current_firm_id

# Whom the firm acts for and in which field is for an attorney to say (ABA Model Guidelines, Guideline 3(a)).
LEGAL_FIELDS = {"client", "practice_area"}
# What a matter is about and what it may cost is no clerical fact: assistants and secretaries edit the rest.
SUBSTANTIVE_FIELDS = {"description", "budget", "budget_alert_percent", "originating"}
PLAIN_FIELDS = {
    "name", "description", "court", "case_number", "client_reference", "budget", "currency", "budget_alert_percent",
    "matter_type", "jurisdiction", "department", "judge", "tags", "office", "originating",
}  # fmt: skip
INLINE_FIELDS = {
    "name": 200,
    "court": 120,
    "case_number": 60,
    "client_reference": 60,
    "judge": 120,
    "department": 80,
    "jurisdiction": 80,
    "matter_type": 80,
}


def check_attorney(member: Member, field: str) -> None:
    """Raise DomainError unless `member` may answer for a matter: an active member with a current licence."""
    if not member.is_active or not member.is_licensed:
        what = "responsible" if field == "responsible" else "supervising"
        fault = licence_fault(member)
        why = (
            f"{fault}, so {member.name}"
            if fault
            else f"{member.name} has no current bar licence on record, so"
        )
        raise DomainError(f"{why} cannot be the {what} attorney.", field=field)


@transaction.atomic
def create_matter(
    *,
    by: Member,
    client: Contact,
    practice_area: PracticeArea,
    name: str,
    responsible: Member,
    supervising: Member | None = None,
    team: list[Member] | None = None,
    accept: bool = False,
    fee: dict[str, Any] | None = None,
    on: datetime.date | None = None,
    **fields,
) -> Matter:
    """A new pending matter with the firm's next number, its team and its fee arrangement.

    `fee` holds kind, flat_amount, contingency_percent, payment_terms_days, signed_on and note; without it the terms are
    hourly at the firm's rates. Terms of a member who sets fees are in force at once, those of staff are proposed.
    `accept` accepts the matter at once, which only a licensed attorney may. `fields` are further plain fields of it.
    """
    if not by.powers.may_prepare(Perm.MATTER_CREATE_PENDING):
        raise refusal(by, Perm.MATTER_CREATE_PENDING)
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the matter a caption.", field="name")
    supervising = supervising or responsible
    check_attorney(responsible, "responsible")
    check_attorney(supervising, "supervising")
    if not practice_area.is_active:
        raise DomainError(f"{practice_area} is no longer in use.", field="practice_area")
    if fee and not (by.can(Perm.FEE_SET) or by.powers.may_prepare(Perm.ENGAGEMENT_DRAFT)):
        raise refusal(by, Perm.FEE_SET)
    today = timezone.localdate()
    unknown = (
        set(fields)
        - PLAIN_FIELDS
        - {
            "restricted",
            "external_id",
            "through_intake",
            "limitation_on",
            "limitation_basis",
            "custom",
            "stage",
        }
    )
    if unknown:
        raise TypeError(f"create_matter has no field {sorted(unknown)[0]!r}")
    firm = Firm.objects.get(pk=current_firm_id())
    fields.setdefault("currency", firm.currency)
    stage = fields.pop("stage", None)
    if stage is not None and (stage.practice_area_id != practice_area.pk or not stage.is_active):
        raise DomainError(f"“{stage}” is not a stage of {practice_area}.", field="stage")
    matter = Matter.objects.create(
        stage=stage,
        number=_number(firm, (on or today).year),
        name=name,
        client=client,
        practice_area=practice_area,
        responsible=responsible,
        supervising=supervising,
        created_by=by,
        **fields,
    )
    people = [m for m in dict.fromkeys(team or []) if m.pk not in (responsible.pk, supervising.pk)]
    for member in people:
        TeamMember.objects.create(matter=matter, member=member, part=member.title or member.role.name)
    audit.record(
        by,
        "matter.created",
        matter,
        changes={
            "client": [None, client.name],
            "responsible": [None, responsible.name],
            "supervising": [None, supervising.name],
            "team": [None, [m.name for m in people]],
        },
    )
    terms = arrange(matter, by=by, on=on or today, **(fee or {}))
    signed = terms.kind != FeeArrangement.Kind.CONTINGENCY or terms.signed_on is not None
    if signed and may(by, Perm.FEE_SET, matter):
        approve_fee(terms, by=by)
    if stage is not None:
        enter(matter, stage, by=by)
    if matter.limitation_on is not None:
        follow(matter, by)
    if accept:
        matter = accept_matter(matter, by=by, on=on)
    return matter


def _number(firm: Firm, year: int) -> str:
    """The firm's next free number of the year. Numbers that an import brought along are stepped over."""
    while True:
        text = firm.matter_number_format.format(year=year, number=next_number("matter", str(year)))
        if not Matter.objects.filter(number=text).exists():
            return text


@transaction.atomic
def edit_matter(matter: Matter, *, by: Member, **values) -> Matter:
    """Change fields of a matter. Client and practice area only by an attorney; the attorneys through assign_attorneys."""
    ensure_on(by, Perm.MATTER_EDIT, matter)
    unknown = set(values) - PLAIN_FIELDS - LEGAL_FIELDS
    if unknown:
        raise TypeError(f"edit_matter has no field {sorted(unknown)[0]!r}")
    matter = Matter.objects.select_for_update(of=("self",)).with_people().get(pk=matter.pk)
    if matter.state == Matter.State.ARCHIVED:
        raise DomainError("This matter is in the archive; its record stays as it was.")
    if "name" in values:
        values["name"] = " ".join(values["name"].split())
        if not values["name"]:
            raise DomainError("Give the matter a caption.", field="name")
    changes = audit.apply(matter, **values)
    legal = sorted(LEGAL_FIELDS & set(changes))
    if legal and not by.is_licensed:
        raise Refused(
            f"Only an attorney changes the {' and the '.join(f.replace('_', ' ') for f in legal)} of a matter. "
            f"Ask {matter.responsible.name}.",
            who=[matter.responsible.name],
        )
    barred = sorted(SUBSTANTIVE_FIELDS & set(changes))
    if barred and edits_clerical_facts_alone(by):
        raise Refused(
            f"The {' and the '.join(barred)} of a matter is for its attorneys and paralegals to write. "
            f"Ask {matter.responsible.name}.",
            who=[matter.responsible.name],
        )
    if changes:
        left = matter.stage if "practice_area" in changes else None
        if left is not None:
            matter.stage = None  # a stage of another area: the database refuses it
        matter.save()
        audit.record(by, "matter.changed", matter, changes=changes)
        if left is not None:
            follow_area(matter, left, by=by)
    return matter


def edits_clerical_facts_alone(member: Member) -> bool:
    """Whether the member's role edits only the non-legal fields of a matter: a secretary's, and a legal assistant's
    unless the firm's assistants do substantive work.
    """
    template = member.role.template
    if template == "legal_assistant":
        return not does_substantive_work(member)
    return template == "legal_secretary"


@transaction.atomic
def tag_matter(matter: Matter, *, by: Member, tag: str) -> Matter:
    """Add a tag to a matter. One that it has already changes nothing."""
    tag = " ".join(tag.split()).strip(",")
    if not tag or len(tag) > 40:
        raise DomainError("A tag has at most 40 characters.", field="tag")
    known = list(matter.tags)
    if tag in known:
        ensure_on(by, Perm.MATTER_EDIT, matter)
        return matter
    return edit_matter(matter, by=by, tags=[*known, tag])


@transaction.atomic
def set_field(matter: Matter, *, by: Member, field: str, value: str) -> Matter:
    """Change one plain field from its inline editor."""
    limit = INLINE_FIELDS[field]
    value = " ".join(value.split())
    if len(value) > limit:
        raise DomainError(f"Type at most {limit} characters; this has {len(value)}.", field=field)
    return edit_matter(matter, by=by, **{field: value})
