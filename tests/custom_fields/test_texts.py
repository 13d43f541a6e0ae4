"""Fields in texts: merge values, the template tag, letters of intake and texts of automations."""

import pytest
from django.template import Context, Template

from custom_fields.queries import merge_values
from custom_fields.services import put_what_fits, set_custom
from intake.queries.wording import merged, places
from intake.services.leads import create_lead
from matters.services import delete_contact, put_up_wall
from practice.exceptions import DomainError
from practice.scope import firm_scope
from tests.cast import make_matter
from tests.custom_fields.conftest import make, make_set
from workflows.queries.context import Context as Occasion
from workflows.services.actions.base import check_text, fill


@pytest.fixture
def filled(a, injury):
    with firm_scope(a.firm, a.attorney):
        injury.related = make(injury.set, "related", "matter")
        a.two = make_matter(a, number="2026-0002", name="Second")
        rows = [{"plate": "7ABC", "damage": "5"}, {"plate": "8XYZ"}]
        values = {
            "kind": "c2",
            "policy_limit": "100000",
            "insurer": a.client.pk,
            "related": a.two.pk,
            "vehicles": rows,
        }
        set_custom(a.matter, values, by=a.attorney)
    a.injury = injury
    return a


def test_merge_values(filled):
    with firm_scope(filled.firm, filled.attorney):
        found = merge_values(filled.matter, filled.attorney)
        assert found["kind"] == "Side impact"
        assert found["policy_limit"] == "$100,000.00"
        assert found["insurer"] == filled.client.name
        assert found["related"] == "2026-0002 Second"
        assert found["vehicles"] == "7ABC, $5.00\n8XYZ"
        assert found["vehicles.plate"] == "7ABC, 8XYZ"
        assert found["paid"] == "" and found["other_kind"] == ""
        assert merge_values(filled.matter)["related"] == "2026-0002"  # a letter: by its number alone
        put_up_wall(filled.two, member=filled.paralegal, reason="Former employer", by=filled.attorney)
    with firm_scope(filled.firm, filled.paralegal, matters=[filled.two.pk]):
        assert merge_values(filled.matter, filled.paralegal)["related"] == "restricted"


def test_the_tag(filled, rf):
    text = Template(
        '{% load custom_fields %}{% custom_value matter "policy_limit" %}|{% custom_value matter "nothing" %}'
    )
    with firm_scope(filled.firm, filled.attorney):
        assert text.render(Context({"matter": filled.matter})) == "$100,000.00|"


def test_values_are_escaped(filled):
    with firm_scope(filled.firm, filled.attorney):
        note = make(filled.injury.set, "remark", "text")
        set_custom(filled.matter, {"remark": "<script>alert(1)</script>"}, by=filled.attorney)
        text = Template('{% load custom_fields %}{% custom_value matter "remark" %}')
        assert "<script>" not in text.render(Context({"matter": filled.matter}))
        assert note.key == "remark"


def test_letters_of_intake(a):
    with firm_scope(a.firm, a.attorney):
        call = make_set("lead", "Call")
        make(call, "accident_on", "date", "Accident on")
        lead = create_lead(by=a.assistant, name="Lena Ortiz", practice_area=a.area)
        put_what_fits(lead, {call.fields.get().pk: "3/4/2026"})
        lead.refresh_from_db()
        assert places()["custom.accident_on"] == "Accident on (Call)"
        assert merged("Dear {client}, your accident on {custom.accident_on} {custom.nothing}", lead) == (
            "Dear Lena Ortiz, your accident on Mar 4, 2026 {custom.nothing}"
        )


def test_texts_of_automations(filled):
    with firm_scope(filled.firm, filled.attorney):
        assert check_text("Limit {custom.policy_limit} of {custom.vehicles.plate}", "text")
        with pytest.raises(DomainError, match="There is no {custom.nothing}"):
            check_text("{custom.nothing}", "text")
        occasion = Occasion("matter", filled.matter, filled.matter)
        assert (
            fill("Limit {custom.policy_limit}: {custom.vehicles.plate}", occasion)
            == "Limit $100,000.00: 7ABC, 8XYZ"
        )


def test_a_contact_that_a_field_names_is_not_deleted(filled):
    from matters.services import create_contact

    with firm_scope(filled.firm, filled.attorney):
        insurer = create_contact(by=filled.attorney, kind="company", name="Pelican Mutual")
        set_custom(filled.matter, {"insurer": insurer.pk}, by=filled.attorney)
        with pytest.raises(DomainError, match="stands in “Insurer” of a record"):
            delete_contact(insurer, by=filled.attorney)
