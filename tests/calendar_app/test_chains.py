"""Court dates that follow from an event: previewed with their count, picked, docketed in one go, unverified, explained."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app import services
from calendar_app.models import Deadline, Event, TriggerEvent
from calendar_app.queries.explaining import explain
from calendar_app.queries.rules import Facts, Free, chain, free
from documents.models import Document, Version
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from supervision.queries import newest
from tests.calendar_app.chains import HEARING, OPPOSITION, REPLY, dates, docket_motion, hearing_on
from tests.cast import make_matter
from tests.doors import refused_in_sql

D = datetime.date


def test_the_chain_of_a_hearing_by_hand(a):
    # Hearing on Monday, November 30, 2026. Left out: weekends, Veterans Day (11th), Thanksgiving (26th), the day after.
    found = {one.rule_id: one.due_on for one in chain(hearing_on(HEARING))}
    assert found["ca-ccp.1005-b-notice"] == D(2026, 11, 3)
    assert found[OPPOSITION] == D(2026, 11, 13)
    assert found[REPLY] == D(2026, 11, 19)
    # Mail within California: five calendar days further back.
    by_mail = {one.rule_id: one.due_on for one in chain(hearing_on(HEARING, service="mail"))}
    assert by_mail["ca-ccp.1005-b-notice"] == D(2026, 10, 29)
    assert by_mail[OPPOSITION] == D(2026, 11, 13)


def test_picked_dates_are_docketed_in_one_go_with_their_derivation(a):
    trigger = docket_motion(a, by=a.paralegal)
    assert dates(trigger) == {OPPOSITION: D(2026, 11, 13), REPLY: D(2026, 11, 19)}
    row = Deadline.objects.get(rule_id=OPPOSITION)
    assert (row.title, row.kind, row.authority) == (
        "Serve and file the opposition",
        "court",
        "Code Civ. Proc. § 1005(b)",
    )
    assert (row.owner, row.backup, row.original_due_on, row.is_unverified) == (
        a.attorney,
        a.associate,
        D(2026, 11, 13),
        True,
    )
    assert (row.pack, row.calendar, row.trigger) == ("ca-ccp", "us.ca", trigger)
    assert row.derivation["due"] == "2026-11-13"
    assert row.derivation["from"] == "2026-11-30"
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs.count("deadline.created") == 2
    assert verbs.count("trigger.created") == 1


def test_one_bad_pick_dockets_nothing(a):
    with pytest.raises(DomainError, match="gives no date"):
        services.create_chain(
            a.matter,
            by=a.paralegal,
            facts=hearing_on(HEARING),
            picks=[services.Pick(OPPOSITION), services.Pick("ca-ccp.nothing")],
        )
    assert not Deadline.objects.exists()
    assert not TriggerEvent.objects.exists()


def test_a_date_is_not_docketed_twice_and_others_are_added_later(a):
    trigger = docket_motion(a, by=a.paralegal)
    facts = hearing_on(HEARING)
    with pytest.raises(DomainError, match="docketed already"):
        services.create_chain(
            a.matter, by=a.paralegal, facts=facts, picks=[services.Pick(REPLY)], trigger=trigger
        )
    services.create_chain(
        a.matter,
        by=a.paralegal,
        facts=facts,
        picks=[services.Pick("ca-ccp.1005-b-notice")],
        trigger=trigger,
    )
    assert trigger.deadlines.count() == 3


def test_who_only_prepares_proposes_and_a_guest_may_not(a):
    trigger = docket_motion(a, by=a.secretary)
    sent = [newest("deadline", row) for row in trigger.deadlines.all()]
    assert [(one.state, one.assigned_to) for one in sent] == [("waiting", a.attorney)] * 2
    for person in (a.admin, a.freelancer):
        with pytest.raises(Refused):
            docket_motion(a, by=person)


def test_the_page_shows_each_date_with_its_count_and_dockets_what_is_ticked(a, sign_in):
    client = sign_in(a.paralegal)
    said = {"matter": a.matter.pk, "pack": "ca-ccp", "kind": "motion-hearing", "on": "2026-11-30"}
    page = client.get(reverse("chain_create"), said).content.decode()
    for text in ("Nov 13", "Serve and file the opposition", "Code Civ. Proc. § 1005(b)", "Thanksgiving"):
        assert text in page, text
    # By the preview of the fragment nothing is docketed.
    headers = {"HX-Request": "true", "HX-Target": "chain"}
    part = client.post(reverse("chain_create"), said | {"do": "preview"}, headers=headers)
    assert part.status_code == 200
    assert part.content.decode().lstrip().startswith('<div id="chain"')
    assert not Deadline.objects.exists()
    nothing = client.post(reverse("chain_create"), said)
    assert nothing.status_code == 422
    assert "Tick the dates" in nothing.content.decode()
    ticked = said | {
        "pick": [OPPOSITION, REPLY],
        "shown": [OPPOSITION, REPLY],
        f"owner-{REPLY}": a.associate.pk,
        f"critical-{OPPOSITION}": "on",
        "label": "Hearing on the motion to compel",
    }
    response = client.post(reverse("chain_create"), ticked)
    trigger = TriggerEvent.objects.get()
    assert (response.status_code, response["Location"]) == (303, trigger.get_absolute_url())
    assert Deadline.objects.get(rule_id=REPLY).owner == a.associate
    assert Deadline.objects.get(rule_id=OPPOSITION).critical
    page = client.get(trigger.get_absolute_url()).content.decode()
    assert "Hearing on the motion to compel" in page
    assert "Serve and file the reply" in page


def test_an_appointment_fills_the_form_and_is_pointed_to(a, sign_in):
    event = Event.objects.create(
        matter=a.matter,
        title="Hearing on the demurrer",
        kind="hearing",
        starts_at=datetime.datetime(2026, 11, 30, 17, tzinfo=datetime.UTC),
        ends_at=datetime.datetime(2026, 11, 30, 18, tzinfo=datetime.UTC),
        zone="America/Los_Angeles",
        organizer=a.attorney,
    )
    a.matter.court = "Superior Court of Alameda"
    a.matter.save()
    client = sign_in(a.paralegal)
    page = client.get(reverse("chain_create"), {"event": event.pk}).content.decode()
    assert "Serve and file the opposition" in page
    client.post(
        reverse("chain_create"),
        {
            "event": event.pk,
            "matter": a.matter.pk,
            "pack": "ca-ccp",
            "kind": "motion-hearing",
            "on": "2026-11-30",
            "label": event.title,
            "pick": [OPPOSITION],
        },
    )
    assert TriggerEvent.objects.get().event == event


def test_a_page_and_a_drawer_say_why(a, sign_in):
    docket_motion(a, by=a.paralegal)
    row = Deadline.objects.get(rule_id=OPPOSITION)
    client = sign_in(a.attorney)
    for url in (row.get_absolute_url(), f"{reverse('deadline_list')}?view=all&peek={row.pk}"):
        page = client.get(url).content.decode()
        for text in (
            "9 court days before it",
            "Thursday, November 26",
            "Thanksgiving",
            "Code Civ. Proc. §§ 12, 135",
            "Counting the holidays as court days would give",
            "Hearing on the motion to compel",
            "California Code of Civil Procedure, 2026.",
            "Otis Farrow",
        ):
            assert text in page, (url, text)


def test_what_the_small_calendar_counts(a):
    docket_motion(a, by=a.paralegal)
    why = explain(Deadline.objects.get(rule_id=OPPOSITION))
    cells = {cell.day: (cell.css, cell.note) for week in why.weeks for cell in week}
    assert cells[D(2026, 11, 30)] == ("hear", "start")
    assert cells[D(2026, 11, 25)] == ("ct", "1")
    assert cells[D(2026, 11, 26)] == ("hol", "")
    assert cells[D(2026, 11, 16)] == ("ct", "8")
    assert cells[D(2026, 11, 13)] == ("due", "9")
    assert cells[D(2026, 11, 14)] == ("we", "")
    # Nov 26 and 27 counted: Nov 27, 26, 25, 24, 23, 20, 19, 18, 17. From the 13th to the 17th are two court days.
    assert why.wrong == ("Counting the holidays as court days would give Nov 17, two court days late.",)


def test_an_open_reading_is_shown_three_ways(a, sign_in):
    # July 4, 2026 is a Saturday; courts are closed on Friday the 3rd. 21 days after June 12 is that Friday.
    one = free(Facts("us.federal", "", D(2026, 6, 12)), Free(21, "days", "after"))
    assert (one.due_on, one.earliest_on, one.latest_on) == (D(2026, 7, 6), D(2026, 7, 3), D(2026, 7, 6))
    row = services.create_counted(
        a.matter,
        by=a.paralegal,
        facts=Facts("us.federal", "", D(2026, 6, 12)),
        count=Free(21, "days", "after"),
        title="Answer",
        label="Complaint served",
    )
    assert (row.earliest_on, row.latest_on) == (D(2026, 7, 3), D(2026, 7, 6))
    page = sign_in(a.attorney).get(row.get_absolute_url()).content.decode()
    for text in ("Earliest safe", "Friday, July 3", "Latest arguable", "can be read in two ways"):
        assert text in page


def test_days_are_counted_in_the_browser(a, sign_in):
    client = sign_in(a.paralegal)
    said = {
        "matter": a.matter.pk,
        "title": "Amended complaint",
        "n": "10",
        "unit": "court_days",
        "direction": "after",
        "label": "Ruling on the demurrer",
        "on": "2026-11-18",
        "calendar": "us.ca",
        "kind": "court",
    }
    headers = {"HX-Request": "true", "HX-Target": "counted"}
    part = client.post(reverse("count_create"), said | {"do": "preview"}, headers=headers).content.decode()
    # 19, 20, 23, 24, 25, 30 November, 1, 2, 3, 4 December.
    assert "Friday, December 4" in part
    assert client.post(reverse("count_create"), said).status_code == 303
    row = Deadline.objects.get()
    assert (row.due_on, row.count, row.rule_id) == (
        D(2026, 12, 4),
        {"n": 10, "unit": "court_days", "direction": "after"},
        "",
    )
    hours = client.post(reverse("count_create"), said | {"unit": "hours"})
    assert hours.status_code == 422
    assert "starts at an hour" in hours.content.decode()


def test_hours_make_an_instant(a):
    at = datetime.datetime(2026, 11, 20, 15, 30, tzinfo=datetime.UTC)
    row = services.create_counted(
        a.matter,
        by=a.paralegal,
        facts=Facts("us.federal", "", D(2026, 11, 20), at=at),
        count=Free(24, "hours", "after"),
        title="Respond to the emergency motion",
        label="Emergency motion served",
    )
    # 24 hours on is Saturday the 21st: the same time on Monday the 23rd (Rule 6(a)(2)(C)).
    assert row.due_on == D(2026, 11, 23)
    assert row.due_at.astimezone(datetime.UTC) == datetime.datetime(2026, 11, 23, 15, 30, tzinfo=datetime.UTC)


def test_the_database_keeps_what_was_verified_about_the_count(a):
    trigger = docket_motion(a, by=a.paralegal)
    other = docket_motion(a, by=a.paralegal, label="Another hearing")
    row = trigger.deadlines.get(rule_id=OPPOSITION)
    services.verify_deadline(row, by=a.attorney)
    table = "UPDATE calendar_app_deadline SET"
    for change in (
        "derivation='{}'::jsonb",
        f"trigger_id={other.pk}",
        "service_method='mail'",
        "rule_id='ca-ccp.1005-b-reply'",
        "pack_version='2027.1'",
        "calendar='us.federal'",
        "due_at=now()",
        "earliest_on='2026-11-12'",
        "extended_from='2026-11-12'",
        "due_on='2026-11-16'",
    ):
        refused_in_sql(f"{table} {change} WHERE id=%s", row.pk)
    refused_in_sql(f"{table} trigger_id=NULL, verified_at=NULL, verified_by_id=NULL WHERE id=%s", row.pk)
    refused_in_sql(f"{table} backup_id=owner_id WHERE id=%s", row.pk)
    refused_in_sql(
        f"{table} earliest_on='2026-11-13', latest_on='2026-11-12', verified_at=NULL, verified_by_id=NULL WHERE id=%s",
        row.pk,
    )


def test_an_appeal_counts_the_holidays_of_two_states(a, sign_in):
    """FRAP 26(a)(6)(C): the district court sits in New Hampshire, the circuit clerk in Boston, where April 20, 2026 is Patriots' Day."""
    client = sign_in(a.paralegal)
    said = {"matter": a.matter.pk, "pack": "frap", "kind": "judgment", "on": "2026-03-21", "do": "preview"}
    for states, day in (("", "Apr 20"), ("NH", "Apr 20"), ("nh, ma", "Apr 21")):
        page = client.post(reverse("chain_create"), said | {"state": states}).content.decode()
        assert f"<b>{day}" in page, states
        assert "States of court and circuit clerk" in page
    wrong = client.post(reverse("chain_create"), said | {"state": "ZZ"})
    assert (wrong.status_code, "no state" in wrong.content.decode()) == (200, True)
    assert "Not saved" not in wrong.content.decode()
    other = client.post(reverse("chain_create"), said | {"pack": "frcp", "state": "MA, NH"}).content.decode()
    assert "Select a valid choice" not in other
    bench = client.get(
        "/settings/rule-packs/shipped/frap/try/",
        {"rule": "appeal", "on": "3/21/2026", "state": "NH", "clerk": "MA"},
    ).content.decode()
    assert "Tuesday, April 21, 2026" in bench


def test_a_paper_starts_a_chain_and_says_what_was_docketed_from_it(a, sign_in):
    paper = Document.objects.create(
        matter=a.matter, name="Notice of motion.pdf", category="pleading", latest=1, created_by=a.secretary
    )
    Version.objects.create(
        document=paper, matter=a.matter, number=1, filename="n.pdf", media_type="application/pdf", size=1,
        sha256="0" * 64, uploaded_by=a.secretary,
    )  # fmt: skip
    client = sign_in(a.secretary)
    page = client.get(paper.get_absolute_url()).content.decode()
    url = f"{reverse('chain_create')}?document={paper.pk}"
    assert f'href="{url}"' in page
    form = client.get(url).content.decode()
    assert 'value="Notice of motion"' in form and str(a.matter) in form and paper.get_absolute_url() in form
    said = {
        "document": paper.pk, "matter": a.matter.pk, "pack": "ca-ccp", "kind": "motion-hearing", "on": "2026-11-30",
        "label": "Notice of motion", "pick": OPPOSITION,
    }  # fmt: skip
    assert client.post(reverse("chain_create"), said).status_code == 303
    trigger = TriggerEvent.objects.get()
    assert trigger.document == paper
    assert paper.get_absolute_url() in client.get(trigger.get_absolute_url()).content.decode()
    assert "1 open date" in client.get(paper.get_absolute_url()).content.decode()
    other = make_matter(a, number="2026-0009", name="Other")
    with pytest.raises(DomainError, match="not one of"):
        services.create_trigger(other, by=a.attorney, facts=hearing_on(HEARING), label="x", document=paper)
    guest = sign_in(a.paralegal)
    Document.objects.filter(pk=paper.pk).update(trashed_at=timezone.now())
    assert "Notice of motion" not in guest.get(url).content.decode()
