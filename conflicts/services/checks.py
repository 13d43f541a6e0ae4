"""Starting checks, their names, and what goes with a lead into its matter."""

from collections.abc import Iterable

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from conflicts.models import Check, Report, Subject
from conflicts.services.running import look
from matters.models import Matter, Party
from matters.services import states
from practice import audit
from practice.exceptions import DomainError
from practice.numbering import next_number
from practice.scope import firm_scope

MOST_NAMES = 100


def _clean(name: str) -> str:
    said = " ".join(name.replace("\x00", "").split())
    if not said:
        raise DomainError("Give a name to look for.", field="names")
    if len(said) > 200:
        raise DomainError("A name has at most 200 characters.", field="names")
    return said


def _role(role: str) -> str:
    if role not in Party.Role.values:
        raise DomainError("Choose the part the name has.", field="names")
    return role


@transaction.atomic
def start_check(
    *,
    by: Member | None,
    names: Iterable[tuple[str, str]] = (),
    matter: Matter | None = None,
    lead_id: int | None = None,
    label: str = "",
    note: str = "",
) -> Check:
    """Run a conflict check for a matter, a lead, or names alone, and return it in review.

    `names` are (name, role of matters.Party); those of the matter or lead come by themselves. A pending matter is with the
    conflict check from then on. `by` None: a booking page asked. Raises DomainError without any name (field names), or when
    a check is open already.
    """
    if by is not None:
        ensure(by, Perm.CONFLICT_RUN)
    typed = list(dict.fromkeys((_clean(name), _role(role)) for name, role in names if name.strip()))
    if len(typed) > MOST_NAMES:
        raise DomainError(f"A check has at most {MOST_NAMES} names.", field="names")
    lead = apps.get_model("intake.Lead").objects.filter(pk=lead_id).first() if lead_id else None
    if lead_id and lead is None:
        raise DomainError("This lead is not here any more.")
    if lead is not None and matter is None:
        matter = lead.matter
    about = (
        Check.About.LEAD
        if lead is not None
        else Check.About.MATTER
        if matter is not None
        else Check.About.NAME
    )
    _ensure_none_open(about, lead, matter)
    label = " ".join(label.split()) or (
        lead.name if lead else str(matter) if matter else typed[0][0] if typed else ""
    )
    if not label:
        raise DomainError("Give a name to look for.", field="names")
    check = Check.objects.create(
        number=f"C-{timezone.localdate().year}-{next_number('conflict', str(timezone.localdate().year)):04d}",
        about_kind=about,
        about_id=lead.pk if lead else matter.pk if matter else None,
        matter=matter,
        label=label[:200],
        note=note.strip(),
        created_by=by,
        run_by=by,
    )
    _gather(check, matter, lead, by=by)
    held = {s.name.casefold() for s in check.subjects.all()}
    for name, role in typed:
        if name.casefold() not in held:
            Subject.objects.create(check_ref=check, matter=matter, name=name, role=role, added_by=by)
    if not check.subjects.exists():
        raise DomainError("Give a name to look for.", field="names")
    audit.record(by, "conflict.run", check, changes={"names": [None, _names(check)]})
    look(check, by=by)
    if (
        by is not None
        and matter is not None
        and about == Check.About.MATTER
        and matter.state in Matter.BEFORE
    ):
        states.begin_check(matter, by=by)
    check.refresh_from_db()
    return check


def _names(check: Check) -> str:
    return ", ".join(check.subjects.order_by("id").values_list("name", flat=True))[:500]


def _ensure_none_open(about: str, lead, matter: Matter | None) -> None:
    if about == Check.About.NAME:
        return
    rows = Check.objects.of_lead(lead.pk) if about == Check.About.LEAD else Check.objects.of_matter(matter)
    held = rows.undecided().first()
    if held is not None:
        raise DomainError(f"{held.number} is open for this already. Go on with that check.")


def _gather(check: Check, matter: Matter | None, lead, *, by: Member | None) -> list[Subject]:
    """The names of a matter and its parties, or of a lead and who is named in it. Returns those that are new."""
    found: list[dict] = []
    if matter is not None:
        found.append(
            {
                "name": matter.client.name,
                "role": "client",
                "contact_id": matter.client_id,
                "source": "client",
                "object_id": matter.pk,
            }
        )
        for party in matter.parties.select_related("contact").order_by("id"):
            found.append(
                {
                    "name": party.contact.name,
                    "role": party.role,
                    "contact_id": party.contact_id,
                    "source": "party",
                    "object_id": party.pk,
                }
            )
    if lead is not None and lead.matter_id is None:
        found.append(
            {
                "name": lead.name,
                "role": "client",
                "contact_id": lead.contact_id,
                "source": "lead",
                "object_id": lead.pk,
            }
        )
        for row in lead.parties.order_by("id"):
            found.append(
                {
                    "name": row.name,
                    "role": row.role,
                    "contact_id": row.contact_id,
                    "source": "lead_party",
                    "object_id": row.pk,
                }
            )
    return [new for values in found if (new := _put(check, by, **values)) is not None]


def _put(
    check: Check, by: Member | None, *, name: str, role: str, contact_id, source: str, object_id: int
) -> Subject | None:
    """Put a name into the check; None when it is in it. A changed name or part is written over, and searched again."""
    row = Subject.objects.filter(check_ref=check, source=source, object_id=object_id).first()
    if row is None and contact_id is not None:
        row = Subject.objects.filter(
            check_ref=check, contact_id=contact_id, role=role, dropped_at=None
        ).first()
    if row is None:
        return Subject.objects.create(
            check_ref=check, matter_id=check.matter_id, name=name[:200], role=role, contact_id=contact_id,
            source=source, object_id=object_id, added_by=by,
        )  # fmt: skip
    changes = audit.apply(row, name=name[:200], role=role, contact_id=contact_id, dropped_at=None)
    if not changes:
        return None
    row.save(update_fields=list(changes))
    return row


@transaction.atomic
def rerun(check: Check, *, by: Member | None) -> int:
    """Search again for all names, those of the matter or lead as they are now. Returns how many places are new."""
    if by is not None:
        ensure(by, Perm.CONFLICT_RUN)
    with firm_scope(check.firm_id):
        gathered = gather_now(check, by=by)
        fresh = look(check, by=by)
    if by is not None:
        said = {"new": [None, fresh]} | ({"names": [None, len(gathered)]} if gathered else {})
        audit.record(by, "conflict.rerun", check, changes=said)
    return fresh


def gather_now(check: Check, *, by: Member | None) -> list[Subject]:
    """Bring the check's names up to date with its matter or lead. Returns the new ones. In the system's own scope."""
    lead = None
    if check.about_kind == Check.About.LEAD:
        lead = apps.get_model("intake.Lead").objects.filter(pk=check.about_id).first()
    matter = (
        Matter.objects.filter(pk=check.matter_id).select_related("client").first()
        if check.matter_id
        else None
    )
    new = _gather(check, matter, lead, by=by)
    for subject in new:
        audit.record(by, "conflict.name_added", check, changes={"name": [None, subject.name]})
    return new


@transaction.atomic
def add_name(check: Check, *, by: Member, name: str, role: str) -> int:
    """Ask about one more name. Returns how many places it brought. A decided check is opened again by what it finds."""
    ensure(by, Perm.CONFLICT_RUN)
    name, role = _clean(name), _role(role)
    check = Check.objects.select_for_update(of=("self",)).get(pk=check.pk)
    rows = check.subjects.filter(dropped_at=None)
    if rows.filter(name__iexact=name, role=role).exists():
        raise DomainError(f"The check asks about {name} already.", field="name")
    if rows.count() >= MOST_NAMES:
        raise DomainError(f"A check has at most {MOST_NAMES} names.", field="name")
    subject = Subject.objects.create(
        check_ref=check, matter_id=check.matter_id, name=name, role=role, added_by=by
    )
    audit.record(by, "conflict.name_added", check, changes={"name": [None, name]})
    return look(check, [subject], by=by)


@transaction.atomic
def drop_name(subject: Subject, *, by: Member) -> None:
    """Take a typed name out of an undecided check, as long as nothing was found for it."""
    ensure(by, Perm.CONFLICT_RUN)
    subject = Subject.objects.select_for_update(of=("self",)).select_related("check_ref").get(pk=subject.pk)
    if subject.source != Subject.Source.TYPED:
        raise DomainError("This name comes from the matter or lead. Change it there.")
    if subject.check_ref.is_decided:
        raise DomainError("This check is decided. Its names stay.")
    if subject.hits.exists():
        raise DomainError("Hits were found for this name. Judge them; the record stays.")
    subject.dropped_at = timezone.now()
    subject.save(update_fields=["dropped_at"])
    audit.record(by, "conflict.name_dropped", subject.check_ref, changes={"name": [subject.name, None]})


@transaction.atomic
def follow_lead(lead_id: int, matter: Matter, *, by: Member | None) -> None:
    """The lead became a matter: its checks are the matter's from now on, with the matter's walls."""
    with firm_scope(matter.firm_id):
        for check in Check.objects.select_for_update(of=("self",)).of_lead(lead_id).filter(matter=None):
            check.matter = matter
            check.save(update_fields=["matter"])
            check.subjects.update(matter=matter)
            check.hits.update(matter=matter)
            check.clearances.update(matter=matter)
            Report.objects.filter(clearance__check_ref=check).update(matter=matter)
