"""Depositions: planned, noticed in time and signed off, confirmed, taken, transcript, exhibits; and what PostgreSQL keeps."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from calendar_app.models import Event, Room
from depositions.models import Deposition, DepositionExhibit
from depositions.queries.lacks import lacks_of
from depositions.queries.notice import check_notice, review_until, serve_by
from depositions.services import depositions as services
from depositions.services import exhibits, notices, transcripts
from documents import services as documents
from matters.models import Wall
from practice.exceptions import DomainError, Refused
from tests import cast
from tests.depositions.depos import DAY, moment, paper, person, planned

D = datetime.date


@pytest.mark.parametrize(
    ("method", "earliest"),
    [
        # Served Monday, March 2, 2026; ten days: Thursday the 12th (Code Civ. Proc. § 2025.270(a)).
        ("personal", D(2026, 3, 12)),
        # Two court days more: Friday the 13th and Monday the 16th (§ 1010.6(a)(3)(B)).
        ("electronic", D(2026, 3, 16)),
        # Five calendar days more (§ 1013(a)).
        ("mail", D(2026, 3, 17)),
        # Ten more: Sunday the 22nd, so Monday the 23rd (§§ 1013(a), 2016.060).
        ("mail-us", D(2026, 3, 23)),
    ],
)
def test_californias_notice_is_ten_days_and_the_way_of_service(method, earliest):
    served = D(2026, 3, 2)
    found = check_notice("california", served, method, earliest)
    assert (found.ok, found.day) == (True, earliest)
    assert any("2025.270" in one for one in found.citations)
    short = check_notice("california", served, method, earliest - datetime.timedelta(days=1))
    assert (short.ok, short.binding) == (False, True)
    assert serve_by("california", method, earliest) >= served


def test_federal_notice_is_reasonable_and_fourteen_days_are_safe():
    on = D(2026, 3, 30)
    assert check_notice("federal", D(2026, 3, 16), "personal", on).ok is True
    short = check_notice("federal", D(2026, 3, 17), "personal", on)
    assert (short.ok, short.binding) == (False, False)
    assert check_notice("other", D(2026, 3, 17), "personal", on).ok is None


def test_review_of_the_transcript_is_thirty_days():
    # March 30 plus thirty days is April 29, a Wednesday (Fed. R. Civ. P. 30(e)(1)).
    assert review_until("federal", D(2026, 3, 30))[:2] == (D(2026, 4, 29), "Fed. R. Civ. P. 30(e)(1)")
    # Electronically two court days more: Friday, May 1 (Code Civ. Proc. §§ 2025.520(a), 1010.6).
    assert review_until("california", D(2026, 3, 30), "electronic")[0] == D(2026, 5, 1)
    assert review_until("other", D(2026, 3, 30)) is None


def event(depo) -> Event:
    return Event.objects.get(about_kind="deposition", about_id=depo.pk)


def test_its_event_follows_it_with_its_room(a):
    room = Room.objects.create(name="Cedar")
    depo = planned(a, room=room)
    found = event(depo)
    assert (found.kind, found.state, found.organizer, found.room) == (
        "deposition",
        "tentative",
        a.attorney,
        room,
    )
    assert found.title == "Deposition of Ruth Hale"
    depo = services.change_deposition(
        depo, by=a.paralegal, starts_at=moment(DAY, 11), ends_at=moment(DAY, 18)
    )
    assert event(depo).starts_at == datetime.datetime(2026, 3, 16, 18, 0, tzinfo=datetime.UTC)
    with pytest.raises(DomainError, match="Cedar"):
        planned(a, witness=person("Noor Aziz"), room=room)
    depo = services.cancel_deposition(depo, by=a.secretary, reason="Settled")
    assert (depo.state, event(depo).state) == ("cancelled", "cancelled")
    depo = services.undo_cancel(depo, by=a.secretary)
    assert (depo.state, event(depo).is_cancelled) == ("planned", False)


def test_a_notice_of_ours_is_signed_off_before_it_is_served(a):
    depo, notice = planned(a), paper(a)
    with pytest.raises(DomainError, match="An attorney signs off"):
        notices.serve_notice(
            depo, by=a.secretary, document=notice, served_on=D(2026, 3, 2), method="personal"
        )
    documents.sign_off(notice.newest, by=a.attorney)
    depo = notices.serve_notice(
        depo, by=a.secretary, document=notice, served_on=D(2026, 3, 2), method="personal"
    )
    assert (depo.state, depo.notice_check["ok"], event(depo).state) == ("noticed", True, "confirmed")
    assert depo.notice_check["result"]["steps"]


def test_an_attorney_who_serves_it_signs_it_off_thereby(a):
    notice = paper(a)
    depo = notices.serve_notice(
        planned(a), by=a.attorney, document=notice, served_on=D(2026, 3, 2), method="personal"
    )
    assert notices.is_signed(depo.notice)


def test_short_notice_needs_an_order_or_a_stipulation(a):
    notice = paper(a)
    documents.sign_off(notice.newest, by=a.attorney)
    served = {"by": a.secretary, "document": notice, "served_on": D(2026, 3, 9), "method": "personal"}
    with pytest.raises(DomainError, match="Too short: the earliest day is Thu, Mar 19"):
        notices.serve_notice(planned(a), **served)
    depo = notices.serve_notice(planned(a), **served, short_reason="Stipulation of March 8")
    assert (depo.notice_check["ok"], depo.short_notice_reason) == (False, "Stipulation of March 8")


def test_a_moved_day_asks_for_an_amended_notice(a):
    notice = paper(a)
    depo = notices.serve_notice(
        planned(a), by=a.attorney, document=notice, served_on=D(2026, 3, 2), method="personal"
    )
    depo = services.change_deposition(
        depo, by=a.secretary, starts_at=moment(D(2026, 3, 20), 10), ends_at=moment(D(2026, 3, 20), 16)
    )
    assert "amended" in [lack.key for lack in lacks_of(depo, D(2026, 3, 3))]
    depo = notices.serve_notice(
        depo, by=a.attorney, document=notice, served_on=D(2026, 3, 5), method="personal"
    )
    assert "amended" not in [lack.key for lack in lacks_of(depo, D(2026, 3, 3))]
    depo = notices.withdraw_notice(depo, by=a.secretary, reason="The witness is abroad")
    assert (depo.state, depo.served_on) == ("planned", None)


def test_what_is_missing_grows_louder(a):
    depo = planned(a, language="Spanish", method="video", place="", taken_by=a.attorney)
    keys = [(lack.key, lack.tone) for lack in lacks_of(depo, D(2026, 2, 1))]
    # Served by hand it is to be by March 6, ten days before.
    assert ("notice", "") in keys
    assert [tone for _key, tone in keys] == [""] * len(keys)
    soon = {lack.key: lack for lack in lacks_of(depo, D(2026, 3, 5))}
    assert soon["notice"].text == "Notice not served: by Mar 6 at the latest"
    assert soon["notice"].tone == "danger"
    assert {key for key, lack in soon.items() if lack.tone == "warn"} == {
        "place",
        "reporter",
        "videographer",
        "interpreter",
    }
    late = {lack.key: lack for lack in lacks_of(depo, D(2026, 3, 14))}
    assert (late["notice"].text, late["reporter"].tone) == (
        "Notice not served: it was to be by Mar 6",
        "danger",
    )


def test_it_is_confirmed_when_its_crew_is(a):
    depo = planned(a, reporter=person("Bay Reporting", "company"))
    depo = notices.serve_notice(
        depo, by=a.attorney, document=paper(a), served_on=D(2026, 3, 2), method="personal"
    )
    with pytest.raises(DomainError, match="Not yet: court reporter not confirmed"):
        services.move_deposition(depo, by=a.secretary, to="confirmed")
    depo = services.confirm_crew(depo, by=a.secretary, who="reporter")
    depo = services.move_deposition(depo, by=a.secretary, to="confirmed")
    # Another reporter has not confirmed: it is only noticed again.
    depo = services.change_deposition(
        depo, by=a.secretary, reporter=person("Gold Coast Reporters", "company")
    )
    assert (depo.state, depo.reporter_confirmed_at) == ("noticed", None)


def taken(a, **more) -> Deposition:
    depo = notices.serve_notice(
        planned(a, **more), by=a.attorney, document=paper(a), served_on=D(2026, 3, 2), method="personal"
    )
    return services.move_deposition(depo, by=a.secretary, to="taken")


def test_the_transcript_is_ordered_received_reviewed_and_signed(a):
    depo = transcripts.order_transcript(
        taken(a), by=a.secretary, ordered_on=D(2026, 3, 17), due_on=D(2026, 3, 31)
    )
    assert (depo.due_deadline.due_on, depo.due_deadline.kind) == (D(2026, 3, 31), "internal")
    depo = transcripts.receive_transcript(
        depo, by=a.secretary, received_on=D(2026, 3, 30), told_on=D(2026, 3, 30), method="electronic"
    )
    depo = Deposition.objects.get(pk=depo.pk)
    assert depo.state == "transcript_in"
    assert depo.due_deadline.done_at is not None
    review = depo.review_deadline
    assert (review.due_on, review.kind, review.authority) == (
        D(2026, 5, 1),
        "court",
        "Code Civ. Proc. § 2025.520(a)",
    )
    assert review.derivation["steps"]
    depo = transcripts.note_signed(depo, by=a.paralegal, signed_on=D(2026, 4, 20))
    review.refresh_from_db()
    assert review.done_at is not None
    assert services.move_deposition(depo, by=a.secretary, to="closed").state == "closed"


def test_federal_review_runs_only_when_it_was_asked_for(a):
    depo = taken(a, rules="federal")
    depo = transcripts.receive_transcript(
        depo, by=a.secretary, received_on=D(2026, 3, 30), told_on=D(2026, 3, 30)
    )
    assert depo.review_deadline is None


def test_exhibits_run_in_the_deposition_and_through_the_matter(a):
    one, two = planned(a), planned(a, witness=person("Noor Aziz"))
    first = exhibits.add_exhibit(
        one, by=a.paralegal, description="Lease", bates_from="HLD 000123", bates_to="HLD 000129"
    )
    second = exhibits.add_exhibit(one, by=a.paralegal, description="Letter of May 4")
    third = exhibits.add_exhibit(two, by=a.paralegal, description="Lease")
    assert [(e.number, e.running) for e in (first, second, third)] == [(1, 1), (2, 2), (1, 3)]
    assert first.bates == "HLD 000123–HLD 000129"
    with pytest.raises(DomainError, match="There is an exhibit 1 already"):
        exhibits.add_exhibit(two, by=a.paralegal, description="Map", number=1)
    marked = exhibits.mark_exhibit(first, by=a.paralegal, step="offered")
    assert marked.marked_at
    with pytest.raises(DomainError, match="It stays"):
        exhibits.remove_exhibit(first, by=a.paralegal)


def test_who_prepares_and_who_does_not(a):
    with pytest.raises(Refused):
        planned(a, by=a.admin)
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    with pytest.raises(DomainError, match="a document of this matter"):
        notices.serve_notice(
            planned(a),
            by=a.attorney,
            document=paper(a, matter=other),
            served_on=D(2026, 3, 2),
            method="personal",
        )
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    with pytest.raises(DomainError, match="does not work on 2026-0001"):
        planned(a, taken_by=a.associate)


def refused(sql: str, *values) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_postgresql_keeps_the_rules(a):
    depo, notice = planned(a), paper(a)
    other = cast.make_matter(a, number="2026-0002", name="Brightwater v. Marin")
    pk = depo.pk
    serve = "UPDATE depositions_deposition SET served_on = '2026-03-02', service_method = 'personal', notice_id = %s WHERE id = %s"
    refused(serve, notice.newest.pk, pk)
    refused("UPDATE depositions_deposition SET state = 'noticed' WHERE id = %s", pk)
    refused("UPDATE depositions_deposition SET state = 'transcript_in' WHERE id = %s", pk)
    refused("UPDATE depositions_deposition SET state = 'cancelled' WHERE id = %s", pk)
    refused("UPDATE depositions_deposition SET ends_at = starts_at WHERE id = %s", pk)
    depo = notices.serve_notice(
        depo, by=a.attorney, document=notice, served_on=D(2026, 3, 2), method="personal"
    )
    refused("UPDATE depositions_deposition SET service_method = 'mail' WHERE id = %s", pk)
    refused("UPDATE depositions_deposition SET matter_id = %s WHERE id = %s", other.pk, pk)
    exhibit = exhibits.add_exhibit(depo, by=a.paralegal, description="Lease")
    refused("UPDATE depositions_depositionexhibit SET offered_at = now() WHERE id = %s", exhibit.pk)
    refused("UPDATE depositions_depositionexhibit SET matter_id = %s WHERE id = %s", other.pk, exhibit.pk)
    services.move_deposition(
        services.move_deposition(depo, by=a.secretary, to="taken"), by=a.secretary, to="closed"
    )
    refused("UPDATE depositions_deposition SET note = 'x' WHERE id = %s", pk)
    refused("DELETE FROM depositions_deposition WHERE id = %s", pk)
    assert DepositionExhibit.objects.count() == 1
