"""manage.py conflict_check prints what is near a name, for people and as JSON."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from practice.models import AuditEvent
from practice.scope import firm_scope
from tests.conflicts.kit import party, person


@pytest.fixture
def people(firms):
    with firm_scope(firms.a.firm):
        party(firms.a.matter, person("Ada Quill"))
    return firms.a


def said(*arguments) -> str:
    out = StringIO()
    call_command("conflict_check", *arguments, stdout=out)
    return out.getvalue()


def test_it_says_part_side_matter_and_why(people):
    text = said("--firm", "alder", "Ada Quil", "Zebulon Ashgrove")
    assert "Ada Quil: 1 hit" in text and "ADVERSE" in text and "misspelt: quil and quill" in text
    assert f"Opposing party, opposing, {people.matter}" in text and "Zebulon Ashgrove: 0 hits" in text
    with firm_scope(people.firm):
        assert AuditEvent.objects.filter(verb="conflict.looked_up").count() == 2


def test_json_has_it_all(people):
    found = json.loads(said("--firm", "alder", "Ada Quill", "--json"))["Ada Quill"]
    assert found["restricted"] is None and found["hits"][0]["adverse"] is True
    place = next(p for p in found["hits"][0]["places"] if p["kind"] == "party")
    assert (place["role"], place["side"], place["matter_id"]) == (
        "Opposing party",
        "opposing",
        people.matter.pk,
    )
    assert json.loads(said("--firm", "alder", "Ada Quill", "--side", "opposing", "--json"))["Ada Quill"][
        "hits"
    ]


def test_as_a_member_walls_hold(people):
    from matters import services

    with firm_scope(people.firm):
        services.put_up_wall(
            people.matter, by=people.attorney, member=people.secretary, reason="Former client"
        )
    text = said("--firm", "alder", "--as", people.secretary.user.email, "Ada Quill")
    assert str(people.matter) not in text and f"Restricted hit, ask {people.associate.name}" in text


def test_unknown_firms_and_members_are_refused(people):
    with pytest.raises(CommandError, match="no firm"):
        said("--firm", "nowhere", "Ada")
    with pytest.raises(CommandError, match="no member"):
        said("--firm", "alder", "--as", "x@y.example", "Ada")
