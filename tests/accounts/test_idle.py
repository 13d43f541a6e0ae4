"""Idle time-out and age of a session: kept by the server, warned of by the page, nothing typed is lost."""

import re
import time

import pytest
from django.test import Client

from accounts.services import security
from accounts.services.sessions import Left, left, touch
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Firm
from practice.scope import firm_scope


def rest(browser, *, idle: int = 0, age: int = 0) -> None:
    """Put the last activity `idle` seconds back, and the sign-in `age` seconds."""
    session = browser.session
    now = time.time()
    session["active_at"], session["began_at"] = now - idle, now - (age or idle)
    session.save()


def test_the_clock():
    session, doors = {}, []
    assert left(session, doors, now=1000) == Left(1800, False)
    touch(session, now=1000)
    assert session == {"began_at": 1000, "active_at": 1000}
    touch(session, now=1010)
    assert session["active_at"] == 1000, "not a write for each page"
    touch(session, now=1100)
    assert left(session, doors, now=1700) == Left(1200, False)
    assert left(session, doors, now=2900).seconds == 0
    session["active_at"] = 1000 + 12 * 3600 - 60
    assert left(session, doors, now=1000 + 12 * 3600 - 30) == Left(30, True)


def test_thirty_idle_minutes_end_the_session_and_lead_back(a, sign_in):
    browser = sign_in(a.paralegal)
    assert browser.get("/matters/").status_code == 200
    rest(browser, idle=29 * 60)
    assert browser.get("/matters/").status_code == 200
    rest(browser, idle=30 * 60 + 1)
    answer = browser.get("/matters/?state=open")
    assert answer["Location"] == "/account/login/?next=/matters/%3Fstate%3Dopen"
    assert (
        "You were signed out after a time without activity"
        in browser.get(answer["Location"]).content.decode()
    )
    # The old cookie is worth nothing.
    assert browser.get("/matters/")["Location"] == "/account/login/?next=/matters/"


def test_a_stolen_idle_session_opens_nothing_by_any_door(a, sign_in):
    doors = (
        ("get", "/", {"HTTP_X_BACKGROUND": "1"}),
        ("post", "/account/session/", {}),
        ("post", f"/settings/people/{a.paralegal.pk}/deactivate/", {}),
        ("get", "/account/security/", {}),
        ("get", "/matters/", {"HTTP_HX_REQUEST": "true"}),
        ("get", "/matters/", {"HTTP_ACCEPT": "application/json"}),
        ("post", "/account/reauthenticate/", {}),
        ("get", "/matters/?export=csv", {}),
    )
    for method, path, headers in doors:
        browser = sign_in(a.attorney)
        rest(browser, idle=3601)
        answer = getattr(browser, method)(path, **headers)
        assert answer.status_code in (302, 401), path
        assert "_auth_user_id" not in browser.session
    a.paralegal.refresh_from_db()
    assert a.paralegal.is_active


def test_polling_is_no_activity(a, sign_in):
    browser = sign_in(a.paralegal)
    browser.get("/matters/")
    rest(browser, idle=1700)
    before = browser.session["active_at"]
    for path in ("/matters/", "/account/session/"):
        assert browser.get(path, HTTP_X_BACKGROUND="1").status_code == 200
    assert browser.session["active_at"] == before
    asked = browser.get("/account/session/", HTTP_X_BACKGROUND="1").json()
    assert 90 < asked["left"] <= 100 and asked["final"] is False
    stayed = browser.post("/account/session/").json()
    assert 1790 < stayed["left"] <= 1800
    assert browser.session["active_at"] > before


def test_the_age_ends_it_however_active(a, sign_in):
    browser = sign_in(a.paralegal)
    browser.get("/matters/")
    rest(browser, idle=0, age=12 * 3600 - 60)
    answer = browser.get("/account/session/", HTTP_X_BACKGROUND="1").json()
    assert answer["left"] <= 60 and answer["final"] is True
    rest(browser, idle=0, age=12 * 3600)
    assert browser.get("/matters/").status_code == 302


def test_a_post_leads_back_to_the_page_it_came_from(a, sign_in):
    browser = sign_in(a.paralegal)
    browser.get("/matters/")
    rest(browser, idle=3600)
    answer = browser.post("/time/new/", {}, HTTP_REFERER="http://testserver/time/?day=2026-11-02")
    assert answer["Location"] == "/account/login/?next=/time/%3Fday%3D2026-11-02"
    browser = sign_in(a.paralegal)
    browser.get("/matters/")
    rest(browser, idle=3600)
    answer = browser.post("/time/new/", {}, HTTP_REFERER="https://evil.example/x")
    assert answer["Location"] == "/account/login/?next=/"


def test_htmx_is_told_with_a_status_that_keeps_what_is_typed(a, sign_in):
    browser = sign_in(a.paralegal)
    browser.get("/matters/")
    rest(browser, idle=3600)
    assert browser.post("/time/new/", {}, HTTP_HX_REQUEST="true").status_code == 401


def test_pages_carry_the_clock_and_the_dialog(a, sign_in):
    page = sign_in(a.paralegal).get("/matters/").content.decode()
    assert re.search(
        'data-left="(1800|1799)" data-idle="1800" data-final="" data-session="/account/session/"', page
    )
    assert "Stay signed in" in page


def test_the_firm_sets_the_times(a, sign_in):
    browser = sign_in(a.admin)
    assert browser.get("/settings/security/").status_code == 200
    done = browser.post("/settings/security/", {"idle_minutes": "10", "session_hours": "8"})
    assert done.status_code == 303
    firm = Firm.objects.get(pk=a.firm.pk)
    assert (firm.idle_minutes, firm.session_hours) == (10, 8)
    event = audit.history_of(firm)[0]
    assert event.changes == {"idle_minutes": [30, 10], "session_hours": [12, 8]}
    assert (
        browser.post("/settings/security/", {"idle_minutes": "999", "session_hours": "8"}).status_code == 422
    )
    with pytest.raises(DomainError):
        security.change_sessions(firm, by=a.admin, idle_minutes=0, session_hours=8)
    with pytest.raises(Refused):
        security.change_sessions(firm, by=a.paralegal, idle_minutes=10, session_hours=8)
    assert sign_in(a.paralegal).get("/settings/security/").status_code == 403
    browser = sign_in(a.paralegal)
    browser.get("/matters/")
    rest(browser, idle=601)
    assert browser.get("/matters/").status_code == 302


def test_the_strictest_firm_of_a_person_counts_so_that_switching_is_no_way_around(firms, sign_in):
    from accounts.models import Member

    with firm_scope(firms.b.firm):
        Member.objects.create(user=firms.a.paralegal.user, role=firms.b.roles["paralegal"], name="Otis")
        security.change_sessions(firms.b.firm, by=firms.b.admin, idle_minutes=5, session_hours=12)
    browser = sign_in(firms.a.paralegal)
    browser.get("/matters/")
    rest(browser, idle=301)
    assert browser.post("/switch-firm/", {"firm": firms.b.firm.pk})["Location"].startswith("/account/login/")


def test_the_address_of_the_clock_is_for_people_who_are_signed_in(db):
    assert Client().get("/account/session/").status_code == 401
