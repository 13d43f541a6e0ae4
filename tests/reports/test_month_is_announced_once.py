"""The monthly job: each supervising attorney is told once, however often it runs or is delivered."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection

from practice.models import Outbox
from practice.scope import firm_scope
from reports.models import ReportNotice
from reports.services.supervision import announce_month
from reports.tasks import announce_supervision_reports, mail_supervision_report

NOV = datetime.date(2026, 11, 2)


def test_each_attorney_who_supervised_is_told_of_last_month(a):
    assert announce_month(a.firm, on=NOV) == 1  # the associate answers for no matter
    notice = ReportNotice.objects.get()
    assert (notice.attorney, notice.month) == (a.attorney, datetime.date(2026, 10, 1))
    assert announce_month(a.firm, on=NOV) == 0
    assert announce_month(a.firm, on=datetime.date(2026, 11, 30)) == 0
    assert announce_month(a.firm, on=datetime.date(2026, 12, 2)) == 1


def test_not_before_the_second_day(a):
    assert announce_month(a.firm, on=datetime.date(2026, 11, 1)) == 0


def test_matters_closed_before_the_month_do_not_count(a):
    from matters.models import Matter

    Matter.objects.update(closed_on=datetime.date(2026, 9, 30))
    assert announce_month(a.firm, on=NOV) == 0


def test_the_mail_goes_once_under_duplicate_delivery(a):
    announce_month(a.firm, on=NOV)
    notice = ReportNotice.objects.get()
    row = Outbox.objects.get(task="reports.tasks.mail_supervision_report")
    for _ in range(3):
        mail_supervision_report(firm_id=a.firm.pk, outbox_id=row.pk, notice_id=notice.pk)
    mail_supervision_report(firm_id=a.firm.pk, notice_id=notice.pk)  # without its outbox row
    (sent,) = mail.outbox
    assert sent.subject == "Your supervision report for October is ready"
    assert sent.to == ["attorney@alder.example"]
    assert "/reports/supervision/?month=2026-10" in sent.body
    assert sent.extra_headers["Message-ID"] == f"<supervision-{a.firm.pk}-{notice.pk}@bailiwick>"


def test_a_mail_server_that_refuses_is_tried_again(a, settings):
    announce_month(a.firm, on=NOV)
    notice = ReportNotice.objects.get()
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.reports.refusing.Backend"
    with pytest.raises(OSError):
        mail_supervision_report(firm_id=a.firm.pk, notice_id=notice.pk)
    notice.refresh_from_db()
    assert notice.mailed_at is None
    settings.EMAIL_BACKEND = working
    mail_supervision_report(firm_id=a.firm.pk, notice_id=notice.pk)
    assert len(mail.outbox) == 1


def test_the_home_page_says_so_until_it_is_opened(a, sign_in):
    announce_month(a.firm, on=NOV)
    client = sign_in(a.attorney)
    assert "October 2026 is ready" in client.get("/").content.decode()
    sign_in(a.admin).get(f"/reports/supervision/?month=2026-10&attorney={a.attorney.pk}")
    assert (
        "October 2026 is ready" in sign_in(a.attorney).get("/").content.decode()
    )  # another's look does not count
    client.get("/reports/supervision/?month=2026-10")
    assert "October 2026 is ready" not in client.get("/").content.decode()


def test_every_firm_gets_its_own(firms, monkeypatch):
    import django.utils.timezone

    real = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr(django.utils.timezone, "now", lambda: real)
    assert announce_supervision_reports() == 2
    assert announce_supervision_reports() == 0


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_announce_once(firms):
    """Both see no notice; the unique key lets one of them through."""

    def run(_):
        try:
            with firm_scope(firms.a.firm):
                return announce_month(firms.a.firm, on=NOV)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == 1
    with firm_scope(firms.a.firm):
        assert ReportNotice.objects.count() == 1
        assert Outbox.objects.filter(task="reports.tasks.mail_supervision_report").count() == 1
