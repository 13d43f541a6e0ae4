"""The supervision report: what was delegated, reviewed, returned, how long it waited, what left unreviewed."""

import datetime
import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.services.delegations import delegate
from calendar_app.models import Deadline
from documents import services as documents
from documents.models import ShareLink
from matters.models import Wall
from practice.models import AuditEvent
from practice.scope import firm_scope
from reports.queries.supervision import supervision_report, waited_text
from supervision.models import Approval
from tests.cast import make_matter
from tests.reports.hours import entry

UTC = datetime.UTC
MARCH = datetime.date(2026, 3, 1)


def at(day: int, hour: int = 9, month: int = 3) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, tzinfo=UTC)


def approval(people, object_id: int, *, state="approved", kind="closing", **fields) -> Approval:
    """A round about some object, submitted by the paralegal to the attorney."""
    values = {
        "matter": people.matter,
        "title": f"Paper {object_id}",
        "content": {"fields": {}, "rows": {}},
        "content_hash": "0" * 64,
        "prepared_by": people.paralegal,
        "submitted_by": people.paralegal,
        "submitted_at": at(3),
        "assigned_to": people.attorney,
        "reserved": True,
    }
    if state in ("approved", "returned"):
        values |= {"decided_by": people.attorney, "decided_at": at(4), "basis": "second_person"}
    if state == "returned":
        values |= {"decision_note": "Cite the rule.", "basis": ""}
    return Approval.objects.create(kind=kind, object_id=object_id, state=state, **(values | fields))


@pytest.fixture
def march(a):
    """Two approved (24 h and 2 h of waiting), one returned (5 h), one left over from February, one still waiting."""
    approval(a, 1)
    approval(a, 2, submitted_at=at(10, 8), decided_at=at(10, 10), prepared_by=a.secretary)
    approval(a, 3, state="returned", submitted_at=at(11, 8), decided_at=at(11, 13))
    approval(a, 4, submitted_at=at(27, month=2), decided_at=at(2))  # three days over the month's end
    approval(a, 5, state="waiting", submitted_at=at(30, 0))
    approval(a, 6, decided_at=at(1, month=4), submitted_at=at(31, 12))  # decided after the month
    approval(a, 7, decided_at=at(27, month=2), submitted_at=at(26, month=2))  # before it
    return a


def report(people, viewer=None):
    return supervision_report(people.attorney, MARCH, viewer=viewer or people.attorney)


def test_what_was_reviewed_and_returned_and_how_long_it_waited(march):
    found = report(march)
    all_ = found.all_reviews
    assert (all_.total, all_.approved, all_.returned) == (4, 3, 1)
    # 2 h, 5 h, 24 h, 72 h: the median of four is the lower middle one
    assert (all_.usual_wait, all_.longest_wait) == ("5 h", "3 days")
    assert [review.approval.title for review in found.returned] == ["Paper 3"]
    assert {(t.name, t.approved, t.returned) for t in found.by_person} == {
        ("Otis Farrow", 2, 1),
        ("Bea Castellan", 1, 0),
    }


def test_what_waited_at_the_end_of_the_month(march):
    waiting = report(march).waiting
    assert [review.approval.title for review in waiting] == ["Paper 5", "Paper 6"]
    assert [review.waited_text for review in waiting] == ["48 h", "12 h"] or [
        review.waited_text for review in waiting
    ] == ["2 days", "12 h"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (172_799, "47 h"),
        (172_800, "2 days"),
        (273_600, "3 days 4 h"),
    ],
)
def test_waits_in_words(seconds, said):
    assert waited_text(seconds) == said


def test_own_work_is_named_as_such(a):
    approval(a, 1, prepared_by=a.attorney, submitted_by=a.attorney, basis="own_work")
    (row,) = report(a).own
    assert row.outcome == "Approved, the attorney’s own work"


def test_delegations_in_force_in_the_month(a):
    until = timezone.localdate() + datetime.timedelta(days=30)
    given = delegate(
        a.paralegal, by=a.attorney, principal=a.attorney, matter=a.matter, until=until, note="Exhibits"
    )
    assert report(a).given == []  # it began after March
    now = timezone.localdate().replace(day=1)
    assert supervision_report(a.attorney, now, viewer=a.attorney).given == [given]
    assert supervision_report(a.associate, now, viewer=a.attorney).given == []


def test_work_of_others_on_the_attorneys_matters(a):
    other = make_matter(
        a, number="2026-0009", name="Of the associate", responsible=a.associate, supervising=a.associate
    )
    entry(a, a.paralegal, "3.0", "paralegal", rate="185.00")
    entry(a, a.paralegal, "0.5", "clerical", rate="185.00", billable=False)
    entry(a, a.secretary, "1.0", "clerical", rate="0.00", billable=False)
    entry(a, a.paralegal, "9.0", "paralegal", rate="185.00", matter=other)
    entry(a, a.attorney, "9.0")
    otis, bea = report(a).workers
    assert (otis.member, otis.matters, otis.substantive, otis.support, otis.total) == (
        a.paralegal, 1, 10_800, 1_800, 12_600,
    )  # fmt: skip
    assert (bea.member, bea.total) == (a.secretary, 3_600)


# ── what left the firm unreviewed ─────────────────────────────────────────────


def test_a_quiet_month_has_no_findings(a):
    found = report(a)
    assert found.findings == 0
    assert len(found.checks) == 4


def shared(people, *, signed_at=None, category="pleading", created_at=None):
    """A document shared in March, with a sign-off at `signed_at`."""
    version = documents.create_document(
        people.matter, name="Answer", category=category, content=b"x", filename="answer.txt",
        media_type="text/plain", by=people.paralegal,
    )  # fmt: skip
    if signed_at:
        submitted = signed_at - datetime.timedelta(hours=1)
        approval(people, version.pk, kind="document", submitted_at=submitted, decided_at=signed_at)
    return ShareLink(
        matter=people.matter, kind="document", object_id=version.document_id, version=version,
        contact=people.client, secret_hash=f"h{version.pk}", expires_at=at(30, month=12),
        created_by=people.paralegal, created_at=created_at or at(12),
    )  # fmt: skip


def test_a_version_sent_after_its_sign_off_is_fine(a):
    shared(a, signed_at=at(12, 8)).save()
    check = report(a).checks[0]
    assert (check.looked_at, check.findings) == (1, [])


def test_a_version_sent_before_its_sign_off_is_found(a):
    shared(a, signed_at=at(13)).save()
    check = report(a).checks[0]
    (found,) = check.findings
    assert found.what == "Answer, version 1, went out by link without an attorney’s sign-off"
    assert (found.matter, found.on, found.who) == (a.matter, datetime.date(2026, 3, 12), "Otis Farrow")


def test_a_sign_off_that_an_edit_voided_before_does_not_count(a):
    link = shared(a, signed_at=at(12, 7))
    link.save()
    Approval.objects.filter(object_id=link.version_id).update(
        state="void", voided_at=at(12, 8), void_reason="Edited"
    )
    assert report(a).findings == 1
    Approval.objects.filter(object_id=link.version_id).update(state="void", voided_at=at(12, 10))
    assert report(a).findings == 0  # it stood when the paper went out


def test_evidence_needs_no_sign_off(a):
    shared(a, category="evidence").save()
    assert report(a).checks[0].looked_at == 0


def test_bills_sent_before_approval_are_found(a):
    from tests.billing.bills import make_invoice

    invoice = make_invoice(a, sent_at=timezone.now() + datetime.timedelta(seconds=60))
    now = timezone.localdate().replace(day=1)
    month = supervision_report(a.attorney, now, viewer=a.attorney)
    assert (month.checks[1].looked_at, month.checks[1].findings) == (1, [])
    type(invoice).objects.filter(pk=invoice.pk).update(
        sent_at=invoice.approved_at - datetime.timedelta(seconds=1)
    )
    (found,) = supervision_report(a.attorney, now, viewer=a.attorney).checks[1].findings
    assert found.what.endswith("was mailed to the client before it was approved")


@pytest.mark.parametrize(
    ("fields", "verified", "found"),
    [
        ({}, None, 1),
        ({}, at(9), 0),
        ({}, at(11), 1),  # a day late
        ({"done": at(10, 8)}, None, 0),
        ({"done": at(11, 8)}, None, 1),
        ({"kind": "internal"}, None, 0),
        ({"due_on": datetime.date(2026, 4, 1)}, None, 0),
    ],
)
def test_court_dates_that_passed_unverified(a, fields, verified, found):
    done = fields.pop("done", None)
    due = fields.pop("due_on", datetime.date(2026, 3, 10))
    deadline = Deadline.objects.create(
        matter=a.matter, title="Opposition", due_on=due, original_due_on=due, owner=a.paralegal,
        created_by=a.secretary, done_at=done, done_by=a.paralegal if done else None, **fields,
    )  # fmt: skip
    if verified:
        approval(a, deadline.pk, kind="deadline", submitted_at=at(1), decided_at=verified)
    assert len(report(a).checks[3].findings) == found


def test_what_a_wall_hides_is_in_no_part_of_the_report(march):
    entry(march, march.paralegal, "3.0", "paralegal", rate="185.00")
    shared(march, signed_at=at(13)).save()  # a day after it went out
    assert (report(march, march.admin).all_reviews.total, report(march, march.admin).findings) == (5, 1)
    Wall.objects.create(matter=march.matter, member=march.admin, reason="Former", created_by=march.attorney)
    with firm_scope(march.firm, march.admin, matters=[march.matter.pk]):
        found = report(march, march.admin)
        assert (found.all_reviews.total, found.findings, found.hours, found.matters) == (0, 0, 0, 0)
        assert found.waiting == []


def test_the_number_of_queries_does_not_grow(march, django_assert_max_num_queries):
    _ = (march.attorney.powers, march.attorney.is_licensed)
    with django_assert_max_num_queries(16):
        found = report(march)
        assert found.all_reviews.total == 4
    for n in range(20):
        approval(march, 100 + n)
        entry(march, march.paralegal, "1.0", rate="185.00")
    with django_assert_max_num_queries(16):
        report(march)


# ── pages and the PDF ─────────────────────────────────────────────────────────


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def test_the_page_shows_it_and_who_may_see_whose(march, sign_in):
    client = sign_in(march.attorney)
    page = client.get("/reports/supervision/?month=2026-03").content.decode()
    assert "Nothing left the firm unreviewed." in page
    assert "Cite the rule." in page
    assert "Priya Tollett" in page  # a partner chooses among attorneys
    client = sign_in(march.associate)
    own = client.get("/reports/supervision/?month=2026-03").content.decode()
    assert "Paper 3" not in own
    assert "Imogen Vance</option>" not in own
    answer = client.get(f"/reports/supervision/?month=2026-03&attorney={march.attorney.pk}")
    assert answer.status_code == 403
    assert "Imogen Vance’s report" in answer.content.decode()
    assert sign_in(march.admin).get("/reports/supervision/?month=2026-03").status_code == 200
    for who in (march.paralegal, march.secretary):
        assert sign_in(who).get("/reports/supervision/").status_code == 403


@pytest.mark.parametrize("query", ["month=2099-01", "month=nonsense", "attorney=x", "attorney=999999999"])
def test_what_does_not_exist_is_unknown(a, sign_in, query):
    assert sign_in(a.attorney).get(f"/reports/supervision/?{query}").status_code == 404


def test_another_firms_attorney_is_unknown(firms, sign_in):
    client = sign_in(firms.b.attorney)
    for page in ("", "pdf/"):
        url = f"/reports/supervision/{page}?month=2026-03&attorney={firms.a.attorney.pk}"
        assert client.get(url).status_code == 404


def test_the_pdf_is_for_the_file(march, sign_in):
    client = sign_in(march.attorney)
    url = "/reports/supervision/pdf/?month=2026-03"
    first = client.get(url)
    assert first["Content-Type"] == "application/pdf"
    assert 'filename="supervision-2026-03-imogen-vance.pdf"' in first["Content-Disposition"]
    said = text_of(first.content)
    for words in (
        "Alder & Birch LLP",
        "1 Elm Street",
        "Supervision report, March 2026",
        "Imogen Vance",
        f"Prepared on {timezone.localdate():%B} {timezone.localdate().day}, {timezone.localdate().year}",
        "Nothing found",
        "Paper 3",
        "“Cite the rule.”",
        "I have read this report.",
        "Page 1 of 2",
    ):
        assert words in said, words
    assert client.get(url).content == first.content  # the same records, the same bytes


def test_each_download_is_recorded_with_the_hash_of_its_bytes(march, sign_in):
    import hashlib

    content = sign_in(march.attorney).get("/reports/supervision/pdf/?month=2026-03").content
    event = AuditEvent.objects.get(verb="supervision_report.downloaded")
    assert event.actor_id == march.attorney.pk
    assert event.changes == {
        "month": [None, "March 2026"],
        "sha256": [None, hashlib.sha256(content).hexdigest()],
    }
