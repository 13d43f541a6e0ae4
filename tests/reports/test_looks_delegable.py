"""Words that sound delegable: what is suggested, and what people answer."""

import pytest

from billing.models import TimeEntry
from practice.models import AuditEvent
from reports.queries.wording import guess, suspects
from tests.reports.hours import entry

SAYINGS = [
    ("Scan and file the deed.", "clerical", "scan"),
    ("Copying of exhibits.", "clerical", "copying of"),
    ("E-file the motion.", "clerical", "e-file"),
    ("Efiled opposition", "clerical", "efiled"),
    ("Collate binders", "clerical", "collate"),
    ("Scheduling calls with counsel.", "administrative", "scheduling"),
    ("Update calendar after hearing.", "administrative", "calendar"),
    ("Index the production.", "paralegal", "index"),
    ("Bates-label documents.", "paralegal", "bates"),
    ("Cite-check the brief.", "paralegal", "cite-check"),
    ("Summarize deposition of Dr. Roe.", "paralegal", "summarize deposition"),
    ("Schedule a call with counsel.", "administrative", "schedule"),
    ("Draft notice and schedule hearing.", "administrative", "and schedule"),
    ("Analyze the scheduling order.", None, ""),
    ("Research the custody schedule.", None, ""),
    ("Revise Schedule of assets.", None, ""),
    ("Draft motion to compel.", None, ""),
    ("Advise on copyright.", None, ""),
    ("Confer about Scandinavian law.", None, ""),
    ("Review e-mail on profile of expert.", None, ""),
]


@pytest.mark.parametrize(("text", "nature", "word"), SAYINGS)
def test_the_database_and_the_page_find_the_same(a, text, nature, word):
    row = entry(a, a.attorney, "0.5", narrative=text)
    found = guess(text)
    assert (found.nature, found.word) == (nature, word) if nature else found is None
    assert suspects(a.attorney).filter(pk=row.pk).exists() == bool(nature)


def test_only_unbilled_legal_time_of_attorneys_is_suggested(a):
    wanted = entry(a, a.attorney, "0.5", narrative="Scan the file.")
    entry(a, a.attorney, "0.5", "clerical", narrative="Scan the file.", billable=False)
    entry(a, a.attorney, "0.5", narrative="Scan the file.", state="billed")
    entry(a, a.paralegal, "0.5", narrative="Scan the file.", rate="185.00")
    theirs = entry(a, a.associate, "0.5", narrative="Scan the file.", rate="345.00")
    assert set(suspects(a.attorney)) == {wanted, theirs}
    assert list(suspects(a.associate)) == [theirs]


def act(client, name, rows, **more):
    return client.post(
        "/reports/delegation/suspects/", {"bulk": name, "ids": [row.pk for row in rows], **more}, follow=True
    )


def test_accepting_moves_clerical_work_off_the_bill_and_undo_brings_it_back(a, sign_in):
    scan = entry(a, a.attorney, "0.5", narrative="Scan the file.")
    index = entry(a, a.attorney, "1.0", narrative="Index the production.")
    client = sign_in(a.attorney)
    page = act(client, "accept", [scan, index])
    scan.refresh_from_db(), index.refresh_from_db()
    assert (scan.nature, scan.billable, scan.amount) == ("clerical", False, 0)
    assert (index.nature, index.billable, str(index.amount)) == ("paralegal", True, "475.00")
    event = AuditEvent.objects.get(verb="time.reclassified", object_id=scan.pk)
    assert event.changes["nature"] == ["legal", "clerical"]
    assert event.changes["amount"] == ["237.50", "0.00"]
    undo = page.content.decode().split('action="/reports/delegation/suspects/?undo=')[1].split('"')[0]
    client.post(f"/reports/delegation/suspects/?undo={undo}")
    scan.refresh_from_db(), index.refresh_from_db()
    assert (scan.nature, scan.billable, str(scan.amount)) == ("legal", True, "237.50")
    assert index.nature == "legal"


def test_kept_as_legal_is_not_suggested_again_until_taken_back(a, sign_in):
    row = entry(a, a.attorney, "0.5", narrative="Negotiate the calendar of payments.")
    client = sign_in(a.attorney)
    page = act(client, "keep", [row])
    assert not suspects(a.attorney).exists()
    assert TimeEntry.objects.get(pk=row.pk).nature == "legal"
    undo = page.content.decode().split('action="/reports/delegation/suspects/?undo=')[1].split('"')[0]
    client.post(f"/reports/delegation/suspects/?undo={undo}")
    assert suspects(a.attorney).exists()
    assert AuditEvent.objects.filter(verb="time.kept_as_legal", object_id=row.pk).count() == 1


def test_another_attorneys_entry_is_theirs_unless_one_approves_time(a, sign_in):
    from accounts.permissions import Perm

    row = entry(a, a.attorney, "0.5", narrative="Scan the file.")
    role = a.associate.role
    role.powers = {k: v for k, v in role.powers.items() if k != Perm.TIME_BILL_APPROVE} | {
        "report.firm_financial": "yes"
    }
    role.save()
    act(sign_in(a.associate), "accept", [row])
    row.refresh_from_db()
    assert row.nature == "legal"


def test_a_deleted_entry_takes_its_answer_along(a):
    from billing.services.time import delete_time
    from reports.services.reclassifying import keep_as_legal

    row = entry(a, a.attorney, "0.5", narrative="Scan the file.")
    keep_as_legal(row, by=a.attorney)
    delete_time(row, by=a.attorney)
    assert not TimeEntry.objects.filter(pk=row.pk).exists()
