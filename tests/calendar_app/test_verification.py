"""Dates of courts and statutes are unverified until a second person verifies them; another date voids that."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import BarLicence, Member
from accounts.permissions import Perm
from accounts.services.delegations import delegate
from calendar_app import services
from calendar_app.models import Deadline
from calendar_app.services import note_verified
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import newest
from tests.cast import make_matter
from tests.doors import in_sql, refused_in_sql

DAY = datetime.date(2027, 1, 4)
LATER = datetime.date(2027, 1, 11)


def fresh(member):
    return Member.objects.get(pk=member.pk)


def docket(a, by, **fields):
    values = {"title": "Opposition due", "due_on": DAY, "kind": "court", "authority": "CCP § 1005(b)"}
    return services.create_deadline(a.matter, by=by, **(values | fields))


def lend(a, to, *powers, matter=None):
    delegate(
        fresh(to),
        by=a.attorney,
        principal=a.attorney,
        until=timezone.localdate() + datetime.timedelta(days=30),
        powers=[str(power) for power in powers],
        matter=matter or a.matter,
    )


def test_what_those_enter_who_only_prepare_goes_to_the_attorney_by_itself(a):
    for person in (a.assistant, a.secretary):
        deadline = docket(a, person)
        sent = newest("deadline", deadline)
        assert (sent.assigned_to, sent.submitted_by, sent.state) == (a.attorney, person, "waiting")
        assert deadline.is_unverified
    for person in (a.paralegal, a.attorney):
        deadline = docket(a, person)
        assert deadline.is_unverified
        assert newest("deadline", deadline) is None
    own = docket(a, a.secretary, kind="internal")
    assert newest("deadline", own) is None
    assert not own.is_unverified


def test_a_second_person_verifies_it_and_the_pages_say_so(a, sign_in):
    deadline = docket(a, a.secretary)
    client = sign_in(a.attorney)
    places = (
        reverse("deadline_detail", args=[deadline.pk]),
        reverse("matter_deadlines", args=[a.matter.pk]),
        reverse("deadline_list") + "?view=all",
    )
    for url in places:
        assert "Unverified" in client.get(url).content.decode(), url
    Deadline.objects.update(due_on=timezone.localdate())
    assert "Unverified" in client.get("/").content.decode()
    assert client.post(reverse("deadline_verify", args=[deadline.pk])).status_code == 303
    found = Deadline.objects.get()
    assert found.verified_by == a.attorney
    assert newest("deadline", found).basis == "second_person"
    page = client.get(places[0]).content.decode()
    assert "Unverified" not in page
    listed = client.get(reverse("deadline_list"), {"verified": "no"}).content.decode()
    assert "Opposition due" not in listed


def test_whoever_set_the_date_never_verifies_it(a, sign_in):
    deadline = docket(a, a.attorney)
    with pytest.raises(Refused, match="set this date yourself.*Priya Tollett"):
        services.verify_deadline(deadline, by=a.attorney)
    assert sign_in(a.attorney).post(reverse("deadline_verify", args=[deadline.pk])).status_code == 403
    services.verify_deadline(deadline, by=a.associate)
    assert Deadline.objects.get().verified_by == a.associate


def test_a_sole_attorney_verifies_alone_and_the_log_says_so(a):
    BarLicence.objects.filter(member=a.associate).update(status="inactive")
    deadline = docket(a, a.attorney)
    services.verify_deadline(deadline, by=fresh(a.attorney))
    assert newest("deadline", deadline).basis == "sole_attorney"


def test_no_door_verifies_it_without_the_approval(a, sign_in):
    deadline = docket(a, a.secretary)
    for person in (a.paralegal, a.assistant, a.secretary, a.admin, a.freelancer):
        with pytest.raises(Refused):
            services.verify_deadline(deadline, by=fresh(person))
    for person in (a.paralegal, a.assistant, a.secretary):
        assert sign_in(person).post(reverse("deadline_verify", args=[deadline.pk])).status_code == 403
        with pytest.raises(Refused):
            approvals.approve(newest("deadline", deadline), by=fresh(person))
    with pytest.raises(DomainError, match="no approval yet"):
        note_verified(deadline, Approval(kind="deadline", object_id=deadline.pk), by=a.attorney)
    refused_in_sql(
        "UPDATE calendar_app_deadline SET verified_at=now(), verified_by_id=%s WHERE id=%s",
        a.attorney.pk,
        deadline.pk,
    )


def test_a_paralegal_verifies_by_delegation_on_that_matter_alone(a):
    other = make_matter(a, number="2026-0002", name="Other")
    lend(a, a.paralegal, Perm.DEADLINE_VERIFY)
    deadline = docket(a, a.secretary)
    elsewhere = services.create_deadline(other, by=a.secretary, title="x", due_on=DAY)
    with pytest.raises(Refused):
        services.verify_deadline(elsewhere, by=fresh(a.paralegal))
    services.verify_deadline(deadline, by=fresh(a.paralegal))
    assert Deadline.objects.get(pk=deadline.pk).verified_by == a.paralegal
    own = docket(a, fresh(a.paralegal), title="Reply due")
    with pytest.raises(Refused, match="set this date yourself"):
        services.verify_deadline(own, by=fresh(a.paralegal))


def test_another_date_or_title_voids_it(a):
    deadline = docket(a, a.secretary)
    services.verify_deadline(deadline, by=a.attorney)
    refused_in_sql("UPDATE calendar_app_deadline SET due_on='2027-02-01' WHERE id=%s", deadline.pk)
    services.change_deadline(deadline, by=a.attorney, note="Courtroom 12")
    assert not Deadline.objects.get().is_unverified
    services.change_deadline(deadline, by=a.attorney, due_on=LATER, reason="Stipulation of Dec 1")
    moved = Deadline.objects.get()
    assert (moved.verified_at, moved.set_by) == (None, a.attorney)
    assert newest("deadline", moved).state == "void"
    with pytest.raises(Refused, match="set this date yourself"):
        services.verify_deadline(moved, by=a.attorney)
    services.verify_deadline(moved, by=a.associate)
    services.change_deadline(moved, by=a.paralegal, title="Opposition to the demurrer due")
    assert Deadline.objects.get().is_unverified


def test_those_who_prepare_do_not_change_what_is_verified(a):
    deadline = docket(a, a.secretary)
    services.change_deadline(deadline, by=a.secretary, title="Opposition brief due")
    services.verify_deadline(deadline, by=a.attorney)
    for person in (a.secretary, a.assistant):
        with pytest.raises(Refused, match="This date is verified"):
            services.change_deadline(deadline, by=person, title="Brief due")
    services.change_deadline(deadline, by=a.secretary, note="Bring two copies")
    assert not Deadline.objects.get().is_unverified


def test_a_date_moved_by_the_one_who_should_verify_it_goes_to_another(a):
    deadline = docket(a, a.secretary)
    services.change_deadline(deadline, by=a.attorney, due_on=LATER, reason="Order of Dec 1")
    waiting = newest("deadline", deadline)
    assert (waiting.state, waiting.assigned_to) == ("waiting", a.associate)


def test_only_an_attorney_dismisses_and_says_why(a, sign_in):
    deadline = docket(a, a.secretary)
    url = reverse("deadline_dismiss", args=[deadline.pk])
    for person in (a.paralegal, a.assistant, a.secretary, a.admin):
        with pytest.raises(Refused):
            services.dismiss_deadline(deadline, by=person, reason="x")
        assert sign_in(person).post(url, {"reason": "x"}).status_code == 403
    client = sign_in(a.attorney)
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Hearing vacated by order of Nov 3"}).status_code == 303
    found = Deadline.objects.get()
    assert (found.done_by, found.dismissal) == (a.attorney, "Hearing vacated by order of Nov 3")
    assert newest("deadline", found).state == "returned"
    assert "Dismissed" in client.get(found.get_absolute_url()).content.decode()
    with pytest.raises(Refused):
        services.undo_complete(found, by=a.secretary)
    assert services.undo_complete(found, by=a.attorney).dismissal == ""


def test_a_freelancer_enters_and_finishes_dates_only_where_it_is_delegated(a):
    other = make_matter(a, number="2026-0002", name="Other")
    guest = fresh(a.freelancer)
    with pytest.raises(Refused):
        docket(a, guest)
    a.freelancer.role.powers = a.freelancer.role.powers | {str(Perm.MATTER_VIEW): "assigned"}
    in_sql(
        "INSERT INTO accounts_delegation (firm_id, principal_id, to_id, powers, matter_id, starts_on, until, may_pass_on, note, "
        "created_by_id, created_at) VALUES (%s, %s, %s, ARRAY['deadline.enter'], %s, '2026-01-01', '2030-01-01', false, '', %s, now())",
        a.firm.pk,
        a.attorney.pk,
        a.freelancer.pk,
        a.matter.pk,
        a.attorney.pk,
    )
    guest = fresh(a.freelancer)
    deadline = docket(a, guest)
    services.complete_deadline(deadline, by=guest, no_proof="Argued at the hearing")
    with pytest.raises(Refused, match="delegated"):
        services.create_deadline(other, by=guest, title="x", due_on=DAY)
    elsewhere = services.create_deadline(other, by=a.secretary, title="x", due_on=DAY)
    for act in (services.complete_deadline, services.change_deadline):
        with pytest.raises(Refused):
            act(elsewhere, by=guest)
