"""Another's calendar is kept by who keeps the desk, or by delegation; who entered an event is shown."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delegation, Support
from calendar_app.models import Event, WorkingHours
from calendar_app.queries.access import kept_by, may_keep
from calendar_app.services import cancel_event, change_event, create_event, move_event
from calendar_app.services.looks import set_hours
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope

UTC = datetime.UTC


def at(hour, day=3) -> datetime.datetime:
    return datetime.datetime(2027, 3, day, hour, tzinfo=UTC)


def lend(people, to, *, matter=None) -> Delegation:
    today = timezone.localdate()
    return Delegation.objects.create(
        principal=people.attorney,
        to=to,
        powers=["calendar.manage_for_others"],
        matter=matter,
        starts_on=today,
        until=today + datetime.timedelta(days=30),
        note="Keeps the calendar",
        created_by=people.attorney,
    )


def entered(people, by, **values) -> Event:
    given = {"title": "Strategy", "starts_at": at(9), "ends_at": at(10), "organizer": people.attorney}
    return create_event(by=by, **(given | values))


def test_without_a_delegation_nobody_does(a):
    with firm_scope(a.firm):
        for one in (a.associate, a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
            assert not may_keep(one, a.attorney)
            with pytest.raises(Refused, match="without a delegation"):
                entered(a, one)


@pytest.mark.parametrize("who", ["associate", "paralegal", "assistant", "secretary"])
def test_with_one_they_do(a, who):
    one = getattr(a, who)
    with firm_scope(a.firm):
        lend(a, one)
        event = entered(a, one)
        assert (event.organizer, event.created_by) == (a.attorney, one)
        move_event(event, by=one, starts_at=at(11), ends_at=at(12))
        cancel_event(event, by=one)


@pytest.mark.parametrize("who", ["admin", "freelancer"])
def test_a_role_that_does_not_hold_the_power_cannot_be_lent_it(a, who):
    one = getattr(a, who)
    with firm_scope(a.firm):
        lend(a, one)
        assert not may_keep(one, a.attorney)


def test_who_keeps_the_desk_keeps_the_calendar(a):
    with firm_scope(a.firm):
        Support.objects.create(member=a.secretary, attorney=a.attorney)
        assert entered(a, a.secretary).created_by == a.secretary
        assert kept_by(a.secretary) == {a.secretary.pk, a.attorney.pk}
        Support.objects.create(member=a.admin, attorney=a.attorney)
        assert not may_keep(a.admin, a.attorney)


def test_one_matter_is_one_matter(a):
    with firm_scope(a.firm):
        lend(a, a.secretary, matter=a.matter)
        entered(a, a.secretary, matter=a.matter)
        with pytest.raises(Refused):
            entered(a, a.secretary)


def test_an_ended_delegation_lends_nothing(a):
    with firm_scope(a.firm):
        lent = lend(a, a.secretary)
        event = entered(a, a.secretary)
        Delegation.objects.filter(pk=lent.pk).update(revoked_at=timezone.now(), revoked_by=a.attorney)
        a.secretary.__dict__.pop("live_delegations", None)
        a.secretary.__dict__.pop("powers", None)
        with pytest.raises(Refused):
            move_event(event, by=a.secretary, starts_at=at(11), ends_at=at(12))


def test_the_attorney_of_the_matter_moves_what_others_hold(a):
    with firm_scope(a.firm):
        event = create_event(
            by=a.paralegal, title="Witness call", starts_at=at(9), ends_at=at(10), matter=a.matter
        )
        move_event(event, by=a.attorney, starts_at=at(11), ends_at=at(12))
        with pytest.raises(Refused):
            move_event(event, by=a.assistant, starts_at=at(13), ends_at=at(14))


def test_who_is_asked_answers_and_moves_nothing(a):
    with firm_scope(a.firm):
        event = entered(a, a.attorney, attendees=[a.attorney, a.paralegal])
        with pytest.raises(Refused):
            change_event(event, by=a.paralegal, title="Mine")


def test_an_event_is_not_handed_to_a_calendar_one_does_not_keep(a):
    with firm_scope(a.firm):
        event = create_event(by=a.paralegal, title="Mine", starts_at=at(9), ends_at=at(10))
        with pytest.raises(Refused):
            change_event(event, by=a.paralegal, organizer=a.associate)


def test_the_doors(a, sign_in):
    with firm_scope(a.firm):
        event = entered(a, a.attorney)
    client = sign_in(a.secretary)
    for name in ("event_edit", "event_move", "event_cancel"):
        assert client.get(reverse(name, args=[event.pk])).status_code == 403
    answer = client.patch(
        reverse("api_event_detail", args=[event.pk]), {"title": "Other"}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert answer.json()["who"] == ["Imogen Vance"]
    with firm_scope(a.firm):
        lend(a, a.secretary)
    assert client.get(reverse("event_edit", args=[event.pk])).status_code == 200


def test_who_entered_it_is_shown(a, sign_in):
    with firm_scope(a.firm):
        lend(a, a.secretary)
        event = entered(a, a.secretary)
    page = sign_in(a.attorney).get(reverse("event_detail", args=[event.pk])).content.decode()
    assert "Entered by" in page
    assert "Bea Castellan" in page


def test_a_screened_colleague_is_not_asked(a):
    from matters.models import Wall

    with firm_scope(a.firm):
        Wall.objects.create(
            matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney
        )
        with pytest.raises(DomainError, match="screened"):
            entered(a, a.attorney, matter=a.matter, attendees=[a.attorney, a.associate])


def test_hours_are_ones_own_and_an_administrators(a, sign_in):
    nine = [(0, datetime.time(9), datetime.time(12)), (0, datetime.time(13), datetime.time(17))]
    with firm_scope(a.firm):
        set_hours(a.secretary, by=a.secretary, hours=nine)
        assert WorkingHours.objects.filter(member=a.secretary).count() == 2
        with pytest.raises(Refused):
            set_hours(a.secretary, by=a.assistant, hours=nine)
        set_hours(a.secretary, by=a.admin, hours=nine[:1])
        with pytest.raises(DomainError, match="overlap"):
            set_hours(a.secretary, by=a.secretary, hours=[*nine, (0, datetime.time(11), datetime.time(14))])
    page = sign_in(a.secretary)
    assert page.get(reverse("member_hours", args=[a.attorney.pk])).status_code == 403
    answer = page.post(reverse("own_hours"), {"begins_1_1": "8:30", "ends_1_1": "4pm"})
    assert answer.status_code == 303
    assert page.post(reverse("own_hours"), {"begins_1_1": "late", "ends_1_1": "4pm"}).status_code == 422
