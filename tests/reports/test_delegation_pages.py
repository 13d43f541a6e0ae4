"""The pages of the delegation report: who sees what, drill-down, file, assumptions, home card."""

import csv
import io

import pytest
from django.utils import timezone

from accounts.permissions import Perm
from matters.models import Wall
from practice.models import AuditEvent
from reports.models import Assumptions
from tests.reports.hours import QUERY, entry, some_month

PAGE = f"/reports/delegation/?{QUERY}"


@pytest.fixture
def march(a):
    some_month(a)
    return a


def body(answer):
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_partner_sees_all_attorneys_and_what_it_cost(march, sign_in):
    page = body(sign_in(march.attorney).get(PAGE))
    for said in ("Imogen Vance", "Priya Tollett", "$2,045.00", "$2,720.00", "$675.00", "2.8 h", "30%"):
        assert said in page, said
    assert "Otis Farrow’s billing rate" in page
    assert "assumed cost" in page


def test_associate_sees_their_own(march, sign_in):
    client = sign_in(march.associate)
    page = body(client.get(PAGE))
    assert "Imogen Vance" not in page.split('id="main"')[1]
    assert "1.0 h" in page
    answer = client.get(f"/reports/delegation/{march.attorney.pk}/?{QUERY}")
    assert answer.status_code == 403
    assert "Imogen Vance’s figures" in answer.content.decode()


def test_without_rate_view_there_is_no_money(march, sign_in):
    role = march.associate.role
    role.powers = {k: v for k, v in role.powers.items() if k != Perm.RATE_VIEW}
    role.save()
    client = sign_in(march.associate)
    for url in (PAGE, f"/reports/delegation/{march.associate.pk}/?{QUERY}"):
        page = body(client.get(url))
        assert "345.00" not in page
        assert "At own rate" not in page
        assert "185.00" not in page
    text = client.get(f"{PAGE}&export=csv").content.decode()
    assert "At own rate" not in text
    page = body(client.get("/reports/delegation/entries/?view=all&cols=date,matter,value"))
    assert "345.00" not in page


@pytest.mark.parametrize("who", ["paralegal", "assistant", "secretary"])
@pytest.mark.parametrize("page", ["", "entries/", "suspects/"])
def test_it_is_about_attorneys(a, sign_in, who, page):
    answer = sign_in(getattr(a, who)).get(f"/reports/delegation/{page}")
    assert answer.status_code == 403
    assert "about attorneys’ hours" in answer.content.decode()


def test_the_index_names_what_one_may_see(a, sign_in):
    partner = body(sign_in(a.attorney).get("/reports/"))
    assert "/reports/delegation/" in partner
    assert "/reports/supervision/" in partner
    assert "No report for your role" in body(sign_in(a.secretary).get("/reports/"))
    assert 'href="/reports/"' in body(sign_in(a.admin).get("/"))
    assert 'href="/reports/"' not in body(sign_in(a.secretary).get("/"))


def test_the_attorneys_page_says_what_could_go_to_whom(march, sign_in):
    march.paralegal.daily_target_seconds = 6 * 3600
    march.paralegal.save()
    page = body(sign_in(march.attorney).get(f"/reports/delegation/{march.attorney.pk}/?{QUERY}"))
    assert "Substantive paralegal work" in page
    assert "Delegate to Otis" in page
    assert "On the team, 4.5 h a day free" in page
    # 3.0 h x (475.00 - 185.00)
    assert "$870.00" in page


def test_one_click_and_the_page_says_who_has_it(march, sign_in):
    client = sign_in(march.attorney)
    here = f"/reports/delegation/{march.attorney.pk}/?{QUERY}"
    answer = client.post(
        "/reports/delegation/give/",
        {"matter": march.matter.pk, "nature": "paralegal", "to": march.paralegal.pk, "next": here},
    )
    assert (answer.status_code, answer["Location"]) == (303, here)
    assert "Otis Farrow until" in body(client.get(here))


def test_an_invalid_form_comes_back(march, sign_in):
    client = sign_in(march.attorney)
    answer = client.post(
        "/reports/delegation/give/",
        {"matter": march.matter.pk, "nature": "paralegal", "to": march.assistant.pk},
    )
    assert answer.status_code == 422
    assert "is not for a legal assistant" in answer.content.decode()
    answer = client.post("/reports/delegation/give/", {"matter": march.matter.pk, "nature": "paralegal"})
    assert answer.status_code == 422
    assert (
        client.get(f"/reports/delegation/give/?matter={march.matter.pk}&nature=clerical").status_code == 200
    )
    assert client.get("/reports/delegation/give/?matter=999999999").status_code == 404


def test_drill_down_shows_the_entries_of_the_figure(march, sign_in):
    client = sign_in(march.attorney)
    url = f"/reports/delegation/entries/?date_from=2026-03-02&date_to=2026-03-29&attorney={march.attorney.pk}"
    page = body(client.get(url))
    assert page.count("<tr id=") == 4  # the four delegable entries of March
    total = body(client.get(f"{url}&part=totals", headers={"HX-Request": "true", "HX-Target": "totals"}))
    assert "5.0 h" in total
    assert "Would suit" in page


def test_the_list_costs_the_same_for_four_and_thirty(march, sign_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(march.attorney)

    def count():
        with CaptureQueriesContext(connection) as found:
            assert client.get("/reports/delegation/entries/?view=all").status_code == 200
        return len(found)

    client.get("/reports/delegation/entries/")
    few = count()
    for _ in range(30):
        entry(march, march.attorney, "1.0", "clerical", billable=False)
    assert count() == few


def test_the_file_adds_up_and_is_recorded(march, sign_in):
    answer = sign_in(march.attorney).get(f"{PAGE}&export=csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Attorney"] for row in rows] == ["Imogen Vance", "Priya Tollett", "All"]
    assert rows[0]["Delegable hours"] == "5.00"
    assert rows[0]["Difference"] == "1740.00"
    assert rows[2]["Won back"] == "2.80"
    event = AuditEvent.objects.get(verb="list.exported")
    assert event.changes["list"] == ["", "Delegation"]
    assert event.changes["rows"] == ["", 3]


def test_assumptions_are_tried_in_the_address_and_kept_for_the_firm(march, sign_in):
    client = sign_in(march.attorney)
    tried = body(client.get(f"{PAGE}&refill=100&cost=55"))
    # 3.0 + 1.0 h won back; 3.0 x 185 + 3.0 x 55 = 720.00
    assert "4.0 h" in tried
    assert "$720.00" in tried
    assert not Assumptions.objects.exists()
    wrong = client.get(f"{PAGE}&refill=900")
    assert wrong.status_code == 200
    answer = client.post("/reports/delegation/assumptions/", {"refill": "70", "cost": "48.50", "goal": "3"})
    assert answer.status_code == 303
    kept = Assumptions.objects.get()
    assert (kept.refill_percent, str(kept.staff_cost), kept.benchmark_seconds) == (70, "48.50", 10_800)
    client.post("/reports/delegation/assumptions/", {"refill": "60", "cost": "48.50", "goal": "3"})
    events = AuditEvent.objects.filter(verb="report_assumptions.changed").order_by("pk")
    assert events.last().changes == {"refill_percent": [70, 60]}
    assert client.post("/reports/delegation/assumptions/", {"refill": "x"}).status_code == 400
    assert sign_in(march.associate).post("/reports/delegation/assumptions/", {}).status_code == 403


def test_a_walled_partner_gets_other_totals(march, sign_in):
    client = sign_in(march.admin)
    assert "$2,045.00" in body(client.get(PAGE))
    Wall.objects.create(matter=march.matter, member=march.admin, reason="Former", created_by=march.attorney)
    page = body(client.get(PAGE))
    assert "No attorney time in this period" in page
    for url in (
        f"/reports/delegation/{march.attorney.pk}/?{QUERY}",
        "/reports/delegation/entries/?view=all",
        "/reports/delegation/suspects/",
    ):
        assert "Solano" not in body(client.get(url))


def test_the_home_card(a, sign_in):
    today = timezone.localdate()
    entry(a, a.attorney, "6.2", "administrative", billable=False, on=today)
    entry(a, a.associate, "1.0", "clerical", billable=False, on=today, rate="345.00")
    page = body(sign_in(a.attorney).get("/"))
    assert "6.2 h this month" in page
    assert "7.2 h" in page  # all attorneys
    assert f"/reports/delegation/{a.attorney.pk}/?period=this-month" in page
    own = body(sign_in(a.associate).get("/"))
    assert "1.0 h this month" in own
    assert "7.2 h" not in own
    assert "7.2 h this month" in body(sign_in(a.admin).get("/"))
    assert "Delegable" not in body(sign_in(a.secretary).get("/"))


def test_no_card_without_delegable_time(a, sign_in):
    assert "Delegable" not in body(sign_in(a.attorney).get("/"))


@pytest.mark.parametrize("query", ["period=custom&from=x", "period=no", "refill=&cost=", "refill=-1&goal=99"])
def test_a_bad_address_is_no_error(march, sign_in, query):
    client = sign_in(march.attorney)
    assert client.get(f"/reports/delegation/?{query}").status_code == 200
    assert client.get(f"/reports/delegation/{march.attorney.pk}/?{query}").status_code == 200


def test_another_firms_people_and_matters_are_unknown(firms, sign_in):
    from practice.scope import firm_scope
    from reports.services.delegating import delegate_work

    with firm_scope(firms.a.firm):
        given, _ = delegate_work(firms.a.matter, ["clerical"], by=firms.a.attorney, to=firms.a.secretary)
    client = sign_in(firms.b.attorney)
    assert client.get(f"/reports/delegation/{firms.a.attorney.pk}/").status_code == 404
    assert client.post(f"/reports/delegation/undo/{given.pk}/").status_code == 404
    form = {"matter": firms.a.matter.pk, "nature": "clerical", "to": firms.b.secretary.pk}
    assert client.post("/reports/delegation/give/", form).status_code == 404
    theirs = {"matter": firms.b.matter.pk, "nature": "clerical", "to": firms.a.secretary.pk}
    assert client.post("/reports/delegation/give/", theirs).status_code == 422
    with firm_scope(firms.a.firm):
        given.refresh_from_db()
        assert given.revoked_at is None


def test_behind_a_wall_nothing_of_the_matter_can_be_given_or_taken_back(a, sign_in):
    from accounts.models import Delegation
    from reports.services.delegating import delegate_work

    given, _ = delegate_work(a.matter, ["clerical"], by=a.attorney, to=a.secretary)
    a.associate.is_partner = True
    a.associate.save()
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former", created_by=a.attorney)
    client = sign_in(a.associate)
    assert client.post(f"/reports/delegation/undo/{given.pk}/").status_code == 404
    assert client.get(f"/reports/delegation/give/?matter={a.matter.pk}").status_code == 404
    assert client.get(f"/reports/delegation/entries/?matter={a.matter.pk}").status_code == 200
    assert Delegation.objects.get().revoked_at is None


def test_the_attorneys_page_costs_the_same_for_one_and_ten_matters(march, sign_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.cast import make_matter

    client = sign_in(march.attorney)

    def count():
        with CaptureQueriesContext(connection) as found:
            page = body(client.get(f"/reports/delegation/{march.associate.pk}/?{QUERY}"))
        return len(found), page.count("Not your matter")

    count()
    one, theirs = count()
    assert theirs == 0  # the cast's matter is the viewer's own
    for n in range(10):
        other = make_matter(
            march, number=f"2026-01{n:02d}", name=f"Other {n}", responsible=march.associate,
            supervising=march.associate,
        )  # fmt: skip
        entry(march, march.associate, "1.0", "clerical", matter=other, rate="345.00", billable=False)
    many, theirs = count()
    assert (many, theirs) == (one, 10)
