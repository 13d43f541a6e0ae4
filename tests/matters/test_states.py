"""The life of a matter: every pair of states, who moves it, what keeps it open."""

import datetime

import pytest
from django.urls import reverse

from billing.models import TimeEntry
from matters import services
from matters.models import Matter
from practice.exceptions import DomainError, Refused
from tests.cast import make_matter

ALLOWED = {
    ("conflict_check", "open"), ("awaiting_acceptance", "open"), ("conflict_check", "declined"),
    ("awaiting_acceptance", "declined"), ("closing", "open"), ("closing", "closed"), ("archived", "closed"),
    ("pending", "open"), ("pending", "declined"), ("open", "on_hold"), ("open", "closed"), ("on_hold", "open"),
    ("on_hold", "closed"), ("closed", "open"),
}  # fmt: skip


def _move(matter, to, by):
    if to == "open":
        if matter.state in Matter.BEFORE:
            return services.accept_matter(matter, by=by)
        if matter.state == "on_hold":
            return services.resume_matter(matter, by=by)
        act = services.stop_closing if matter.state == "closing" else services.reopen_matter
        return act(matter, by=by, reason="New facts")
    if to == "closed" and matter.state == "archived":
        return services.unarchive_matter(matter, by=by, reason="A claim came up")
    act = {
        "declined": services.decline_matter,
        "on_hold": services.hold_matter,
        "closed": services.close_matter,
    }[to]
    return act(matter, by=by, reason="Settled")


def test_each_pair_of_states(a):
    day = datetime.date(2026, 3, 3)
    for i, now in enumerate(Matter.State.values):
        for to in ("open", "declined", "on_hold", "closed"):
            opened = None if now in Matter.NOT_ACCEPTED else day
            closed = day if now in Matter.ENDED else None
            matter = make_matter(
                a,
                number=f"T{i}-{to}",
                name="One",
                state=now,
                opened_on=opened,
                closed_on=closed,
                accepted_by=None,
            )
            if (now, to) in ALLOWED:
                assert _move(matter, to, a.attorney).state == to
            else:
                with pytest.raises(DomainError):
                    _move(matter, to, a.attorney)


def test_closing_is_refused_while_work_is_unbilled(a, sign_in):
    client = sign_in(a.attorney)
    page = client.get(reverse("matter_close", args=[a.matter.pk])).content.decode()
    assert "$1,051.00 of time and costs is not billed yet." in page  # 570.00 + 481.00
    response = client.post(reverse("matter_close", args=[a.matter.pk]), {"reason": "Settled"})
    assert response.status_code == 422
    assert "$1,051.00" in response.content.decode()
    TimeEntry.objects.update(state="written_off")
    response = client.post(reverse("matter_close", args=[a.matter.pk]), {"reason": "Settled"})
    assert response.status_code == 303
    matter = Matter.objects.get(pk=a.matter.pk)
    assert matter.state == "closed"
    assert matter.closed_on is not None


def test_a_reason_is_asked_for(a):
    with pytest.raises(DomainError, match="Give a reason") as caught:
        services.hold_matter(a.matter, by=a.attorney, reason="  ")
    assert caught.value.field == "reason"


def test_staff_do_not_close_matters(a, sign_in):
    for member in (a.paralegal, a.secretary, a.assistant, a.admin):
        with pytest.raises(Refused):
            services.hold_matter(a.matter, by=member, reason="Quiet")
    response = sign_in(a.paralegal).post(reverse("matter_hold", args=[a.matter.pk]), {"reason": "Quiet"})
    assert response.status_code == 403
    assert "Imogen Vance" in response.content.decode()
