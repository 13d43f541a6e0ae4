"""Writes about firms: opening one, its settings, its number formats."""

import string

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.text import slugify

from accounts.models import BarLicence, Member, Role, User
from accounts.permissions import ROLES, TEMPLATES, Perm
from accounts.queries import ensure
from accounts.services.members import check_time_zone, initials_of
from practice import audit
from practice.exceptions import DomainError
from practice.models import Firm
from practice.scope import firm_scope

SETTINGS = (
    "name",
    "address",
    "phone",
    "email",
    "website",
    "time_zone",
    "paper",
    "matter_number_format",
    "invoice_number_format",
    "rounding_seconds",
    "payment_terms_days",
    "reminder_days",
    "payment_instructions",
    "attach_invoice_pdf",
    "all_matters_visible",
    "acceptance_check",
)


@transaction.atomic
def open_firm(
    *,
    user: User,
    name: str,
    time_zone: str,
    attorney: bool,
    jurisdiction: str = "",
    bar_number: str = "",
) -> Member:
    """Create a firm with its six roles and `user` as its first member. Returns that member.

    An attorney becomes a partner whose licence is self-declared, as nobody else is there to verify it; anyone else
    becomes the firm administrator.
    """
    if attorney and not (jurisdiction.strip() and bar_number.strip()):
        raise DomainError("An attorney needs a jurisdiction and a bar number.", field="bar_number")
    check_time_zone(time_zone)
    firm = Firm.objects.create(
        name=name.strip(), slug=_free_slug(name), time_zone=time_zone, email=user.email, reminder_days=[7, 21]
    )
    with firm_scope(firm):
        roles = {
            template: Role.objects.create(
                name=label, template=template, powers=dict(ROLES[template]), position=position
            )
            for position, (template, label) in enumerate(TEMPLATES.items())
        }
        member = Member.objects.create(
            user=user,
            role=roles["attorney" if attorney else "firm_admin"],
            name=user.name,
            title="Partner" if attorney else "Firm administrator",
            initials=initials_of(user.name),
            is_partner=attorney,
        )
        audit.record(member, "firm.opened", firm, changes={"name": [None, firm.name]})
        audit.record(member, "firm.joined", member, changes={"role": [None, member.role.name]})
        if attorney:
            licence = BarLicence.objects.create(
                member=member,
                jurisdiction=jurisdiction.strip(),
                number=bar_number.strip(),
                self_declared=True,
                verified_at=timezone.now(),
            )
            audit.record(
                member, "licence.self_declared", licence, reason="Self-declared as the firm's only attorney."
            )
        for path in settings.FIRM_DEFAULTS:
            import_string(path)(member)
    User.objects.filter(pk=user.pk).update(last_firm_id=firm.pk)
    user.last_firm_id = firm.pk
    return member


def _free_slug(name: str) -> str:
    base = slugify(name)[:40] or "firm"
    slug, number = base, 1
    while Firm.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def change_firm(firm: Firm, *, by: Member, **values) -> Firm:
    """Change the firm's settings (SETTINGS), recorded field by field. Raises DomainError naming the field."""
    ensure(by, Perm.FIRM_SETTINGS)
    unknown = set(values) - set(SETTINGS)
    if unknown or firm.pk != by.firm_id:
        raise DomainError("These settings cannot be changed here.")
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    if "time_zone" in values:
        check_time_zone(values["time_zone"])
    for field in ("matter_number_format", "invoice_number_format"):
        if field in values:
            check_format(values[field], field=field)
    changes = audit.apply(firm, **values)
    if changes:
        firm.save(update_fields=list(changes))
        audit.record(by, "firm.changed", firm, changes=changes)
    return firm


def check_format(text: str, *, field: str | None = None) -> None:
    """Raise DomainError unless `text` gives a different number for each year and count.

    Only {year} and {number}, the latter with an optional width such as {number:04d}: nothing else of Python's format
    language, which could read objects. Both must stand in it, because the count starts again each year.
    """
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        raise DomainError(
            "A curly bracket is open or empty. Write {year}-{number:04d}.", field=field
        ) from None
    for _, name, spec, conversion in parts:
        if name not in ("year", "number") or conversion:
            raise DomainError(f"{{{name}}} is not known. Use {{year}} and {{number}}.", field=field)
        width = (spec or "").removeprefix("0").removesuffix("d")
        if spec and (name != "number" or not spec.endswith("d") or not width.isdecimal() or int(width) > 9):
            raise DomainError("After the colon write the width, such as {number:04d}.", field=field)
    missing = {"year", "number"} - {name for _, name, _, _ in parts}
    if missing:
        raise DomainError(f"{{{missing.pop()}}} is missing, so two numbers could be the same.", field=field)
    if len(sample_number(text)) > 40:
        raise DomainError("The number would be longer than 40 characters.", field=field)


def sample_number(text: str, *, number: int = 148) -> str:
    """What a checked format makes of this year and `number`."""
    return text.format(year=timezone.localdate().year, number=number)
