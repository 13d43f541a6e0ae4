"""A checked file is imported when a second person has approved what the check found, whichever door is tried."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import BarLicence, Member
from accounts.permissions import Level, Perm
from billing.models import TimeEntry
from exchange.models import ImportRun
from exchange.services import background, runs
from exchange.tasks import run_import
from matters.models import Wall
from practice.exceptions import DomainError, Refused, Stale
from supervision import services as approvals
from supervision.models import Approval
from supervision.queries import inbox_of, newest
from tests.doors import refused_in_sql
from tests.exchange.files import checked, csv_of, fresh, started

DAY = timezone.localdate() - datetime.timedelta(days=3)
TIME = csv_of("Date,Matter,Person,Hours,Narrative", f"{DAY},2026-0001,OF,1,Index")


def grant(member: Member, *perms) -> Member:
    role = member.role
    role.powers = role.powers | {str(perm): str(Level.YES) for perm in perms}
    role.save()
    return fresh(member)


def test_a_partner_approves_what_the_administrator_checked(a):
    run = checked(a.admin, "time", TIME)
    sent = runs.send_for_approval(run, by=fresh(a.admin))
    assert list(inbox_of(a.attorney)) == [sent]
    fields = sent.content["fields"]
    assert (fields["File"], fields["Rows in the file"], fields["To be imported"]) == ("time.csv", 1, 1)
    assert fields["SHA-256"] == run.sha256
    assert sent.content["rows"]["Columns"]["Hours"]
    approvals.approve(sent, by=a.attorney)
    before = TimeEntry.objects.count()
    run_import(firm_id=a.firm.pk, run_id=run.pk)
    assert TimeEntry.objects.count() == before + 1
    assert ImportRun.objects.get(pk=run.pk).state == "done"
    assert newest("import", run).basis == "second_person"


def test_no_door_imports_it_without_the_approval(a, sign_in):
    run = checked(a.admin, "time", TIME)
    with pytest.raises(Refused, match="second person") as caught:
        runs.start(run, by=fresh(a.admin))
    assert caught.value.proposal.kind == "import"
    for person in (a.associate, a.paralegal, a.secretary):
        with pytest.raises(Refused):
            runs.start(run, by=fresh(person))
    with pytest.raises(DomainError, match="no approval yet"):
        runs.begin(run, Approval(kind="import", object_id=run.pk, arguments={"good_only": False}))
    refused_in_sql("UPDATE exchange_importrun SET state='importing' WHERE id=%s", run.pk)
    refused_in_sql("UPDATE exchange_importrun SET state='done' WHERE id=%s", run.pk)
    before = TimeEntry.objects.count()
    # The page sends it; the job finds nothing to do.
    client = sign_in(a.admin)
    assert client.post(reverse("import_start", args=[run.pk])).status_code == 303
    run_import(firm_id=a.firm.pk, run_id=run.pk)
    assert TimeEntry.objects.count() == before
    with pytest.raises(Refused):
        approvals.approve(newest("import", run), by=fresh(a.admin))
    assert ImportRun.objects.get(pk=run.pk).state == "checked"


def test_another_check_is_another_import(a):
    run = checked(a.admin, "time", TIME)
    sent = runs.send_for_approval(run, by=fresh(a.admin))
    runs.check(run, by=fresh(a.admin), options={"billable": "no"})
    with pytest.raises(Stale, match="billable"):
        approvals.approve(sent, by=a.attorney)
    assert ImportRun.objects.get(pk=run.pk).state == "checked"


def test_an_import_that_stopped_needs_another_word_when_the_figures_changed(a):
    run = checked(a.admin, "time", TIME)
    started(run)
    Wall.objects.create(matter=a.matter, member=a.admin, reason="Former client", created_by=a.attorney)
    run_import(firm_id=a.firm.pk, run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.good) == ("checked", 0)
    assert newest("import", run).state == "void"


def test_an_import_that_stopped_by_accident_keeps_its_word(a):
    run = checked(a.admin, "time", TIME)
    started(run)
    stamped = newest("import", run)
    background._give_up(run.pk, "The server was restarted.")
    run.refresh_from_db()
    assert (run.state, newest("import", run).state) == ("checked", "approved")
    assert runs.starts_alone(run, fresh(a.admin))
    assert runs.start(run, by=fresh(a.admin)).state == "importing"
    assert newest("import", run) == stamped


def test_another_holder_of_the_power_approves_too(a):
    BarLicence.objects.filter(member=a.associate).update(status="active")
    associate = grant(a.associate, Perm.DATA_IMPORT)
    run = checked(a.admin, "time", TIME)
    assert runs.start(run, by=associate).state == "importing"
    assert newest("import", run).decided_by == a.associate


def test_who_only_is_no_attorney_never_goes_on_alone(a):
    Member.objects.filter(pk=a.attorney.pk).update(is_partner=False)
    run = checked(a.admin, "time", TIME)
    assert not runs.starts_alone(run, fresh(a.admin))
    with pytest.raises(DomainError, match="Nobody else may approve"):
        runs.send_for_approval(run, by=fresh(a.admin))
    with pytest.raises(Refused):
        runs.start(run, by=fresh(a.admin))


def test_an_attorney_who_alone_may_import_goes_on_and_the_log_says_so(a):
    Member.objects.filter(pk=a.admin.pk).update(is_active=False)
    attorney = grant(a.attorney, Perm.DATA_IMPORT)
    Member.objects.filter(pk=a.associate.pk).update(is_active=False)
    run = checked(attorney, "time", TIME)
    assert runs.start(run, by=fresh(attorney)).state == "importing"
    assert newest("import", run).basis == "sole_attorney"


def test_a_cancelled_import_is_taken_back_from_the_inbox(a):
    run = checked(a.admin, "time", TIME)
    sent = runs.send_for_approval(run, by=fresh(a.admin))
    runs.cancel(run, by=fresh(a.admin))
    sent.refresh_from_db()
    assert sent.state == "withdrawn"
