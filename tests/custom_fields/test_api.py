"""/api/v1/: records with their custom fields, read and written by programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from custom_fields.services import set_custom
from intake.services.leads import create_lead
from matters.models import Matter
from matters.services import put_up_wall
from practice import audit
from practice.scope import firm_scope
from tests.cast import make_matter
from tests.custom_fields.conftest import make, make_set
from work.services import create_task


@pytest.fixture
def filled(a, injury):
    with firm_scope(a.firm, a.attorney):
        injury.related = make(injury.set, "related", "matter")
        a.two = make_matter(a, number="2026-0002", name="Second")
        values = {"kind": "c2", "policy_limit": "100000", "insurer": a.client.pk, "related": a.two.pk}
        set_custom(a.matter, values | {"vehicles": [{"plate": "7ABC", "damage": "5"}]}, by=a.attorney)
    a.injury = injury
    return a


def patch(client, url, body):
    return client.patch(url, body, content_type="application/json")


def test_a_matter_is_read_with_its_fields(filled, sign_in):
    client = sign_in(filled.attorney)
    found = client.get(f"/api/v1/matters/{filled.matter.pk}/").json()
    assert found["number"] == "2026-0001"
    custom = found["custom"]
    assert custom["kind"] == "c2"
    assert custom["policy_limit"] == custom["left"] == "100000.00"
    assert custom["insurer"] == {"id": filled.client.pk, "name": filled.client.name}
    assert custom["vehicles"] == [{"plate": "7ABC", "damage": "5.00"}]
    assert custom["accident_on"] is None
    listed = client.get("/api/v1/matters/").json()
    assert [row["number"] for row in listed["results"]] == ["2026-0002", "2026-0001"]


def test_lists_filter_by_key(filled, sign_in):
    client = sign_in(filled.attorney)
    for query, count in (
        ("custom.policy_limit_min=5000", 1),
        ("custom.policy_limit_max=5000", 0),
        ("custom.kind=c2", 1),
        ("custom.vehicles.plate=7ab", 1),
        ("state=open", 2),
    ):
        assert client.get(f"/api/v1/matters/?{query}").json()["count"] == count, query
    for query in ("custom.nothing=1", "custom.policy_limit_min=much", "custom.kind=zzz"):
        answer = client.get(f"/api/v1/matters/?{query}")
        assert answer.status_code == 400 and answer.json()["error"], query


def test_values_are_written_as_the_pages_do(filled, sign_in):
    client = sign_in(filled.attorney)
    url = f"/api/v1/matters/{filled.matter.pk}/"
    answer = patch(
        client, url, {"custom": {"policy_limit": "250.5", "accident_on": "2026-03-04", "kind": None}}
    )
    assert answer.status_code == 200
    assert answer.json()["custom"]["policy_limit"] == "250.50"
    with firm_scope(filled.firm):
        filled.matter.refresh_from_db()
        assert str(filled.injury.kind.pk) not in filled.matter.custom
        assert audit.history_of(filled.matter, limit=1)[0].changes["Policy limit"] == [
            "$100,000.00",
            "$250.50",
        ]
    wrong = patch(client, url, {"custom": {"policy_limit": "lots", "vehicles": [{"damage": "x"}]}})
    assert wrong.status_code == 400
    assert set(wrong.json()["errors"]) == {"policy_limit", "vehicles.0.damage", "vehicles.0.plate"}


@pytest.mark.parametrize(
    "body",
    [
        {}, [], {"custom": []}, {"custom": {"nothing": 1}}, {"name": "x"}, {"custom": {"vehicles": "x"}}, {"custom": {"vehicles": [1]}},
        {"custom": {"insurer": 99999999}}, {"custom": {"insurer": {"id": True}}}, {"custom": {"policy_limit": {"a": 1}}},
        {"custom": {"policy_limit": 1e400}}, {"custom": {"kind": ["c1"]}}, {"custom": {"left": 1}}, {"custom": {"other_kind": "\x00"}},
        {"custom": {"accident_on": 20260101}},
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_sentence(filled, sign_in, body):
    client = sign_in(filled.attorney)
    import json

    answer = client.patch(
        f"/api/v1/matters/{filled.matter.pk}/", json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 400, answer.content
    assert answer.json()["error"]


def test_who_may_not(filled, firms, sign_in):
    url = f"/api/v1/matters/{filled.matter.pk}/"
    assert patch(sign_in(filled.admin), url, {"custom": {"paid": "1"}}).status_code == 403
    assert sign_in(firms.b.attorney).get(url).status_code == 404
    with firm_scope(filled.firm, filled.attorney):
        put_up_wall(filled.two, member=filled.paralegal, reason="Former employer", by=filled.attorney)
    client = sign_in(filled.paralegal)
    assert client.get(f"/api/v1/matters/{filled.two.pk}/").status_code == 404
    found = client.get(url)
    assert found.json()["custom"]["related"] == {"restricted": True}
    assert "Second" not in found.content.decode()
    # what one cannot see stays when one saves the rest, and cannot be chosen
    assert patch(client, url, {"custom": {"paid": "1"}}).status_code == 200
    with firm_scope(filled.firm):
        assert Matter.objects.get(pk=filled.matter.pk).custom[str(filled.injury.related.pk)] == filled.two.pk
    other = make_other(filled)
    assert (
        patch(client, f"/api/v1/matters/{other.pk}/", {"custom": {"related": filled.two.pk}}).status_code
        == 400
    )


def make_other(people):
    with firm_scope(people.firm, people.attorney):
        return make_matter(people, number="2026-0009", name="Ninth")


def test_contacts_leads_and_tasks(a, sign_in):
    with firm_scope(a.firm, a.attorney):
        shoe = make(make_set("contact", "About"), "shoe_size", "numeric")
        call = make(make_set("lead", "Call"), "likes", "text")
        fee = make(make_set("task", "Filing"), "fee", "currency")
        lead = create_lead(by=a.assistant, name="Lena Ortiz")
        task = create_task(by=a.attorney, title="File", matter=a.matter, assignee=a.attorney)
    client = sign_in(a.attorney)
    for noun, obj, field, value, kept in (
        ("contacts", a.client, shoe, "38.50", "38.5"),
        ("leads", lead, call, " Tea ", "Tea"),
        ("tasks", task, fee, "435", "435.00"),
    ):
        url = f"/api/v1/{noun}/{obj.pk}/"
        assert client.get(url).json()["custom"] == {field.key: None}
        assert patch(client, url, {"custom": {field.key: value}}).json()["custom"] == {field.key: kept}
        assert client.get(f"/api/v1/{noun}/").json()["results"][0]["custom"] == {field.key: kept}


def test_queries_do_not_grow(filled, sign_in):
    client = sign_in(filled.attorney)

    def asked() -> int:
        counts = []
        for _ in range(3):
            with CaptureQueriesContext(connection) as found:
                client.get("/api/v1/matters/")
            counts.append(len(found))
        return min(counts)

    few = asked()
    with firm_scope(filled.firm, filled.attorney):
        for number in range(3, 8):
            matter = make_matter(filled, number=f"2026-000{number}", name=f"Matter {number}")
            set_custom(matter, {"insurer": filled.client.pk, "related": filled.two.pk}, by=filled.attorney)
    assert asked() == few
