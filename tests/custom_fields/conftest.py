"""A set of each sort in firm A."""

import pytest

from custom_fields.models import Field, FieldSet
from practice.scope import firm_scope


def make_set(host="matter", name="Injury", **values) -> FieldSet:
    return FieldSet.objects.create(host=host, name=name, **values)


def make(field_set, key, type_, label="", **values) -> Field:
    label = label or key.replace("_", " ").capitalize()
    position = values.pop("position", Field.objects.filter(field_set=field_set).count())
    return Field.objects.create(
        field_set=field_set,
        host=field_set.host,
        key=key,
        type=type_,
        label=label,
        position=position,
        **values,
    )


CHOICES = [
    {"key": "c1", "label": "Rear-end"},
    {"key": "c2", "label": "Side impact"},
    {"key": "c3", "label": "Other"},
]


@pytest.fixture
def injury(a):
    """On matters: kind of accident, when, limit, paid, what is left (formula), insurer, vehicles (group)."""

    class Made:
        pass

    made = Made()
    with firm_scope(a.firm):
        made.set = make_set()
        made.kind = make(made.set, "kind", "picklist", "Kind of accident", choices=CHOICES)
        made.on = make(made.set, "accident_on", "date", "Accident on")
        made.limit = make(made.set, "policy_limit", "currency", "Policy limit")
        made.paid = make(made.set, "paid", "currency")
        made.left = make(
            made.set,
            "left",
            "formula",
            formula="policy_limit - coalesce(paid, 0)",
            settings={"result": "currency"},
        )
        made.insurer = make(made.set, "insurer", "contact")
        made.note = make(
            made.set,
            "other_kind",
            "text",
            required=True,
            visible_if={"join": "all", "rules": [{"field": made.kind.pk, "op": "is", "value": ["c3"]}]},
        )
        made.vehicles = make(made.set, "vehicles", "group")
        made.plate = make(made.set, "plate", "text", parent=made.vehicles, required=True)
        made.damage = make(made.set, "damage", "currency", parent=made.vehicles)
        made.total = make(
            made.set,
            "total_damage",
            "formula",
            "Total damage",
            formula="sum(vehicles.damage)",
            settings={"result": "currency"},
        )
    return made
