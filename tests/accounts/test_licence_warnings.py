"""Warnings 60, 30 and 7 days before a licence ends and on its last day: each once, whatever runs twice or dies."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from accounts import tasks
from accounts.models import BarLicence, CredentialWarning, EducationCourse, EducationRule, Member
from accounts.services import licences
from accounts.services.credential_warnings import rung_of, warn
from practice import audit
from practice.models import Outbox
from practice.scope import firm_scope
from tests.accounts.mails import deliver
from tests.billing.bills import fresh

LAST = datetime.date(2027, 2, 28)


def before(days):
    return LAST - datetime.timedelta(days=days)


@pytest.fixture
def ending(a):
    """The associate's licence ends on February 28, 2027; nothing is asked of paralegals."""
    EducationRule.objects.create(is_required=False)
    BarLicence.objects.filter(member=a.associate).update(expires_on=LAST)
    return a.associate.licences.get()


def rungs():
    return list(CredentialWarning.objects.order_by("id").values_list("rung", flat=True))


def to():
    return sorted(one.to[0] for one in deliver())


@pytest.mark.parametrize(
    ("days", "rung"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0), (-1, 0), (-400, 0)],
)
def test_rungs(days, rung):
    assert rung_of(days) == rung


def test_each_rung_is_warned_of_once(a, ending):
    assert warn(on=before(61)) == 0
    made = [warn(on=before(days)) for days in (60, 60, 59, 31, 30, 29, 8, 7, 6, 1, 0, 0, -1, -90)]
    assert made == [1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0]
    assert rungs() == [60, 30, 7, 0]


def test_the_holder_and_those_who_manage_people_are_told(a, ending):
    warn(on=before(30))
    assert to() == ["admin@alder.example", "associate@alder.example", "attorney@alder.example"]
    assert deliver() == []
    own = next(one for one in mail.outbox if one.to == ["associate@alder.example"])
    assert own.subject == "Your California licence is valid until February 28, 2027"
    assert f"http://testserver.local/settings/licences/{ending.pk}/" in own.body
    other = next(one for one in mail.outbox if one.to == ["admin@alder.example"])
    assert other.subject == "Priya Tollett’s California licence is valid until February 28, 2027"
    assert "reserved acts" in other.body
    assert "reserved acts" in other.alternatives[0][0]
    event = audit.history_of(a.associate)[0]
    assert (event.verb, event.actor_name) == ("member.warned", "Bailiwick")
    assert event.changes["days_before"] == [None, 30]


def test_after_an_outage_the_late_one_is_sent_once(a, ending):
    assert warn(on=before(-3)) == 1
    assert rungs() == [0]
    assert warn(on=before(-4)) == 0


def test_a_renewal_begins_the_ladder_anew(a, ending):
    warn(on=before(7))
    licences.change_licence(ending, by=fresh(a.associate), status="active", expires_on=before(-365))
    licences.verify_licence(ending, by=fresh(a.attorney))
    assert warn(on=before(6)) == 0
    assert warn(on=before(-365 + 60)) == 1
    assert rungs() == [7, 60]


def test_a_mail_that_waited_past_the_renewal_is_not_sent(a, ending):
    warn(on=before(7))
    licences.change_licence(ending, by=fresh(a.associate), status="active", expires_on=before(-365))
    assert deliver() == []


@pytest.mark.parametrize("change", [{"status": "retired"}, {"expires_on": None}])
def test_nobody_is_warned_of_a_licence_that_cannot_lapse(a, ending, change):
    BarLicence.objects.filter(pk=ending.pk).update(**{"verified_by": None} | change)
    assert warn(on=before(7)) == 0


def test_nobody_is_warned_of_people_who_left(a, ending):
    Member.objects.filter(pk=a.associate.pk).update(is_active=False)
    assert warn(on=before(7)) == 0


def test_a_job_that_dies_leaves_nothing_behind(a, ending, monkeypatch):
    from accounts.services import credential_warnings

    real = credential_warnings.enqueue_after_commit
    calls = []

    def dies(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise OSError("power cut")
        return real(*args, **kwargs)

    monkeypatch.setattr(credential_warnings, "enqueue_after_commit", dies)
    with pytest.raises(OSError):
        warn(on=before(30))
    assert rungs() == []
    assert not Outbox.objects.filter(task="accounts.tasks.send_credential_warning").exists()
    monkeypatch.undo()
    assert warn(on=before(30)) == 1
    assert len(to()) == 3


def test_a_mail_is_sent_once_though_its_job_runs_twice(a, ending):
    warn(on=before(30))
    rows = list(Outbox.objects.filter(task="accounts.tasks.send_credential_warning"))
    for row in [*rows, *rows]:
        tasks.send_credential_warning(firm_id=row.firm_id, outbox_id=row.pk, **row.arguments)
    assert len(mail.outbox) == 3
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 3


def test_the_daily_job_serves_each_firm_on_its_own_day(firms):
    today = timezone.localdate()
    for people in (firms.a, firms.b):
        with firm_scope(people.firm):
            EducationRule.objects.create(is_required=False)
            BarLicence.objects.filter(member=people.associate).update(
                expires_on=today + datetime.timedelta(days=45)
            )
    assert tasks.warn_of_credentials() == 2
    assert tasks.warn_of_credentials() == 0
    for people in (firms.a, firms.b):
        with firm_scope(people.firm):
            assert rungs() == [60]


def test_paralegals_with_hours_to_go_are_warned_in_the_same_ladder(a):
    """California's period ends on December 31, 2026. The supervisor is told, or who manages people."""
    Member.objects.filter(pk=a.paralegal.pk).update(supervisor=a.associate)
    end = datetime.date(2026, 12, 31)
    assert warn(on=end - datetime.timedelta(days=61)) == 0
    assert warn(on=end - datetime.timedelta(days=60)) == 1
    assert warn(on=end - datetime.timedelta(days=59)) == 0
    assert to() == ["associate@alder.example", "paralegal@alder.example"]
    own = next(one for one in mail.outbox if one.to == ["paralegal@alder.example"])
    assert own.subject == "Your continuing education: 4.0 h of ethics and 4.0 h of law to go"
    assert "Cal. Bus. & Prof. Code § 6450(d)" in own.body
    Member.objects.filter(pk=a.paralegal.pk).update(supervisor=None)
    assert warn(on=end - datetime.timedelta(days=30)) == 1
    assert to() == ["admin@alder.example", "attorney@alder.example", "paralegal@alder.example"]
    for subject in ("ethics", "general"):
        EducationCourse.objects.create(
            member=a.paralegal,
            entered_by=a.paralegal,
            title=subject,
            provider="Bar",
            taken_on=datetime.date(2026, 11, 1),
            hours=4,
            subject=subject,
            confirmed_by=a.attorney,
            confirmed_at=timezone.now(),
        )
    assert warn(on=end - datetime.timedelta(days=7)) == 0
    # The next period has a ladder of its own.
    assert warn(on=datetime.date(2028, 12, 1)) == 1


def test_the_card_on_the_administrators_home(firms, sign_in):
    today = timezone.localdate()
    with firm_scope(firms.a.firm):
        BarLicence.objects.filter(member=firms.a.associate).update(
            expires_on=today + datetime.timedelta(days=23)
        )
        BarLicence.objects.create(member=firms.a.attorney, jurisdiction="Nevada", number="N-77")
    page = sign_in(firms.a.admin).get("/").content.decode()
    assert "Licences and qualifications" in page
    assert "23 days left" in page
    assert "Nevada, N-77" in page
    assert "Verify now" not in page
    # An associate is shown the own licence and what they may verify.
    page = sign_in(firms.a.associate).get("/").content.decode()
    assert "Your bar licence" in page
    assert "Verify now" in page
    assert "Licences and qualifications" not in sign_in(firms.a.secretary).get("/").content.decode()
