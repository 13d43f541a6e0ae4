"""Delegating an attorney's work from the report: team, record, mail, undo."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Delegation
from matters.models import TeamMember, Wall
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent, Outbox
from reports.queries.capacity import Suggester, loads
from reports.queries.periods import read_period
from reports.services.delegating import delegate_like, delegate_work
from reports.tasks import mail_delegation
from tests.reports.hours import entry


def test_work_goes_to_somebody_on_the_team(a):
    given, joined = delegate_work(a.matter, ["paralegal"], by=a.attorney, to=a.paralegal, note="Exhibits")
    assert not joined
    assert (given.principal, given.to, given.matter, given.powers) == (a.attorney, a.paralegal, a.matter, [])
    assert given.note == "Substantive paralegal work: Exhibits"
    assert given.until == timezone.localdate() + datetime.timedelta(days=90)
    assert AuditEvent.objects.filter(verb="delegation.given", object_id=given.pk).exists()


def test_somebody_else_joins_the_team(a):
    _, joined = delegate_work(a.matter, ["clerical", "administrative"], by=a.attorney, to=a.assistant)
    assert joined
    assert TeamMember.objects.filter(matter=a.matter, member=a.assistant).exists()
    assert Delegation.objects.get().note == "Administrative work, clerical work"


def test_the_mail_says_what_and_until_when_and_goes_once(a):
    given, _ = delegate_work(
        a.matter, ["paralegal"], by=a.attorney, to=a.paralegal, until=datetime.date(2027, 1, 15)
    )
    row = Outbox.objects.get(task="reports.tasks.mail_delegation")
    assert row.not_before > timezone.now()  # can be undone first
    for _ in range(2):
        mail_delegation(firm_id=a.firm.pk, outbox_id=row.pk, delegation_id=given.pk)
    (sent,) = mail.outbox
    assert sent.to == ["paralegal@alder.example"]
    assert sent.subject == "Imogen Vance delegated work on 2026-0001 to you"
    assert "Substantive paralegal work" in sent.body
    assert "January 15, 2027" in sent.body


def test_what_was_taken_back_is_not_mailed(a, sign_in):
    client = sign_in(a.attorney)
    page = client.post(
        "/reports/delegation/give/",
        {"matter": a.matter.pk, "nature": "clerical", "to": a.assistant.pk},
        follow=True,
    )
    given = Delegation.objects.get()
    assert f'action="/reports/delegation/undo/{given.pk}/?joined=1"' in page.content.decode()
    client.post(f"/reports/delegation/undo/{given.pk}/?joined=1")
    given.refresh_from_db()
    assert given.revoked_at is not None
    assert not TeamMember.objects.filter(matter=a.matter, member=a.assistant).exists()
    mail_delegation(firm_id=a.firm.pk, delegation_id=given.pk)
    assert mail.outbox == []


def test_held_already_is_not_given_twice(a):
    delegate_work(a.matter, ["clerical"], by=a.attorney, to=a.secretary)
    with pytest.raises(DomainError, match="holds this work"):
        delegate_work(a.matter, ["clerical"], by=a.attorney, to=a.secretary)
    delegate_work(a.matter, ["clerical", "administrative"], by=a.attorney, to=a.secretary)
    assert list(Delegation.objects.order_by("pk").values_list("note", flat=True)) == [
        "Clerical work",
        "Administrative work",
    ]


@pytest.mark.parametrize("who", ["assistant", "secretary"])
def test_substantive_work_is_for_paralegals(a, who):
    with pytest.raises(DomainError) as error:
        delegate_work(a.matter, ["paralegal"], by=a.attorney, to=getattr(a, who))
    assert error.value.field == "to"


def test_legal_work_is_nobody_elses(a):
    with pytest.raises(DomainError, match="attorney"):
        delegate_work(a.matter, ["legal"], by=a.attorney, to=a.paralegal)


@pytest.mark.parametrize("who", ["paralegal", "admin", "secretary"])
def test_only_attorneys_delegate(a, sign_in, who):
    with pytest.raises(Refused):
        delegate_work(a.matter, ["clerical"], by=getattr(a, who), to=a.assistant)
    answer = sign_in(getattr(a, who)).post("/reports/delegation/give/", {"matter": a.matter.pk})
    assert answer.status_code == 403
    assert not Delegation.objects.exists()


def test_an_attorney_who_is_not_on_the_matter_is_told_so(a):
    with pytest.raises(DomainError, match="not on 2026-0001"):
        delegate_work(a.matter, ["clerical"], by=a.associate, to=a.secretary)


def test_nobody_behind_a_wall_gets_the_work_or_is_suggested(a):
    for person in (a.paralegal, a.secretary):
        person.daily_target_seconds = 3600
        person.save()
    Wall.objects.create(matter=a.matter, member=a.secretary, reason="Former client", created_by=a.attorney)
    with pytest.raises(DomainError, match="screened"):
        delegate_work(a.matter, ["clerical"], by=a.attorney, to=a.secretary)
    period, _ = read_period({})
    fits = Suggester(loads(a.attorney, period)).fits(a.matter, "clerical")
    assert [fit.member for fit in fits] == [a.paralegal]


def test_whom_it_would_suit(a):
    """On the team with time; the role meant for the work first; without time nobody."""
    day = timezone.localdate()
    for person, hours in ((a.paralegal, 6), (a.secretary, 1), (a.assistant, 6)):
        person.daily_target_seconds = hours * 3600
        person.save()
    period, _ = read_period({})

    def best(nature):
        return Suggester(loads(a.attorney, period)).best(a.matter, nature)

    assert best("clerical").member == a.secretary  # on the team, meant for it
    assert best("clerical").why.startswith("On the team, 1.0 h a day free")
    assert best("paralegal").member == a.paralegal
    for back in range(3):  # 72 h recorded against at most 66 h of target
        entry(a, a.secretary, "24.0", "clerical", billable=False, on=day - datetime.timedelta(days=back))
    assert best("clerical").member == a.paralegal  # on the team, though not meant for it
    TeamMember.objects.filter(matter=a.matter, member=a.paralegal).delete()
    a.matter.refresh_from_db()
    assert best("clerical").member == a.assistant
    assert best("clerical").why.startswith("Not on the team yet")


def test_entries_in_bulk_go_to_whom_they_suit(a, sign_in):
    for person in (a.paralegal, a.secretary):
        person.daily_target_seconds = 6 * 3600
        person.save()
    rows = [
        entry(a, a.attorney, "1.0", "clerical", billable=False),
        entry(a, a.attorney, "2.0", "clerical", billable=False),
        entry(a, a.attorney, "1.0", "paralegal"),
    ]
    client = sign_in(a.attorney)
    client.post(
        "/reports/delegation/entries/?date_from=2026-03-01&date_to=2026-03-31",
        {"bulk": "delegate", "ids": [row.pk for row in rows], "confirmed": "1", "until": "+30"},
    )
    given = Delegation.objects.order_by("pk")
    assert {(d.to, d.note) for d in given} == {
        (a.secretary, "Clerical work"),
        (a.paralegal, "Substantive paralegal work"),
    }
    with pytest.raises(DomainError, match="Only an attorney"):
        delegate_like(a.entries[0], by=a.attorney)


def test_nobody_has_time(a):
    row = entry(a, a.attorney, "1.0", "paralegal")
    TeamMember.objects.all().delete()
    with pytest.raises(DomainError, match="Nobody who may do this has time"):
        delegate_like(row, by=a.attorney)


def test_it_breaks_in_the_middle_and_nothing_stays(a):
    """A delegation that cannot be written leaves no place on the team behind."""
    with pytest.raises(DomainError):
        delegate_work(a.matter, ["clerical"], by=a.attorney, to=a.assistant, until=datetime.date(2020, 1, 1))
    assert not TeamMember.objects.filter(matter=a.matter, member=a.assistant).exists()
    assert not Outbox.objects.filter(task="reports.tasks.mail_delegation").exists()


def test_legal_assistants_come_after_paralegals_where_the_firm_says_so(a):
    from practice.models import Firm
    from reports.queries.natures import rank

    assert rank(a.paralegal, "paralegal") == 0
    assert rank(a.assistant, "paralegal") is None
    Firm.objects.filter(pk=a.firm.pk).update(assistants_substantive=True)
    a.assistant.firm.refresh_from_db()
    assert rank(a.assistant, "paralegal") == 1
    given, _ = delegate_work(a.matter, ["paralegal"], by=a.attorney, to=a.assistant)
    assert given.to == a.assistant
