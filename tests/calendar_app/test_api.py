"""/api/v1/deadlines/ and /api/v1/court-rules/: read, acknowledge, and preview a chain without docketing it."""

import json

from django.urls import reverse

from calendar_app import services
from calendar_app.models import Deadline
from tests.calendar_app.chains import OPPOSITION, docket_motion


def post(client, name, body, *args):
    return client.post(reverse(name, args=args), json.dumps(body), content_type="application/json")


def test_deadlines_are_read_with_their_derivation(a, sign_in):
    docket_motion(a, by=a.paralegal)
    row = Deadline.objects.get(rule_id=OPPOSITION)
    services.extend_deadline(
        row, by=a.attorney, to_on=row.due_on.replace(day=20), basis="order", reason="Order of Nov 10"
    )
    client = sign_in(a.paralegal)
    listed = client.get(reverse("api_deadline_list"), {"verified": "no"}).json()
    assert listed["count"] == 2
    assert client.get(reverse("api_deadline_list"), {"verified": "yes"}).json()["count"] == 0
    assert client.get(reverse("api_deadline_list"), {"due": "nonsense"}).status_code == 400
    found = client.get(reverse("api_deadline_detail", args=[row.pk])).json()
    assert (found["due_on"], found["original_due_on"], found["rule_id"]) == (
        "2026-11-20",
        "2026-11-13",
        OPPOSITION,
    )
    assert found["trigger"]["on"] == "2026-11-30"
    assert found["derivation"]["due"] == "2026-11-13"
    assert found["changes"][0]["reason"] == "Order of Nov 10"


def test_a_chain_is_previewed_and_nothing_docketed(a, sign_in):
    client = sign_in(a.paralegal)
    sets = {one["key"]: one for one in client.get(reverse("api_rule_set_list")).json()}
    kinds = [one["key"] for one in sets["ca-ccp"]["triggers"]]
    assert "motion-hearing" in kinds
    body = {"pack": "ca-ccp", "trigger": "motion-hearing", "on": "2026-11-30", "service": "mail"}
    found = {one["rule_id"]: one["due_on"] for one in post(client, "api_chain_preview", body).json()}
    assert found["ca-ccp.1005-b-notice"] == "2026-10-29"
    assert found[OPPOSITION] == "2026-11-13"
    assert not Deadline.objects.exists()
    for bad in (
        {"on": "someday"},
        {"pack": "none"},
        {"trigger": "none"},
        {"service": "pigeon"},
        {"nonsense": 1},
    ):
        answer = post(client, "api_chain_preview", body | bad)
        assert answer.status_code == 400, bad
        assert answer.json()["error"]


def test_the_owner_acknowledges(a, sign_in):
    row = docket_motion(a, by=a.paralegal, critical=True).deadlines.get(rule_id=OPPOSITION)
    assert post(sign_in(a.associate), "api_deadline_acknowledge", {}, row.pk).status_code == 403
    assert post(sign_in(a.attorney), "api_deadline_acknowledge", {}, row.pk).json()["acknowledged_at"]


def test_a_typed_day_says_that_courts_are_closed(a, sign_in):
    client = sign_in(a.secretary)
    echo = reverse("date_echo")
    both = client.get(echo, {"q": "11/26/2026"}).content.decode()
    assert both.endswith("Federal and California courts are closed: Thanksgiving Day.")
    one = client.get(echo, {"q": "11/27/2026"}).content.decode()
    assert one.endswith("California courts are closed: Day after Thanksgiving.")
    assert "closed" not in client.get(echo, {"q": "11/30/2026"}).content.decode()
