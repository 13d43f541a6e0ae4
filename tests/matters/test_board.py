"""List, board and timeline show the same matters; the board moves them."""

import datetime

from django.urls import reverse

from matters import services
from matters.models import Matter, Stage
from tests.cast import make_matter

JSON = {"HTTP_ACCEPT": "application/json"}


def test_the_same_filter_in_three_shapes(a, sign_in):
    services.set_stage(a.matter, by=a.attorney, stage="Discovery")
    make_matter(a, number="2026-0500", name="Held back", state="on_hold")
    client = sign_in(a.paralegal)
    for name in ("matter_list", "matter_board", "matter_timeline"):
        page = client.get(reverse(name), {"state": "open"}).content.decode()
        assert a.matter.name in page, name
        assert "Held back" not in page, name
        for other in ("matter_list", "matter_board", "matter_timeline"):
            assert f'href="{reverse(other)}?state=open"' in page


def test_columns_say_how_many_and_for_how_long(a, sign_in):
    Stage.objects.filter(name="Discovery").update(days_expected=30)
    services.set_stage(a.matter, by=a.attorney, stage="Discovery")
    pending = make_matter(
        a, number="2026-0501", name="New", state="pending", opened_on=None, accepted_by=None
    )
    table = sign_in(a.paralegal).get(reverse("matter_board"), {"view": "all"}).context["table"]
    (lane,) = table["lanes"]
    assert [(c.label, c.count) for c in lane.columns] == [
        ("To accept", 1),
        ("Pleadings", 0),
        ("Discovery", 1),
        ("Trial", 0),
    ]
    assert lane.columns[0].cards == [pending]


def test_a_card_is_moved_asked_for_a_reason_and_told_what_is_missing(a, sign_in):
    Stage.objects.filter(name="Trial").update(needs_fields=["judge"])
    client = sign_in(a.secretary)
    url = reverse("matter_stage", args=[a.matter.pk])
    answer = client.post(url, {"stage": "Discovery"}, **JSON)
    assert answer.json() == {"moved": f"{a.matter.number} moved to Discovery"}
    answer = client.post(url, {"stage": "Pleadings"}, **JSON)
    assert (answer.status_code, answer.json()["asks"]) == (422, "reason")
    answer = client.post(url, {"stage": "Trial"}, **JSON)
    assert (answer.status_code, answer.json()["asks"]) == (422, "stage")
    assert answer.json()["error"] == "Before Trial: Fill in the judge."
    assert client.post(url, {"stage": "Pleadings", "reason": "Demurrer"}, **JSON).status_code == 200
    assert Matter.objects.get(pk=a.matter.pk).stage.name == "Pleadings"
    # Without script the same form asks for the reason on a page of its own.
    client.post(url, {"stage": "Discovery"})
    page = client.post(url, {"stage": "Pleadings"})
    assert page.status_code == 422
    assert "Why it goes back" in page.content.decode()


def test_columns_and_filters_of_the_list(a, sign_in):
    services.set_stage(a.matter, by=a.attorney, stage="Discovery")
    Stage.objects.filter(name="Discovery").update(days_expected=5)
    old = Matter.objects.get(pk=a.matter.pk).staged_at - datetime.timedelta(days=9)
    Matter.objects.filter(pk=a.matter.pk).update(
        staged_at=old, limitation_on=datetime.date(2026, 12, 1), tags=["rush"], budget="1000.00"
    )
    make_matter(a, number="2026-0502", name="Another")
    client = sign_in(a.attorney)
    for query in (
        "late=yes",
        "limitation=2026-11-25..2026-12-04",
        "tag=rush",
        "budget_used=over",
        "stage=Discovery",
    ):
        page = client.get(
            f"{reverse('matter_list')}?{query}&cols=name,days,limitation,flags,tags"
        ).content.decode()
        assert a.matter.name in page, query
        assert ">Another<" not in page, query
    assert "9 days in Discovery, 5 expected" in page
    assert "Over budget by 51.00" in page
