"""Deadlines: docketing, moving, completing, and who may."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app import services
from calendar_app.models import Deadline
from calendar_app.queries import next_of, upcoming, urgency, urgent
from matters.models import Wall
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.cast import engage, stamp

DAY = datetime.date(2027, 1, 4)


@pytest.fixture
def deadline(a):
    return services.create_deadline(
        a.matter, by=a.paralegal, title="Opposition due", due_on=DAY, kind="court", authority="CCP § 1005(b)"
    )


def test_staff_docket_a_court_date_by_a_typed_day(a, sign_in):
    values = {"matter": a.matter.pk, "title": "Opposition due", "due_on": "2027-01-04", "kind": "court"}
    response = sign_in(a.secretary).post(reverse("deadline_create"), values)
    assert response.status_code == 303
    found = Deadline.objects.get()
    assert (found.due_on, found.original_due_on, found.owner, found.created_by) == (
        DAY,
        DAY,
        a.attorney,
        a.secretary,
    )
    typed = values | {"title": "Mediation brief", "due_on": "t+14", "kind": "internal"}
    sign_in(a.secretary).post(reverse("deadline_create"), typed)
    assert Deadline.objects.get(title="Mediation brief").due_on == timezone.localdate() + datetime.timedelta(
        days=14
    )


def test_a_day_that_is_none_comes_back_with_what_was_typed(a, sign_in):
    values = {"matter": a.matter.pk, "title": "Opposition due", "due_on": "2/30/2027", "kind": "court"}
    response = sign_in(a.attorney).post(reverse("deadline_create"), values)
    assert response.status_code == 422
    page = response.content.decode()
    assert "There is no such day" in page
    assert "2/30/2027" in page
    assert "Opposition due" in page


def test_only_an_attorney_moves_a_court_date_and_says_why(a, deadline, sign_in):
    url = reverse("deadline_edit", args=[deadline.pk])
    values = {
        "title": "Opposition due",
        "due_on": "2027-01-11",
        "kind": "court",
        "owner": a.attorney.pk,
        "reason": "Order",
    }
    response = sign_in(a.paralegal).post(url, values)
    assert response.status_code == 422
    assert "only an attorney dismisses or extends a deadline" in response.content.decode()
    assert Deadline.objects.get().due_on == DAY
    with pytest.raises(Refused):
        services.change_deadline(deadline, by=a.secretary, kind="internal")
    with pytest.raises(DomainError, match="Say why"):
        services.change_deadline(deadline, by=a.attorney, due_on=datetime.date(2027, 1, 11))
    assert sign_in(a.attorney).post(url, values).status_code == 303
    moved = Deadline.objects.get()
    assert (moved.due_on, moved.original_due_on) == (datetime.date(2027, 1, 11), DAY)
    event = AuditEvent.objects.get(verb="deadline.moved")
    assert event.changes["due_on"] == ["2027-01-04", "2027-01-11"]
    assert event.reason == "Order"


def test_staff_move_internal_dates_and_change_the_rest(a, deadline):
    own = services.create_deadline(a.matter, by=a.paralegal, title="Draft", due_on=DAY, kind="internal")
    services.change_deadline(own, by=a.assistant, due_on=datetime.date(2027, 1, 5))
    services.change_deadline(deadline, by=a.assistant, title="Opposition to motion due", owner=a.associate)
    assert Deadline.objects.get(pk=deadline.pk).owner == a.associate


def test_done_and_undo(a, deadline, sign_in):
    client = sign_in(a.secretary)
    said = {"no_proof": "Argued at the hearing"}
    assert client.post(reverse("deadline_done", args=[deadline.pk]), said).status_code == 303
    found = Deadline.objects.get()
    assert found.done_by == a.secretary
    with pytest.raises(DomainError, match="done already"):
        services.complete_deadline(found, by=a.attorney)
    client.get(reverse("deadline_list"))  # shows the toast, once
    assert "Opposition due" not in client.get(reverse("deadline_list")).content.decode()
    assert client.post(reverse("deadline_undo", args=[deadline.pk])).status_code == 303
    assert Deadline.objects.get().done_at is None
    verbs = list(
        AuditEvent.objects.filter(verb__startswith="deadline.").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["deadline.created", "deadline.done", "deadline.undone"]


def test_guests_and_administrators_enter_none(a, deadline, sign_in):
    engage(a)
    for member in (a.admin, a.freelancer):
        with pytest.raises(Refused):
            services.create_deadline(a.matter, by=member, title="x", due_on=DAY)
        assert sign_in(member).get(reverse("deadline_create")).status_code == 403
    assert sign_in(a.admin).post(reverse("deadline_done", args=[deadline.pk])).status_code == 403


def test_screened_people_answer_for_nothing(a, deadline, sign_in):
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Kin", created_by=a.attorney)
    with pytest.raises(DomainError, match="screened"):
        services.change_deadline(deadline, by=a.attorney, owner=a.associate)
    client = sign_in(a.associate)
    assert client.post(reverse("deadline_done", args=[deadline.pk])).status_code == 404
    assert "Opposition due" not in client.get(reverse("deadline_list"), {"view": "all"}).content.decode()


def test_dates_of_attorneys_one_supports_are_ones_own(a, deadline):
    deadline.due_on = timezone.localdate()
    deadline.save()
    a.assistant.supervisor = a.attorney
    a.assistant.save()
    assert list(upcoming(a.attorney)) == [deadline]
    assert list(upcoming(a.assistant)) == [deadline]
    assert list(upcoming(a.paralegal)) == [deadline]  # on the team
    assert list(upcoming(a.admin)) == []
    assert list(urgent(a.attorney).rows) == [deadline]
    assert list(urgent(a.admin).rows) == []
    assert next_of([a.matter.pk]) == {a.matter.pk: deadline}


@pytest.mark.parametrize(
    "due, tone, words",
    [
        (datetime.date(2026, 11, 10), "danger", "2 days late"),
        (datetime.date(2026, 11, 12), "danger", "Today"),
        (datetime.date(2026, 11, 13), "danger", "Tomorrow"),
        (datetime.date(2026, 11, 15), "warn", "In 3 days"),
        (datetime.date(2026, 11, 16), "", ""),
    ],
)
def test_how_near_a_date_is(due, tone, words):
    near = urgency(Deadline(due_on=due), datetime.date(2026, 11, 12))
    assert (near.tone, near.words) == (tone, words)


def test_a_closed_matter_takes_no_dates(a):
    stamp("closing", a.matter, by=a.attorney, arguments={"to": "closed"})
    a.matter.state, a.matter.closed_on = "closed", DAY
    a.matter.save()
    with pytest.raises(DomainError, match="is closed"):
        services.create_deadline(a.matter, by=a.attorney, title="x", due_on=DAY)


def test_the_agenda_exports_and_takes_bulk_acts(a, deadline, sign_in):
    client = sign_in(a.paralegal)
    text = b"".join(client.get(reverse("deadline_list"), {"view": "all", "export": "csv"})).decode(
        "utf-8-sig"
    )
    assert "Opposition due" in text
    assert "2027-01-04" in text
    said = {"bulk": "done", "ids": [deadline.pk], "no_proof": "Argued at the hearing", "confirmed": "1"}
    response = client.post(reverse("deadline_list"), said)
    assert response.status_code in (204, 303)
    assert Deadline.objects.get().done_by == a.paralegal
