"""Rules about sets and fields: names and keys, types that stay, choices that are retired, formulas and conditions that fit."""

import pytest
from django.db import IntegrityError, transaction

from custom_fields.models import Field, FieldSet
from custom_fields.queries import reading, uses
from custom_fields.services import (
    delete_field,
    retire_field,
    retire_set,
    save_field,
    save_set,
    set_custom,
)
from custom_fields.tasks import as_days_pass, recompute
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from practice.scope import firm_scope
from tests.custom_fields.conftest import CHOICES, make, make_set


@pytest.fixture
def made(a):
    with firm_scope(a.firm, a.admin):
        a.set = save_set(None, by=a.admin, host="matter", name="Injury")
        yield a


def field(people, label, type_, **values):
    return save_field(None, by=people.admin, field_set=people.set, label=label, type=type_, **values)


def refused(said: str, act):
    with pytest.raises(DomainError) as failed:
        act()
    assert said in failed.value.message, failed.value.message


def test_sets(made):
    refused(
        "called “injury” for matters already",
        lambda: save_set(None, by=made.admin, host="matter", name=" injury "),
    )
    refused("Give the set a name", lambda: save_set(None, by=made.admin, host="matter", name=" \x00 "))
    refused("Choose what records", lambda: save_set(None, by=made.admin, host="invoice", name="X"))
    refused(
        "Choose the practice areas",
        lambda: save_set(made.set, by=made.admin, name="Injury", everywhere=False),
    )
    save_set(made.set, by=made.admin, name="Injuries", everywhere=False, areas=[made.area])
    assert list(made.set.practice_areas.all()) == [made.area]
    assert audit.history_of(made.set, limit=1)[0].changes["practice areas"] == [[], ["Civil litigation"]]
    with pytest.raises(Refused):
        save_set(None, by=made.paralegal, host="matter", name="Mine")


def test_names_and_keys(made):
    assert field(made, "Policy limit ($)", "currency").key == "policy_limit"
    assert field(made, "Policy Limit", "text").key == "policy_limit_2"
    assert field(made, "2nd opinion", "text").key == "field_2nd_opinion"
    assert field(made, "Sum", "text").key == "sum_2"
    assert field(made, "Größe", "text").key == "groe"
    refused("Give the field a name", lambda: field(made, " ", "text"))
    refused("key of another field", lambda: field(made, "X", "text", key="policy_limit"))
    refused("means something in formulas", lambda: field(made, "X", "text", key="coalesce"))
    refused("Choose the type", lambda: field(made, "X", "invoice"))


def test_the_type_stays_once_there_are_values(made):
    limit = field(made, "Limit", "text")
    assert (
        save_field(limit, by=made.admin, field_set=made.set, label="Limit", type="currency").type
        == "currency"
    )
    with firm_scope(made.firm, made.attorney):
        set_custom(made.matter, {"limit": "5"}, by=made.attorney)
    with firm_scope(made.firm, made.admin):
        refused(
            "1 matter has a value. Make a new field",
            lambda: save_field(limit, by=made.admin, field_set=made.set, label="Limit", type="text"),
        )
        with pytest.raises(IntegrityError, match="its type and its place stay"), transaction.atomic():
            Field.objects.filter(pk=limit.pk).update(type="text")
        refused("Retire it", lambda: delete_field(limit, by=made.admin))
        retire_field(limit, by=made.admin)
    with firm_scope(made.firm, made.attorney):
        assert reading(made.matter, made.attorney) == []
        made.matter.refresh_from_db()
        assert made.matter.custom == {str(limit.pk): "5.00"}
        set_custom(made.matter, {}, by=made.attorney)
        assert made.matter.custom == {str(limit.pk): "5.00"}
    with firm_scope(made.firm, made.admin):
        retire_field(limit, by=made.admin, back=True)
        unused = field(made, "Unused", "text")
        delete_field(unused, by=made.admin)
        assert not Field.objects.filter(pk=unused.pk).exists()


def test_choices(made):
    kind = field(made, "Kind", "picklist", choices=[{"label": "Rear-end"}, {"label": "Other"}])
    rear, other = (c["key"] for c in kind.choices)
    with firm_scope(made.firm, made.attorney):
        set_custom(made.matter, {"kind": "Other"}, by=made.attorney)
    with firm_scope(made.firm, made.admin):
        saved = save_field(
            kind,
            by=made.admin,
            field_set=made.set,
            label="Kind",
            type="picklist",
            choices=[{"label": "Side"}, {"key": rear, "label": "Rear"}],
        )
        assert [(c["label"], c.get("retired", False)) for c in saved.choices] == [
            ("Side", False),
            ("Rear", False),
            ("Other", True),
        ]
        assert saved.choices[1]["key"] == rear
        assert saved.choices[2]["key"] == other
        for choices, said in (
            ([], "at least one choice"),
            ([{"label": "A"}, {"label": "a"}], "there twice"),
            ([{"label": "A; B"}], "no semicolon"),
            ([{"label": "None"}], "may be empty"),
            ([{"label": "x" * 121}], "too long"),
        ):
            refused(said, lambda choices=choices: field(made, "X", "picklist", choices=choices))


def test_formulas_name_what_is_there(made):
    field(made, "Limit", "currency")
    field(made, "Insurer", "contact")
    cars = field(made, "Cars", "group")
    field(made, "Damage", "currency", parent=cars)
    total = field(
        made, "Total", "formula", formula="sum(cars.damage) + limit", settings={"result": "currency"}
    )
    twice = field(made, "Twice", "formula", formula="total * 2", settings={"result": "numeric"})
    for formula, said in (
        ("nothing + 1", "no field “nothing”"),
        ("cars.colour", "no column “cars.colour”"),
        ("insurer & ''", "cannot read a contact"),
        ("1 +", "cannot be read"),
        ("", "Type a formula"),
    ):
        refused(said, lambda formula=formula: field(made, "X", "formula", formula=formula))
    refused(
        "“Twice” reads this field",
        lambda: save_field(
            total,
            by=made.admin,
            field_set=made.set,
            label="Total",
            type="formula",
            formula="twice",
            settings={"result": "currency"},
        ),
    )
    refused("The formula of “Twice” reads “total”", lambda: retire_field(total, by=made.admin))
    refused(
        "The formula of “Total” reads “limit”",
        lambda: save_field(
            Field.objects.get(key="limit"),
            by=made.admin,
            field_set=made.set,
            label="Limit",
            type="currency",
            key="most",
        ),
    )
    assert twice.shown_as == "numeric"
    refused("takes no group", lambda: field(made, "X", "group", parent=cars))
    refused("no repeating group", lambda: field(made, "X", "text", parent=total))


def test_a_formula_that_fails_says_why_on_the_panel(made):
    field(made, "Limit", "currency")
    field(made, "Ratio", "formula", formula="100 / limit", settings={"result": "numeric"})
    field(made, "Odd", "formula", formula="limit & ''", settings={"result": "date"})
    with firm_scope(made.firm, made.attorney):
        set_custom(made.matter, {"limit": "0"}, by=made.attorney)
        cells = {cell.field.key: cell for part in reading(made.matter, made.attorney) for cell in part.cells}
        assert cells["ratio"].fault == "A number was divided by zero."
        assert cells["odd"].fault == "The formula gives something else than a date."


def test_conditions(made):
    kind = field(made, "Kind", "picklist", choices=[{"label": "Rear-end"}, {"label": "Other"}])
    limit = field(made, "Limit", "currency")
    what = field(
        made, "What", "text", visible_if={"rules": [{"field": kind.pk, "op": "is", "value": "other"}]}
    )
    assert what.visible_if == {
        "join": "all",
        "rules": [{"field": kind.pk, "op": "is", "value": [kind.choices[1]["key"]]}],
    }
    rich = field(
        made,
        "Rich",
        "text",
        visible_if={"join": "any", "rules": [{"field": limit.pk, "op": "more", "value": "1,000"}]},
    )
    assert rich.visible_if["rules"][0]["value"] == ["1000.00"]
    for rule, said in (
        ({"field": 99999999, "op": "is", "value": "x"}, "Choose the field"),
        ({"field": kind.pk, "op": "is", "value": "Nope"}, "not a choice"),
        ({"field": kind.pk, "op": "is", "value": ""}, "compared with"),
        ({"field": kind.pk, "op": "more", "value": "Other"}, "no number or date"),
        ({"field": kind.pk, "op": "like", "value": "Other"}, "how to compare"),
        ({"field": limit.pk, "op": "less", "value": "lots"}, "not an amount"),
    ):
        refused(said, lambda rule=rule: field(made, "X", "text", visible_if={"rules": [rule]}))
    refused(
        "itself shown only with this field",
        lambda: save_field(
            kind, by=made.admin, field_set=made.set, label="Kind", type="picklist", choices=kind.choices,
            visible_if={"rules": [{"field": what.pk, "op": "filled"}]},
        ),
    )  # fmt: skip
    refused("“What” is shown only depending on this field", lambda: retire_field(kind, by=made.admin))


def test_settings(made):
    for type_, values, said in (
        ("numeric", {"decimals": 5}, "0 to 4 decimals"),
        ("currency", {"min": "5", "max": "1"}, "less than the least"),
        ("numeric", {"min": "few"}, "Type a number"),
        ("text", {"length": 900}, "1 to 500 characters"),
        ("formula", {"result": "group"}, "what the formula gives"),
    ):
        refused(
            said, lambda type_=type_, values=values: field(made, "X", type_, settings=values, formula="1")
        )
    refused("steps from the list", lambda: field(made, "X", "text", required_at=["999999"]))
    contacts = save_set(None, by=made.admin, host="contact", name="About")
    refused(
        "a contact has none",
        lambda: save_field(None, by=made.admin, field_set=contacts, label="Scan", type="file"),
    )


def test_records_follow_a_changed_formula(made):
    field(made, "Limit", "currency")
    twice = field(made, "Twice", "formula", formula="limit * 2", settings={"result": "currency"})
    with firm_scope(made.firm, made.attorney):
        set_custom(made.matter, {"limit": "5"}, by=made.attorney)
        assert made.matter.custom[str(twice.pk)] == "10.00"
    with firm_scope(made.firm, made.admin):
        Outbox.objects.all().delete()
        for formula in ("limit * 3", "limit * 4"):
            save_field(
                twice,
                by=made.admin,
                field_set=made.set,
                label="Twice",
                type="formula",
                formula=formula,
                settings={"result": "currency"},
            )
        assert Outbox.objects.filter(task="custom_fields.tasks.recompute").count() == 1
        recompute(firm_id=made.firm.pk, host="matter")
        made.matter.refresh_from_db()
        assert made.matter.custom[str(twice.pk)] == "20.00"
        event = audit.history_of(made.matter, limit=1)[0]
        assert (event.actor_name, event.changes["Twice"]) == ("Bailiwick", ["$10.00", "$20.00"])


def test_each_day_what_reads_the_date_is_worked_out_once(made):
    field(made, "Born", "date")
    field(made, "Age", "formula", formula="years(born)", settings={"result": "numeric"})
    Outbox.objects.all().delete()
    assert as_days_pass() == 0
    with firm_scope(made.firm, made.attorney):
        set_custom(made.matter, {"born": "1990-01-01"}, by=made.attorney)
    with firm_scope(made.firm):
        assert as_days_pass() == 1
        assert as_days_pass() == 0


def test_a_retired_set_is_on_no_record(a):
    with firm_scope(a.firm, a.admin):
        made = make_set()
        make(made, "kind", "picklist", choices=CHOICES, required=True)
        retire_set(made, by=a.admin)
        assert reading(a.matter, a.admin) == []
        assert FieldSet.objects.get().retired_at is not None


def test_what_points_to_a_record_is_known(a, injury):
    with firm_scope(a.firm, a.attorney):
        set_custom(a.matter, {"insurer": a.client.pk}, by=a.attorney)
        assert uses("contact", a.client.pk) == ["Insurer"]
        assert uses("matter", a.client.pk) == []
