"""/api/v1/approvals/: the same acts, scope, walls and refusals as the pages."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from matters.models import Wall
from practice.scope import firm_scope
from supervision import services
from supervision.models import Approval
from tests.supervision.kit import edit

pytestmark = pytest.mark.usefixtures("kit")
LIST = "/api/v1/approvals/"


@pytest.fixture
def sent(firms):
    with firm_scope(firms.a.firm):
        return services.submit("caption", firms.a.matter, by=firms.a.paralegal, note="Look")


def post(client, path, **body):
    return client.post(path, json.dumps(body), content_type="application/json")


def at(approval, act=""):
    return f"{LIST}{approval.pk}/{act}"


def test_the_boxes_and_their_filters(firms, sign_in, sent):
    people = firms.a
    client = sign_in(people.attorney)
    found = client.get(LIST).json()
    assert found["count"] == 1
    row = found["results"][0]
    assert (row["id"], row["label"], row["state"]) == (sent.pk, "Caption", "waiting")
    assert row["submitted_by"] == {"id": people.paralegal.pk, "name": "Otis Farrow"}
    assert row["matter"]["number"] == "2026-0001"
    assert client.get(LIST, {"type": "sheet"}).json()["count"] == 0
    assert client.get(LIST, {"box": "decided"}).json()["count"] == 0
    assert client.get(LIST, {"box": "all", "state": "waiting"}).json()["count"] == 1
    assert client.get(LIST, {"box": "all", "age": "7"}).json()["count"] == 0
    for bad in ({"box": "nothing"}, {"box": "all", "state": "nothing"}, {"box": "all", "age": "x"}):
        answer = client.get(LIST, bad)
        assert (answer.status_code, sorted(answer.json())) == (400, ["error", "field"]), bad
    assert sign_in(people.paralegal).get(LIST, {"box": "sent"}).json()["count"] == 1
    assert sign_in(people.secretary).get(LIST, {"box": "all"}).json()["count"] == 0


def test_read_and_approve_with_what_was_read(firms, sign_in, sent):
    people = firms.a
    client = sign_in(people.attorney)
    read = client.get(at(sent)).json()
    assert read["content"]["fields"]["Caption"] == people.matter.name
    assert (read["changes"], read["edited"]) == ([], [])
    with firm_scope(people.firm):
        edit(people.matter, court="Another court")
    answer = post(client, at(sent, "approve/"), seen=read["seen"])
    assert answer.status_code == 409
    assert "Court: nothing → Another court" in answer.json()["error"]
    read = client.get(at(sent)).json()
    assert read["edited"] == [{"section": "", "what": "Court", "before": "", "after": "Another court"}]
    answer = post(client, at(sent, "approve/"), seen=read["seen"])
    assert (answer.status_code, answer.json()["state"], answer.json()["basis"]) == (
        200,
        "approved",
        "second_person",
    )
    again = post(client, at(sent, "approve/"), seen=read["seen"])
    assert (again.status_code, again.json()["error"]) == (400, "Imogen Vance approved this already.")


def test_approving_needs_what_was_read(firms, sign_in, sent):
    client = sign_in(firms.a.attorney)
    for body in ({}, {"seen": ""}, {"seen": 7}, {"sen": "x"}):
        answer = post(client, at(sent, "approve/"), **body)
        assert answer.status_code == 400, body
    assert client.post(at(sent, "approve/"), "{", content_type="application/json").status_code == 400
    assert client.post(at(sent, "approve/"), "[1]", content_type="application/json").status_code == 400
    assert client.post(at(sent, "approve/"), {"seen": "x"}).status_code == 415


def test_return_reassign_withdraw_and_submit_again(firms, sign_in, sent):
    people = firms.a
    attorney = sign_in(people.attorney)
    answer = post(attorney, at(sent, "return/"), note="")
    assert (answer.status_code, answer.json()["field"]) == (400, "note")
    assert post(attorney, at(sent, "return/"), note="Name the court").json()["state"] == "returned"
    paralegal = sign_in(people.paralegal)
    body = {
        "kind": "caption",
        "object_id": people.matter.pk,
        "to": people.attorney.pk,
        "due_on": "2026-12-01",
    }
    made = post(paralegal, LIST, **body)
    assert (made.status_code, made.json()["round"], made.json()["due_on"]) == (201, 2, "2026-12-01")
    path = f"{LIST}{made.json()['id']}/"
    answer = post(paralegal, f"{path}reassign/", to=people.associate.pk)
    assert answer.json()["assigned_to"]["name"] == "Priya Tollett"
    assert post(paralegal, f"{path}reassign/", to=people.admin.pk).json()["field"] == "to"
    assert post(paralegal, f"{path}reassign/", to="x").status_code == 400
    assert post(paralegal, f"{path}withdraw/").json()["state"] == "withdrawn"


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "nothing", "object_id": 1},
        {"kind": "caption", "object_id": "1"},
        {"kind": "caption", "object_id": 1, "arguments": []},
        {"kind": "caption", "object_id": 1, "colour": "red"},
        {},
    ],
)
def test_a_submission_that_means_nothing_is_refused(firms, sign_in, body):
    answer = post(sign_in(firms.a.paralegal), LIST, **body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error", "field"}


def test_refusals_say_who_can(firms, sign_in, sent):
    people = firms.a
    answer = post(sign_in(people.paralegal), at(sent, "approve/"), seen=sent.content_hash)
    assert answer.status_code == 403
    assert "Imogen Vance" in answer.json()["who"]
    assert post(sign_in(people.admin), at(sent, "return/"), note="x").status_code == 403
    assert post(sign_in(people.attorney), at(sent, "withdraw/")).json()["who"] == ["Otis Farrow"]
    with firm_scope(people.firm):
        assert Approval.objects.get().state == "waiting"


def test_another_firm_a_walled_member_and_a_stranger_are_shut_out(firms, sign_in, sent, client):
    people = firms.a
    other = sign_in(firms.b.attorney)
    assert other.get(at(sent)).status_code == 404
    assert other.get(at(sent)).content == other.get(f"{LIST}999999999/").content
    assert post(other, at(sent, "approve/"), seen=sent.content_hash).status_code == 404
    with firm_scope(people.firm):
        Wall.objects.create(
            matter=people.matter, member=people.associate, reason="Former client", created_by=people.attorney
        )
    walled = sign_in(people.associate)
    assert walled.get(at(sent)).status_code == 404
    assert walled.get(LIST, {"box": "all"}).json()["count"] == 0
    body = {"kind": "caption", "object_id": people.matter.pk}
    assert post(walled, LIST, **body).status_code == 404
    assert Client().get(LIST).status_code in (302, 401)


def test_a_program_needs_the_csrf_token_of_its_session(firms, sent):
    people = firms.a
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.attorney.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["firm_id"] = people.firm.pk
    session.save()
    answer = post(client, at(sent, "return/"), note="x")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["error"]
    token = client.get(reverse("approval_list")).cookies["csrf"].value
    answer = client.post(
        at(sent, "return/"),
        json.dumps({"note": "x"}),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 200
