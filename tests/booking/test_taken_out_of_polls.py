"""A person or a time is taken out of a poll while it runs, and put back: what was answered is kept, who must know is told."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from booking.models import Poll, PollAnswer, PollGuest
from booking.queries.tokens import guest_token
from booking.services.polls import add_people, add_time, answer_poll, call_off_poll, choose_time, reopen_poll
from booking.services.removals import remove_person, remove_time, restore_person, restore_time
from calendar_app.queries.busy import busy_times
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.booking.test_finding_and_polls import HOUR, asked, at
from tests.booking.test_stranger_books import deliver


def answered(a) -> tuple[Poll, PollGuest, PollGuest]:
    """Three times; Priya can at the first two, Lenora Finch at the second alone."""
    poll = asked(a)
    first, second, third = poll.options.all()
    priya, finch = poll.guests.get(member=a.associate), poll.guests.get(name="Lenora Finch")
    answer_poll(priya, values={first.pk: "yes", second.pk: "maybe", third.pk: "no"})
    answer_poll(finch, values={first.pk: "no", second.pk: "yes", third.pk: "no"})
    deliver()
    mail.outbox.clear()
    return poll, priya, finch


def later(rows) -> None:
    """The time for Undo is over."""
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(removed_at=timezone.now() - datetime.timedelta(minutes=5))


def taken(member, hour: int, day: int = 0) -> bool:
    return bool(busy_times(at(hour, day), at(hour, day) + HOUR, people=[member.pk]))


def test_a_time_is_taken_out(a, client):
    poll, priya, finch = answered(a)
    first, second, third = poll.options.all()
    assert taken(a.associate, 10)
    remove_time(first, by=a.attorney)
    assert not taken(a.associate, 10)
    assert taken(a.associate, 14)
    assert PollAnswer.objects.filter(option=first).count() == 2
    said = AuditEvent.objects.get(verb="poll.option_removed").changes["answers"][0]
    assert said == "Priya Tollett: Yes; Lenora Finch: No"
    deliver()
    # Who could come then may have kept it free; who could not has nothing to know.
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([a.associate.user.email], "One time less: Meet and confer")
    ]
    page = client.get(reverse("poll_answer", args=[guest_token(finch)])).content.decode()
    assert f'name="o{first.pk}"' not in page
    assert f'name="o{second.pk}"' in page
    # An answer to what stands is whole.
    answer_poll(finch, values={second.pk: "no", third.pk: "yes"})
    with pytest.raises(DomainError, match="taken out"):
        choose_time(poll, first, by=a.attorney)
    with pytest.raises(DomainError, match="taken out"):
        add_time(poll, at(10), by=a.attorney)


def test_it_is_put_back_before_anybody_is_told(a):
    poll, *_ = answered(a)
    first = poll.options.first()
    remove_time(first, by=a.attorney)
    restore_time(first, by=a.attorney)
    deliver()
    assert mail.outbox == []
    assert taken(a.associate, 10)
    assert [row.value for row in PollAnswer.objects.filter(option=first)] == ["yes", "no"]
    choose_time(poll, first, by=a.attorney)


def test_it_is_put_back_after_they_were_told(a):
    poll, *_ = answered(a)
    first = poll.options.first()
    remove_time(first, by=a.attorney)
    deliver()
    later([first])
    mail.outbox.clear()
    restore_time(first, by=a.attorney)
    deliver()
    assert [one.subject for one in mail.outbox] == ["A time again: Meet and confer"]


def test_the_last_time_stays(a):
    poll, *_ = answered(a)
    first, second, third = poll.options.all()
    remove_time(first, by=a.attorney)
    remove_time(second, by=a.attorney)
    with pytest.raises(DomainError, match="last time"):
        remove_time(third, by=a.attorney)
    # Nor may what is left be past.
    type(second).objects.filter(pk=second.pk).update(
        removed_at=None, starts_at=timezone.now() - 3 * HOUR, ends_at=timezone.now()
    )
    with pytest.raises(DomainError, match="last time"):
        remove_time(third, by=a.attorney)
    remove_time(poll.options.get(pk=second.pk), by=a.attorney)


def test_a_person_is_taken_out(a, client):
    poll, priya, finch = answered(a)
    remove_person(finch, by=a.attorney)
    said = AuditEvent.objects.get(verb="poll.guest_removed").changes["answers"][0]
    assert said.count(": No") == 2
    assert said.count("Yes") == 1
    assert (
        "Meet and confer"
        not in client.get(reverse("poll_answer", args=[guest_token(finch)])).content.decode()
    )
    with pytest.raises(DomainError, match="not asked any more"):
        answer_poll(finch, values={})
    with pytest.raises(DomainError, match="Nobody else"):
        remove_person(priya, by=a.attorney)
    deliver()
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["finch@fallowlaw.example"], "Not needed any more: Meet and confer")
    ]
    event = choose_time(poll, poll.options.first(), by=a.attorney)
    assert {row.shown_name for row in event.attendees.all()} == {a.attorney.name, a.associate.name}


def test_a_member_taken_out_has_the_times_free_and_put_back_has_them_held(a):
    poll, priya, _finch = answered(a)
    remove_person(priya, by=a.attorney)
    assert not taken(a.associate, 10)
    assert taken(a.attorney, 10)
    restore_person(priya, by=a.attorney)
    assert taken(a.associate, 10)
    assert priya.answers.count() == 3
    deliver()
    assert mail.outbox == []
    # Asked anew instead of put back, after being told: what they answered stands.
    remove_person(priya, by=a.attorney)
    deliver()
    later([priya])
    mail.outbox.clear()
    (row,) = add_people(poll, by=a.attorney, members=[a.associate])
    assert row.pk == priya.pk
    assert taken(a.associate, 14)
    deliver()
    assert [one.subject for one in mail.outbox] == ["Which time suits you: Meet and confer"]


def test_a_closed_question_and_a_strangers_hand(a):
    poll, priya, _finch = answered(a)
    first = poll.options.first()
    for act in (lambda: remove_time(first, by=a.paralegal), lambda: remove_person(priya, by=a.paralegal)):
        with pytest.raises(Refused):
            act()
    remove_time(first, by=a.attorney)
    call_off_poll(poll, by=a.attorney)
    for act in (
        lambda: restore_time(first, by=a.attorney),
        lambda: remove_person(priya, by=a.attorney),
    ):
        with pytest.raises(DomainError, match="closed"):
            act()
    reopen_poll(poll, by=a.attorney)
    # What was taken out before it was called off stays out.
    assert not taken(a.attorney, 10)
    assert taken(a.attorney, 14)


def test_the_page(a, sign_in):
    poll, priya, _finch = answered(a)
    first = poll.options.first()
    web = sign_in(a.attorney)
    page = web.get(poll.get_absolute_url()).content.decode()
    assert "Take out Lenora Finch" in page
    time_url = reverse("poll_time_remove", args=[poll.pk, first.pk])
    assert time_url in page
    assert web.post(time_url).status_code == 303
    person_url = reverse("poll_person_remove", args=[poll.pk, priya.pk])
    assert web.post(person_url).status_code == 303
    page = web.get(poll.get_absolute_url()).content.decode()
    assert page.count("Put back") == 2
    assert person_url not in page
    assert "Undo" in page
    assert web.post(reverse("poll_time_restore", args=[poll.pk, first.pk])).status_code == 303
    assert web.post(reverse("poll_person_restore", args=[poll.pk, priya.pk])).status_code == 303
    assert "Put back" not in web.get(poll.get_absolute_url()).content.decode()
    # A time of another poll is none of this one.
    other = asked(a, title="Another", starts=[at(9, 2), at(10, 2)])
    assert web.post(reverse("poll_time_remove", args=[poll.pk, other.options.first().pk])).status_code == 404
