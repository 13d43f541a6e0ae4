"""Who may not extend or dismiss a deadline proposes it; an attorney decides, and PostgreSQL takes it from nobody else."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Member
from calendar_app import services
from calendar_app.models import DateChange, Deadline
from documents.models import Document
from practice.exceptions import DomainError, Refused
from supervision import services as approvals
from supervision.queries import newest
from tests.calendar_app.chains import OPPOSITION, docket_motion
from tests.doors import in_sql, refused_in_sql

D = datetime.date
FIRST, THEN = D(2026, 11, 13), D(2026, 11, 20)
KIND = "deadline_change"


@pytest.fixture
def opposition(a):
    return docket_motion(a, by=a.paralegal).deadlines.get(rule_id=OPPOSITION)


def extension(deadline, by, **values):
    said = {"to_on": THEN, "basis": "stipulation", "reason": "Stipulation of Nov 10"}
    return services.propose_extension(deadline, by=by, **(said | values))


def now(deadline):
    return Deadline.objects.get(pk=deadline.pk)


def test_staff_propose_an_extension_and_the_attorney_decides(a, opposition, sign_in):
    paper = Document.objects.create(matter=a.matter, name="Stipulation", latest=1, created_by=a.secretary)
    client = sign_in(a.secretary)
    page = client.get(opposition.get_absolute_url()).content.decode()
    assert "Propose extension" in page and "Propose dismissal" in page
    url = reverse("deadline_propose_extension", args=[opposition.pk])
    assert "Priya" not in client.get(url).content.decode()
    said = {
        "to_on": "2026-11-20",
        "basis": "stipulation",
        "reason": "Stipulation of Nov 10",
        "document": paper.pk,
    }
    assert client.post(url, said | {"to_on": "2026-11-12"}).status_code == 422
    assert client.post(url, said).status_code == 303
    sent = newest(KIND, opposition)
    assert (sent.assigned_to, now(opposition).due_on) == (a.attorney, FIRST)
    page = client.get(opposition.get_absolute_url()).content.decode()
    assert f"Waiting for {a.attorney.name}" in page and "Propose extension" not in page
    with pytest.raises(DomainError, match="waits for"):
        extension(opposition, a.paralegal)
    shown = sign_in(a.attorney).get(reverse("approval_detail", args=[sent.pk])).content.decode()
    for text in ("Stipulation of Nov 10", "Nov 20", "Nov 13"):
        assert text in shown, text
    approvals.approve(sent, by=a.attorney)
    found = now(opposition)
    assert (found.due_on, found.extended_from, found.set_by) == (THEN, FIRST, a.attorney)
    step = DateChange.objects.get()
    assert (step.how, step.basis, step.document, step.made_by) == (
        "extended",
        "stipulation",
        paper,
        a.attorney,
    )
    services.verify_deadline(found, by=a.associate)
    assert now(opposition).status == "extended"


def test_a_dismissal_is_proposed_returned_and_proposed_again(a, opposition, sign_in):
    url = reverse("deadline_propose_dismissal", args=[opposition.pk])
    client = sign_in(a.assistant)
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Motion withdrawn"}).status_code == 303
    approvals.send_back(newest(KIND, opposition), by=a.attorney, note="Not yet filed")
    page = client.get(opposition.get_absolute_url()).content.decode()
    assert "Not yet filed" in page and "Propose dismissal" in page
    sent = services.propose_dismissal(opposition, by=a.paralegal, reason="Notice of withdrawal, Nov 9")
    for person in (a.paralegal, a.assistant, a.admin):
        with pytest.raises(Refused):
            approvals.approve(sent, by=Member.objects.get(pk=person.pk))
    approvals.approve(sent, by=a.attorney)
    found = now(opposition)
    assert (found.status, found.done_by, found.dismissal) == (
        "dismissed",
        a.attorney,
        "Notice of withdrawal, Nov 9",
    )


def test_what_was_proposed_falls_away_when_the_date_changes(a, opposition):
    sent = extension(opposition, a.paralegal)
    services.change_deadline(opposition, by=a.paralegal, note="Courtroom 12")
    assert newest(KIND, opposition).is_waiting
    services.override_date(opposition, by=a.attorney, to_on=D(2026, 11, 16), reason="Order of Nov 9")
    assert newest(KIND, opposition).void_reason == "It is due Nov 16 now."
    with pytest.raises(DomainError, match="withdrawn"):
        approvals.approve(sent, by=a.attorney)
    extension(opposition, a.paralegal)
    services.extend_deadline(opposition, by=a.attorney, to_on=THEN, basis="order", reason="Order of Nov 10")
    assert newest(KIND, opposition).state == "withdrawn"
    extension(opposition, a.paralegal, to_on=D(2026, 12, 1))
    services.complete_deadline(opposition, by=a.paralegal, no_proof="Argued")
    assert newest(KIND, opposition).state == "withdrawn"
    with pytest.raises(DomainError, match="done"):
        extension(opposition, a.paralegal, to_on=D(2026, 12, 1))


def test_postgresql_takes_a_loosened_date_from_licensed_attorneys_alone(a, opposition):
    table = "UPDATE calendar_app_deadline SET "
    refused = (
        ("done_at = now(), done_by_id = %s, dismissal = 'x' WHERE id = %s", a.paralegal),
        ("extended_from = due_on, due_on = due_on + 7, set_by_id = %s WHERE id = %s", a.secretary),
        ("override = 'x', due_on = due_on + 7, set_by_id = %s WHERE id = %s", a.admin),
        ("kind = 'internal', set_by_id = %s WHERE id = %s", a.assistant),
    )
    for sql, person in refused:
        refused_in_sql(table + sql, person.pk, opposition.pk)
    refused_in_sql(table + "original_due_on = original_due_on + 1 WHERE id = %s", opposition.pk)
    step = (
        "INSERT INTO calendar_app_datechange (firm_id, matter_id, deadline_id, how, basis, from_on, to_on, reason,"
        " made_by_id, made_at) VALUES (%s, %s, %s, 'extended', 'order', '2026-11-13', '2026-11-20', 'x', %s, now())"
    )
    refused_in_sql(step, a.firm.pk, a.matter.pk, opposition.pk, a.paralegal.pk)
    in_sql(step, a.firm.pk, a.matter.pk, opposition.pk, a.attorney.pk)
    in_sql(
        table + "done_at = now(), done_by_id = %s, dismissal = 'x' WHERE id = %s",
        a.attorney.pk,
        opposition.pk,
    )
