"""Templates of matters: kept by the firm, used when a matter is opened."""

import re
from typing import Any

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.models import MatterTemplate, TemplatePerson
from matters.services.matters import check_attorney
from practice import audit
from practice.exceptions import DomainError

WORDS = ("client", "opposing_party", "area", "type")


@transaction.atomic
def save_template(
    template: MatterTemplate | None, *, by: Member, team: list[Member] | None = None, **values: Any
) -> MatterTemplate:
    """Create a matter template (`template` None) or change one. `values` are its fields by name."""
    ensure(by, Perm.FIRM_SETTINGS)
    values["name"] = " ".join(values["name"].split())
    if not values["name"]:
        raise DomainError("Give the template a name.", field="name")
    same = MatterTemplate.objects.filter(name__iexact=values["name"]).exclude(
        pk=template.pk if template else None
    )
    if same.exists():
        raise DomainError(f"There is a template called “{values['name']}” already.", field="name")
    stage = values.get("stage")
    if stage is not None and stage.practice_area_id != values["practice_area"].pk:
        raise DomainError(f"“{stage}” is not a stage of {values['practice_area']}.", field="stage")
    strange = [w for w in re.findall(r"{([^{}]*)}", values.get("caption", "")) if w not in WORDS]
    if strange:
        raise DomainError(
            f"“{{{strange[0]}}}” is not filled in. Use {', '.join('{' + w + '}' for w in WORDS)}.",
            field="caption",
        )
    for field in ("responsible", "supervising"):
        if values.get(field) is not None:
            check_attorney(values[field], field)
    if values.get("fee_kind") == "flat" and not values.get("flat_amount"):
        raise DomainError("Type the flat fee, such as 2500.00.", field="flat_amount")
    if values.get("fee_kind") == "contingency" and not values.get("contingency_percent"):
        raise DomainError("Type the percentage, such as 33.33.", field="contingency_percent")
    values["budget"] = values.get("budget") or None
    created = template is None
    if created:
        template = MatterTemplate(**values)
        template.save()
        audit.record(by, "mattertemplate.created", template, changes={"name": [None, template.name]})
    else:
        template = MatterTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
        changes = audit.apply(template, **values)
        template.save()
        if changes:
            audit.record(by, "mattertemplate.changed", template, changes=changes)
    wanted = {member.pk for member in team or []}
    TemplatePerson.objects.filter(template=template).exclude(member__in=wanted).delete()
    known = set(TemplatePerson.objects.filter(template=template).values_list("member_id", flat=True))
    for pk in sorted(wanted - known):
        TemplatePerson.objects.create(template=template, member_id=pk)
    return template


def starting_values(template: MatterTemplate) -> dict[str, Any]:
    """What the template fills into the form of a new matter, by the names of its fields. One query."""
    facts = ("budget", "matter_type", "court", "jurisdiction", "description", "tags", "restricted")
    found = {name: getattr(template, name) for name in facts} | {"practice_area": template.practice_area_id}
    for name in ("responsible", "supervising"):
        if getattr(template, f"{name}_id"):
            found[name] = getattr(template, f"{name}_id")
    people = [str(person.member_id) for person in template.people.all()]
    if people:
        found["team"] = people
    if template.fee_kind:
        found |= {
            "kind": template.fee_kind,
            "flat_amount": template.flat_amount,
            "contingency_percent": template.contingency_percent,
        }
    return found


def caption_of(template: MatterTemplate, *, client: str, opposing: str = "") -> str:
    """The caption that the template's scheme gives; what is not known is left out with the “v.” before it."""
    text = template.caption or ""
    text = text.replace("{client}", client).replace("{area}", template.practice_area.name)
    text = text.replace("{type}", template.matter_type or template.name)
    if not opposing:
        text = re.sub(r"\s*(?:v\.|vs\.?|—|-|,)?\s*{opposing_party}", "", text)
    return " ".join(text.replace("{opposing_party}", opposing).split())[:200]
