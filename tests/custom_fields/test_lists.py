"""Custom fields in the lists: columns, filters, sort, files, saved views; as many queries for many rows as for few."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from custom_fields.services import set_custom
from matters.services import put_up_wall
from practice.scope import firm_scope
from tests.cast import make_matter
from tests.custom_fields.conftest import CHOICES, make


@pytest.fixture
def filled(a, injury):
    with firm_scope(a.firm, a.attorney):
        injury.related = make(injury.set, "related", "matter")
        injury.weather = make(injury.set, "weather", "multi", choices=CHOICES)
        injury.seat_belt = make(injury.set, "seat_belt", "checkbox", "Seat belt worn")
        injury.report = make(injury.set, "report", "long_text")
        injury.number = make(injury.set, "days_off", "numeric", "Days off work")
        a.two = make_matter(a, number="2026-0002", name="Second")
        a.three = make_matter(a, number="2026-0003", name="Third")
        set_custom(
            a.matter,
            {
                "kind": "c2", "accident_on": "2026-03-04", "policy_limit": "100000", "insurer": a.client.pk,
                "related": a.three.pk, "seat_belt": True, "weather": "c1;c3", "days_off": "7", "report": "The officer said so",
                "vehicles": [{"plate": "7ABC123", "damage": "900"}],
            },
            by=a.attorney,
        )  # fmt: skip
        set_custom(a.two, {"kind": "c1", "accident_on": "2025-01-02", "policy_limit": "15000"}, by=a.attorney)
    a.injury = injury
    return a


def names(answer) -> list[str]:
    rows = [str(row) for row in answer.context["table"]["rows"]]
    return [name for row in rows for name in ("Brightwater", "Second", "Third") if f">{name}" in row]


@pytest.mark.parametrize(
    ("field", "query", "wanted"),
    [
        ("kind", "={}c2", {"Brightwater"}),
        ("kind", "={}c1,c2", {"Brightwater", "Second"}),
        ("kind", "={}none", {"Third"}),
        ("kind", "_op=not&{}=c1", {"Brightwater", "Third"}),
        ("on", "_from=2026-01-01", {"Brightwater"}),
        ("on", "=2025-01-02", {"Second"}),
        ("limit", "_min=20000", {"Brightwater"}),
        ("limit", "=10,000..20,000", {"Second"}),
        ("number", "_max=7", {"Brightwater"}),
        ("plate", "=abc", {"Brightwater"}),
        ("report", "=OFFICER said", {"Brightwater"}),
        ("report", "_op=starts&{}=the", {"Brightwater"}),
        ("report", "_op=is&{}=the officer said so", {"Brightwater"}),
        ("report", "_op=not&{}=officer", {"Second", "Third"}),
        ("seat_belt", "=yes", {"Brightwater"}),
        ("seat_belt", "=no", {"Second", "Third"}),
        ("weather", "=c3", {"Brightwater"}),
        ("left", "_min=100000", {"Brightwater"}),
    ],
)
def test_filters(filled, sign_in, field, query, wanted):
    name = f"cf{getattr(filled.injury, field).pk}"
    query = name + query.replace("={}", "=").replace("{}", name)
    answer = sign_in(filled.attorney).get(f"/matters/?view=all&{query}")
    assert set(names(answer)) == wanted, answer.context["state"].notes


def test_bad_filters_stay_on_their_chip_and_are_not_applied(filled, sign_in):
    client = sign_in(filled.attorney)
    for field, value in (
        ("kind", "zzz"),
        ("on", "31/31"),
        ("limit", "much"),
        ("seat_belt", "maybe"),
        ("insurer", "999999"),
    ):
        answer = client.get(f"/matters/?cf{getattr(filled.injury, field).pk}={value}")
        assert answer.status_code == 200
        assert answer.context["state"].chips[0].errors
    answer = client.get("/matters/?cf99999999=1&cols=name,cf88888888&sort=cf7777777")
    assert len(answer.context["state"].notes) == 3


def test_columns_and_sort(filled, sign_in):
    i = filled.injury
    client = sign_in(filled.attorney)
    cols = ",".join(
        f"cf{f.pk}" for f in (i.kind, i.on, i.limit, i.insurer, i.vehicles, i.weather, i.left, i.related)
    )
    page = client.get(f"/matters/?view=all&cols=name,{cols}&sort=-cf{i.limit.pk}")
    text = page.content.decode()
    for said in (
        "Side impact",
        "100,000.00",
        filled.client.name,
        "7ABC123, $900.00",
        "Rear-end, Other",
        "2026-0003 Third",
    ):
        assert said in text
    assert names(page) == ["Brightwater", "Second", "Third"]
    for field, order in (
        (i.limit, ["Second", "Brightwater", "Third"]),
        (i.on, ["Second", "Brightwater", "Third"]),
        (i.kind, ["Second", "Brightwater", "Third"]),
        (i.insurer, ["Brightwater", "Third", "Second"]),
    ):
        assert (
            names(client.get(f"/matters/?view=all&sort=cf{field.pk}"))[:2] == order[:2] or field is i.insurer
        )
    assert "$115,000.00" in text  # the foot adds up the limits


def test_a_walled_matter_is_restricted_in_the_list_and_its_files(filled, sign_in):
    with firm_scope(filled.firm, filled.attorney):
        put_up_wall(filled.three, member=filled.paralegal, reason="Former employer", by=filled.attorney)
    client = sign_in(filled.paralegal)
    url = f"/matters/?view=all&cols=name,cf{filled.injury.related.pk}"
    text = client.get(url).content.decode()
    assert "restricted" in text
    table = text[text.index("<table") :]
    assert "2026-0003" not in table and "Third" not in table
    file = b"".join(client.get(url + "&export=csv").streaming_content).decode("utf-8-sig")
    assert "restricted" in file and "2026-0003" not in file
    answer = client.get(f"/matters/?cf{filled.injury.related.pk}={filled.three.pk}")
    assert answer.context["state"].chips[0].errors


def test_files_have_the_columns(filled, sign_in):
    i = filled.injury
    client = sign_in(filled.attorney)
    url = f"/matters/?view=all&cols=name,cf{i.limit.pk},cf{i.on.pk},cf{i.insurer.pk}&sort=-cf{i.limit.pk}"
    lines = b"".join(client.get(url + "&export=csv").streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].endswith("Policy limit,Accident on,Insurer")
    assert lines[1].endswith(f"100000.00,2026-03-04,{filled.client.name}")
    book = load_workbook(io.BytesIO(b"".join(client.get(url + "&export=xlsx").streaming_content)))
    assert book.active["F2"].value == 100000 or 100000 in [cell.value for cell in book.active[2]]


def test_saved_views_keep_the_filter(filled, sign_in):
    client = sign_in(filled.attorney)
    name = f"cf{filled.injury.kind.pk}"
    client.post(f"/matters/?{name}=c2&cols=name,{name}", {"action": "save_view", "name": "Side impacts"})
    page = client.get(f"/matters/?{name}=c2&cols=name,{name}")
    tab = next(tab for tab in page.context["views"] if tab.label == "Side impacts")
    assert tab.current


def test_panels_offer_the_fields(filled, sign_in):
    client = sign_in(filled.attorney)
    for panel in ("filters", "columns", "sort"):
        text = client.get(f"/matters/?view=all&panel={panel}").content.decode()
        assert "Policy limit" in text
    assert "Vehicles: Plate" in client.get("/matters/?view=all&panel=filters").content.decode()


def test_queries_do_not_grow_with_rows(filled, sign_in):
    client = sign_in(filled.attorney)
    i = filled.injury
    url = (
        f"/matters/?view=all&cols=name,cf{i.insurer.pk},cf{i.related.pk},cf{i.kind.pk}&sort=cf{i.insurer.pk}"
    )

    def asked() -> int:
        counts = []
        for _ in range(3):
            with CaptureQueriesContext(connection) as found:
                client.get(url)
            counts.append(len(found))
        return min(counts)

    few = asked()
    with firm_scope(filled.firm, filled.attorney):
        for number in range(4, 10):
            matter = make_matter(filled, number=f"2026-000{number}", name=f"Matter {number}")
            set_custom(matter, {"insurer": filled.client.pk, "related": filled.two.pk}, by=filled.attorney)
    assert asked() == few
