"""Who may import, who sees a run, and what a wall hides."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from billing.models import TimeEntry
from exchange.models import ImportRun
from exchange.services import runs
from matters.models import Wall
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope
from tests.exchange.files import checked, csv_of, fresh, ledes_sample, started

DAY = timezone.localdate() - datetime.timedelta(days=3)
TIME = csv_of("Date,Matter,Person,Hours,Narrative", f"{DAY},2026-0001,OF,1,Index")
PAGES = ("import_detail", "import_map", "import_errors")


def upload(client, kind: str, content: bytes, **more):
    return client.post(
        reverse("import_list"), {"kind": kind, "file": SimpleUploadedFile("f.csv", content), **more}
    )


def test_roles_without_the_power_are_told_who_has_it(a, sign_in):
    for member in (a.associate, a.paralegal, a.assistant, a.secretary, a.freelancer):
        answer = sign_in(member).get(reverse("import_list"))
        assert answer.status_code == 403, member.name
        assert "Rowan Achebe" in answer.content.decode()
        assert upload(sign_in(member), "time", TIME).status_code == 403
        with pytest.raises(Refused):
            runs.upload(by=fresh(member), kind="time", filename="t.csv", content=TIME)
    assert not ImportRun.objects.exists()


def test_strangers_are_sent_to_sign_in(a, client):
    for name, args in (("import_list", []), ("import_template", ["time"]), ("import_detail", [1])):
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


def test_another_firms_run_is_unknown(firms, a, sign_in):
    run = checked(a.admin, "time", TIME)
    client = sign_in(firms.b.admin)
    for name in PAGES:
        assert client.get(reverse(name, args=[run.pk])).status_code == 404, name
    for name in ("import_start", "import_cancel"):
        assert client.post(reverse(name, args=[run.pk])).status_code == 404, name
    assert "f.csv" not in client.get(reverse("import_list")).content.decode()


def test_a_colleagues_file_stays_closed_because_it_holds_what_they_may_see(a, sign_in):
    run = checked(a.admin, "time", TIME)
    Member.objects.filter(pk=a.secretary.pk).update(role=a.admin.role)
    client = sign_in(a.secretary)
    assert "time.csv" in client.get(reverse("import_list")).content.decode()
    for name in PAGES:
        assert client.get(reverse(name, args=[run.pk])).status_code == 404, name


def test_a_walled_matter_is_no_matter(firms, a, sign_in):
    Wall.objects.create(matter=a.matter, member=a.admin, reason="Former client", created_by=a.attorney)
    before = TimeEntry.objects.count()
    client = sign_in(a.admin)
    shown = []
    for number in ("2026-0001", "2026-9999"):
        answer = upload(client, "time", TIME.replace(b"2026-0001", number.encode()))
        with firm_scope(a.firm):
            run = ImportRun.objects.latest("id")
        assert answer.url == reverse("import_map", args=[run.pk])
        positions = {f"f_{n}": i for i, n in enumerate(("date", "matter", "person", "hours", "narrative"))}
        assert client.post(answer.url, positions).status_code == 303
        page = client.get(reverse("import_detail", args=[run.pk])).content.decode()
        assert "There is no such matter." in page
        with firm_scope(a.firm):
            shown.append(ImportRun.objects.get(pk=run.pk).errors[0]["text"])
        assert client.post(reverse("import_start", args=[run.pk]), {"good_only": "1"}).status_code == 400
    assert shown[0] == shown[1]
    with firm_scope(a.firm):
        assert TimeEntry.objects.count() == before


def test_a_wall_put_up_after_the_check_stops_the_import(a):
    from exchange.tasks import run_import

    run = checked(a.admin, "time", TIME)
    started(run)
    Wall.objects.create(matter=a.matter, member=a.admin, reason="Former client", created_by=a.attorney)
    before = TimeEntry.objects.count()
    run_import(firm_id=a.firm.pk, run_id=run.pk)
    run = ImportRun.objects.select_related("job").get(pk=run.pk)
    assert (run.state, run.job.state, run.good, run.bad) == ("checked", "failed", 0, 1)
    assert TimeEntry.objects.count() == before


def test_a_ledes_file_goes_onto_no_matter_that_is_hidden(a, sign_in):
    client = sign_in(a.admin)
    sample = ledes_sample().encode()
    assert upload(client, "ledes", sample).status_code == 422
    Wall.objects.create(matter=a.matter, member=a.admin, reason="Former client", created_by=a.attorney)
    answers = [upload(client, "ledes", sample, matter=pk) for pk in (a.matter.pk, 999_999_999)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Choose one from the list." in answer.content.decode() for answer in answers)
    with firm_scope(a.firm):
        assert not ImportRun.objects.exists()


def test_screened_people_record_nothing_on_the_matter(a):
    Wall.objects.create(matter=a.matter, member=a.paralegal, reason="Former client", created_by=a.attorney)
    run = checked(a.admin, "time", TIME)
    assert run.errors[0]["text"] == "Otis Farrow is screened from this matter."


def test_who_has_left_imports_nothing_that_was_still_waiting(a):
    from exchange.tasks import run_import

    run = checked(a.admin, "time", TIME)
    started(run)
    Member.objects.filter(pk=a.admin.pk).update(is_active=False)
    run_import(firm_id=a.firm.pk, run_id=run.pk)
    assert ImportRun.objects.get(pk=run.pk).state == "checked"
    with pytest.raises(DomainError):
        runs.start(run, by=fresh(a.associate))
