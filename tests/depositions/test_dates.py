"""The dates of a notice on the calendar: when ours is to be served, until when theirs is objected to; exhibits mended."""

import datetime
import io
import re
import zipfile

import pytest
from django.urls import reverse

from calendar_app.models import Deadline
from depositions.models import Deposition
from depositions.services import depositions as services
from depositions.services import exhibits, notices
from depositions.services.drafts import draft_notice
from documents import services as documents
from documents.storage import open_version
from practice.exceptions import DomainError
from tests.depositions.depos import moment, paper, person, planned

D = datetime.date
TODAY = D(2026, 3, 2)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """It is Monday, March 2, 2026."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def serve(depo) -> Deadline:
    return Deposition.objects.select_related("notice_deadline").get(pk=depo.pk).notice_deadline


def objection(depo) -> Deadline | None:
    return Deposition.objects.select_related("objection_deadline").get(pk=depo.pk).objection_deadline


def test_ours_is_to_be_served_ten_days_before_and_follows_the_day(a):
    # Monday, March 30: served by hand on Friday the 20th ten days have passed (Code Civ. Proc. § 2025.270(a)).
    depo = planned(a, on=D(2026, 3, 30))
    row = serve(depo)
    assert (row.due_on, row.kind, row.title, row.authority) == (
        D(2026, 3, 20),
        "internal",
        "Serve the notice of deposition: Ruth Hale",
        "Code Civ. Proc. § 2025.270(a)",
    )
    services.change_deposition(
        depo, by=a.secretary, starts_at=moment(D(2026, 4, 6), 10), ends_at=moment(D(2026, 4, 6), 17)
    )
    assert serve(depo).due_on == D(2026, 3, 27)
    services.change_deposition(depo, by=a.secretary, place="2 Oak Street")
    assert Deadline.objects.filter(title__startswith="Serve the notice").count() == 1


def test_served_it_is_met_and_withdrawn_it_is_open_again(a):
    depo = planned(a, on=D(2026, 3, 30))
    document = paper(a)
    documents.sign_off(document.newest, by=a.attorney)
    notices.serve_notice(depo, by=a.secretary, document=document, served_on=TODAY, method="personal")
    row = serve(depo)
    assert (row.done_at is not None, row.proof) == (True, document)
    notices.withdraw_notice(depo, by=a.secretary, reason="Another day is wanted")
    assert serve(depo).done_at is None


def test_called_off_it_is_off_the_calendar_and_taken_back_on_it(a):
    depo = planned(a, on=D(2026, 3, 30))
    services.cancel_deposition(depo, by=a.secretary, reason="The case settled")
    assert serve(depo).done_at is not None
    services.undo_cancel(depo, by=a.secretary)
    row = serve(depo)
    assert (row.done_at, row.due_on) == (None, D(2026, 3, 20))


def test_federal_notice_is_fourteen_days_and_other_courts_have_no_date(a):
    # March 30 less fourteen days: Monday, March 16 (Fed. R. Civ. P. 32(a)(5)(A)).
    assert serve(planned(a, on=D(2026, 3, 30), rules="federal")).due_on == D(2026, 3, 16)
    assert serve(planned(a, on=D(2026, 3, 30), rules="other")) is None
    assert serve(planned(a, on=None)) is None
    # Too late from the start: that is said as missing.
    assert serve(planned(a, on=D(2026, 3, 5))) is None


def test_theirs_is_objected_to_three_days_before_with_its_steps(a):
    depo = planned(a, on=D(2026, 3, 27), noticed_by="opposing", defended_by=a.attorney)
    assert (serve(depo), objection(depo)) == (None, None)
    depo = services.move_deposition(depo, by=a.attorney, to="noticed")
    # Friday the 27th less three calendar days: Tuesday the 24th (Code Civ. Proc. § 2025.410(a)).
    row = objection(depo)
    assert (row.due_on, row.kind, row.owner, row.authority) == (
        D(2026, 3, 24), "court", a.attorney, "Code Civ. Proc. § 2025.410(a)",
    )  # fmt: skip
    assert row.derivation["steps"]
    # Moved by an attorney the old date is dismissed and counted anew.
    services.change_deposition(
        depo, by=a.attorney, starts_at=moment(D(2026, 4, 3), 10), ends_at=moment(D(2026, 4, 3), 17)
    )
    row.refresh_from_db()
    assert row.dismissal == "The deposition is on Apr 3 now"
    again = objection(depo)
    # Three days before April 3 is March 31, a court holiday in California (Cesar Chavez Day).
    assert again.pk != row.pk and again.due_on <= D(2026, 3, 31)


def test_moved_by_somebody_else_the_earlier_date_stays_until_an_attorney_dismisses_it(a):
    depo = planned(a, on=D(2026, 3, 27), noticed_by="opposing", defended_by=a.attorney)
    depo = services.move_deposition(depo, by=a.paralegal, to="noticed")
    first = objection(depo)
    services.change_deposition(
        depo, by=a.paralegal, starts_at=moment(D(2026, 4, 9), 10), ends_at=moment(D(2026, 4, 9), 17)
    )
    first.refresh_from_db()
    assert (first.done_at, objection(depo).due_on) == (None, D(2026, 4, 6))


def test_an_exhibit_is_changed_taken_out_and_put_back(a, sign_in):
    depo = planned(a)
    one = exhibits.add_exhibit(depo, by=a.paralegal, description="Lease")
    two = exhibits.add_exhibit(depo, by=a.paralegal, description="Letter")
    browser = sign_in(a.paralegal)
    page = browser.get(f"/depositions/exhibits/{one.pk}/edit/").content.decode()
    assert "Edit exhibit 1" in page and "Lease" in page
    browser.post(
        f"/depositions/exhibits/{one.pk}/edit/", {"description": "Lease of May 4, 2023", "number": "7"}
    )
    one.refresh_from_db()
    assert (one.description, one.number, one.running) == ("Lease of May 4, 2023", 7, 1)
    with pytest.raises(DomainError, match="an exhibit 7 already"):
        exhibits.change_exhibit(two, by=a.paralegal, description="Letter", number=7)
    browser.post(f"/depositions/exhibits/{two.pk}/remove/")
    assert "Letter" not in browser.get(f"/depositions/{depo.pk}/").content.decode().split("History")[0]
    browser.post(f"/depositions/exhibits/{two.pk}/restore/")
    two.refresh_from_db()
    assert (two.removed_at, two.number) == (None, 2)
    exhibits.mark_exhibit(one, by=a.paralegal, step="marked")
    with pytest.raises(DomainError, match="stays"):
        exhibits.change_exhibit(one, by=a.paralegal, description="Lease", number=1)
    with pytest.raises(DomainError, match="marked on the record"):
        exhibits.remove_exhibit(one, by=a.paralegal)


def test_the_notice_is_drafted_anew_as_its_next_version(a, sign_in):
    depo = planned(
        a, on=D(2026, 3, 30), by=a.secretary, witness_kind="non_party", language="Spanish", method="video",
        documents_demanded="All leases.\n\nAll letters.",
    )  # fmt: skip
    client = sign_in(a.secretary)
    address = reverse("deposition_draft", args=[depo.pk])
    assert client.post(address).status_code == 303
    depo.refresh_from_db()
    first = depo.notice
    assert (first.number, first.document.name) == (1, "Notice of deposition of Ruth Hale")
    with open_version(first) as file, zipfile.ZipFile(io.BytesIO(file.read())) as packed:
        text = re.sub(r"<[^>]+>", " ", packed.read("word/document.xml").decode())
    for words in (
        "NOTICE OF DEPOSITION OF RUTH HALE AND REQUEST FOR PRODUCTION OF DOCUMENTS",
        "Monday, March 30, 2026, at 10:00 AM PDT, at 1 Elm Street, Oakland",
        "section 2025.010", "subd. (a)(8)", "by video technology", "interpreter of Spanish", "2. All letters.",
        "is served with a subpoena",
    ):  # fmt: skip
        assert words in text, words
    # Nothing changed since: no version is added.
    with pytest.raises(DomainError, match="No version was added"):
        draft_notice(depo, by=a.secretary)
    services.change_deposition(depo, by=a.secretary, rules="federal", witness_kind="entity", language="")
    second = draft_notice(depo, by=a.secretary)
    assert (second.number, second.document) == (2, first.document)
    # What is served stays what was served; the next one is an amended notice.
    served = notices.serve_notice(
        depo, by=a.attorney, document=second.document, served_on=TODAY, method="personal"
    )
    on = D(2026, 3, 31)
    services.change_deposition(served, by=a.secretary, starts_at=moment(on, 10), ends_at=moment(on, 17))
    third = draft_notice(served, by=a.secretary)
    served.refresh_from_db()
    assert (third.number, served.notice) == (3, second)
    with open_version(third) as file, zipfile.ZipFile(io.BytesIO(file.read())) as packed:
        text = packed.read("word/document.xml").decode()
    assert "AMENDED NOTICE OF DEPOSITION" in text and "Rule 30(b)(6)" in text and "Spanish" not in text
    theirs = planned(a, on=on, witness=person("Ada Wren"), noticed_by="opposing")
    with pytest.raises(DomainError, match="Another side"):
        draft_notice(theirs, by=a.secretary)
    with pytest.raises(DomainError, match="a day first"):
        draft_notice(planned(a, on=None, witness=person("Ida Wren")), by=a.secretary)
