"""The time sheet, the entry form and the list as people meet them."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Rate, TimeEntry, Timer
from billing.services.time import record_time
from billing.services.timers import start_timer
from tests.cast import make_matter

WEEK = datetime.date(2026, 3, 9)  # a Monday


def fields(a, **more):
    values = {
        "matter": a.matter.pk,
        "date": "3/10/2026",
        "duration": "72m",
        "narrative": "Draft motion.",
        "nature": "legal",
        "billable": "on",
        "next": "/time/",
    }
    return {name: value for name, value in (values | more).items() if value is not None}


def body(answer):
    return answer.content.decode()


def test_form_saves_and_goes_back(a, sign_in):
    answer = sign_in(a.attorney).post("/time/new/", fields(a))
    assert (answer.status_code, answer["Location"]) == (303, "/time/")
    entry = TimeEntry.objects.get(narrative="Draft motion.")
    assert (entry.date, entry.amount) == (datetime.date(2026, 3, 10), Decimal("570.00"))


def test_save_and_new_keeps_matter_and_day(a, sign_in):
    answer = sign_in(a.attorney).post("/time/new/", fields(a, **{"and": "new"}))
    assert answer["Location"] == f"/time/new/?matter={a.matter.pk}&date=2026-03-10"


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"duration": "90"}, "Type 90m for minutes"),
        ({"duration": ""}, "required"),
        ({"date": "soon"}, "Type a date such as"),
        ({"matter": "", "matter_text": "nothing like it"}, "matches nothing"),
        ({"task_code": "L999"}, "no UTBMS task code"),
        ({"narrative": " "}, "required"),
    ],
)
def test_mistakes_are_named_and_nothing_typed_is_lost(a, sign_in, wrong, says):
    answer = sign_in(a.attorney).post("/time/new/", fields(a, **({"activity_code": "A103"} | wrong)))
    assert answer.status_code == 422
    assert says in body(answer)
    assert 'value="A103"' in body(answer)
    assert not TimeEntry.objects.filter(activity_code="A103").exists()


def test_text_without_script_picks_the_only_match(a, sign_in):
    answer = sign_in(a.attorney).post("/time/new/", fields(a, matter=None, matter_text="brightwater"))
    assert answer.status_code == 303


def test_echo_says_amount_and_why(a, sign_in):
    Rate.objects.create(
        member=a.attorney, matter=a.matter, amount=Decimal("400"), effective_from=WEEK, set_by=a.attorney
    )
    answer = sign_in(a.attorney).post(
        "/time/echo/", {"matter": a.matter.pk, "date": "3/10/2026", "duration": "47m", "billable": "on"}
    )
    text = " ".join(body(answer).replace('<b class="num">', "").replace("</b>", "").split())
    assert "Bills as 0.8 h at $400.00 = $320.00" in text
    assert "(worked 47 min, rounded up)" in text
    assert "Imogen’s rate on this matter since Mar 9, 2026" in text


def test_echo_warns_without_a_rate_and_over_24_hours(a, sign_in):
    Rate.objects.filter(member=a.attorney).delete()
    record_time(a.matter, by=a.attorney, date=WEEK, seconds=86_400, narrative="x")
    answer = sign_in(a.attorney).post(
        "/time/echo/", {"matter": a.matter.pk, "date": "3/9/2026", "duration": "1", "billable": "on"}
    )
    assert "No rate on record for Imogen Vance" in body(answer)
    assert "A day has 24" in body(answer)


def test_week_shows_matters_by_days(a, sign_in, django_assert_max_num_queries):
    record_time(a.matter, by=a.attorney, date=WEEK, seconds=4320, narrative="One", task_code="L350")
    record_time(a.matter, by=a.attorney, date=WEEK, seconds=3600, narrative="Two", task_code="L350")
    client = sign_in(a.attorney)
    with django_assert_max_num_queries(30):
        page = body(client.get("/time/?day=2026-03-09"))
    assert "L350 · Discovery Motions" in page
    assert "2.2" in page
    assert "1,045.00" in page
    assert "Mar 9 – 15, 2026" in page


def test_week_costs_the_same_whatever_it_holds(a, sign_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(a.attorney)

    def count():
        with CaptureQueriesContext(connection) as found:
            client.get("/time/?day=2026-03-09")
        return len(found)

    record_time(a.matter, by=a.attorney, date=WEEK, seconds=3600, narrative="x")
    client.get("/time/")
    one = count()
    for n in range(5):
        other = make_matter(a, number=f"2026-05{n:02d}", name=f"Other {n}")
        for day in range(3):
            record_time(
                other, by=a.attorney, date=WEEK + datetime.timedelta(days=day), seconds=3600, narrative="x"
            )
    assert count() <= one + 1


def test_list_costs_the_same_for_one_and_thirty(a, sign_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(a.attorney)

    def count():
        with CaptureQueriesContext(connection) as found:
            assert client.get("/time/list/?view=all").status_code == 200
        return len(found)

    client.get("/time/list/")
    few = count()
    for _ in range(30):
        record_time(a.matter, by=a.attorney, date=WEEK, seconds=3600, narrative="x")
    assert count() == few


def test_bulk_no_charge_hold_and_move(a, sign_in):
    client = sign_in(a.attorney)
    ids = [entry.pk for entry in a.entries]
    client.post("/time/list/", {"bulk": "hold", "ids": ids})
    assert TimeEntry.objects.filter(on_hold=True).count() == 2
    client.post("/time/list/", {"bulk": "release", "ids": ids})
    client.post("/time/list/", {"bulk": "no_charge", "ids": ids})
    assert TimeEntry.objects.filter(no_charge=True, amount=0).count() == 2
    other = make_matter(a, number="2026-0002", name="Lease")
    client.post("/time/list/", {"bulk": "move", "ids": ids, "confirmed": "1", "matter": other.pk})
    assert TimeEntry.objects.filter(matter=other).count() == 2


def test_bulk_leaves_others_entries_to_them(a, sign_in):
    client = sign_in(a.paralegal)
    client.post("/time/list/", {"bulk": "hold", "ids": [entry.pk for entry in a.entries]})
    assert list(TimeEntry.objects.filter(on_hold=True)) == [a.entries[1]]


def test_delete_and_undo_from_the_page(a, sign_in):
    client = sign_in(a.attorney)
    pk = a.entries[0].pk
    page = client.post(f"/time/{pk}/delete/", {"next": "/time/"}, follow=True)
    assert not TimeEntry.objects.filter(pk=pk).exists()
    undo = body(page).split('action="/time/restore/')[1].split('"')[0]
    client.post(f"/time/restore/{undo}", {"next": "/time/"})
    assert TimeEntry.objects.filter(pk=pk).exists()


def test_timer_stops_into_a_filled_entry(a, sign_in):
    client = sign_in(a.attorney)
    client.post("/timers/start/", {"matter": a.matter.pk, "next": "/time/"})
    timer = Timer.objects.get()
    Timer.objects.update(started_at=timezone.now() - datetime.timedelta(minutes=42, seconds=18))
    page = client.post(f"/timers/{timer.pk}/stop/", follow=True)
    assert page.redirect_chain == [(f"/time/new/?timer={timer.pk}", 303)]
    assert 'value="0:42:1' in body(page)
    assert "Bills as" in body(page)
    client.post("/time/new/", fields(a, duration="0:42:18", date="today", timer=timer.pk))
    assert not Timer.objects.exists()
    assert TimeEntry.objects.get(source="timer").billed_seconds == 2880


def test_forgotten_timer_asks(a, sign_in):
    timer = start_timer(by=a.attorney, matter=a.matter)
    Timer.objects.update(seconds=14 * 3600, started_at=None)
    page = body(sign_in(a.attorney).get(f"/time/new/?timer={timer.pk}"))
    assert "This timer ran 14.0 h" in page
    assert 'name="duration" value' not in page


def test_bad_addresses_are_no_errors(a, sign_in):
    client = sign_in(a.attorney)
    for url in (
        "/time/?day=nonsense",
        "/time/?day=2026-02-31",
        "/time/new/?matter=99999999&date=x&duration=zz&timer=7&member=x",
        "/time/new/?like=last",
        "/time/list/?matter=abc&sort=nothing",
    ):
        assert client.get(url).status_code == 200, url
    for url in ("/time/999999/", "/time/?member=99999", "/timers/999/pause/", "/settings/rates/99999/"):
        answer = client.post(url) if "pause" in url else client.get(url)
        assert answer.status_code == 404, url


def test_billed_entry_is_shown_and_not_editable(a, sign_in):
    TimeEntry.objects.filter(pk=a.entries[0].pk).update(state="billed")
    client = sign_in(a.attorney)
    page = body(client.get(f"/time/{a.entries[0].pk}/"))
    assert "This entry is billed" in page
    assert "<textarea" not in page
    assert client.post(f"/time/{a.entries[0].pk}/", fields(a)).status_code == 400


def test_next_never_leaves_the_site(a, sign_in):
    answer = sign_in(a.attorney).post("/time/new/", fields(a, next="https://evil.example/"))
    assert answer["Location"] == "/time/"


def test_matter_tab(a, sign_in):
    page = body(sign_in(a.attorney).get(f"/matters/{a.matter.pk}/time/"))
    assert "3.8 h unbilled, $1,051.00" in page
    assert "Collect and index records." in page


def test_picker_has_the_latest_first(a, sign_in):
    make_matter(a, number="2026-0002", name="Newer")
    page = body(sign_in(a.attorney).get("/time/matters/"))
    assert page.index("Brightwater v. Solano") < page.index("Newer")
