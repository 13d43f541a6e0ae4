"""Depositions in the browser: planned, notice, exhibits, package, lists, Today."""

import datetime

from django.utils import timezone

from depositions.cards import depositions
from depositions.models import Deposition
from depositions.palette import search
from depositions.services.exhibits import add_exhibit
from documents import services as documents
from tests.depositions.depos import moment, paper, person, planned


def test_it_is_planned_noticed_and_shown_with_its_derivation(a, sign_in):
    browser, witness = sign_in(a.secretary), person("Ruth Hale")
    assert browser.get(f"/depositions/new/?matter={a.matter.pk}").status_code == 200
    data = {
        "matter": a.matter.pk, "witness": witness.pk, "witness_kind": "party", "volume": "1", "noticed_by": "ours",
        "rules": "california", "starts_on": "2026-03-16", "starts_time": "10:00", "ends_time": "17:00",
        "zone": "America/Los_Angeles", "method": "stenographic", "taken_by": a.attorney.pk,
    }  # fmt: skip
    assert browser.post("/depositions/new/", data).status_code == 303
    depo = Deposition.objects.get()
    assert depo.starts_at == datetime.datetime(2026, 3, 16, 17, 0, tzinfo=datetime.UTC)
    notice = paper(a)
    serve = {"document": notice.pk, "served_on": "2026-03-02", "method": "electronic"}
    # While it is typed the rule is counted and shown.
    typed = browser.post(
        f"/depositions/{depo.pk}/serve/", serve, headers={"HX-Request": "true", "HX-Target": "notice-check"}
    )
    assert "In time: the earliest day is Mon, Mar 16." in typed.content.decode()
    answer = browser.post(f"/depositions/{depo.pk}/serve/", serve)
    assert answer.status_code == 422
    assert "An attorney signs off" in answer.content.decode()
    documents.sign_off(notice.newest, by=a.attorney)
    assert browser.post(f"/depositions/{depo.pk}/serve/", serve).status_code == 303
    page = browser.get(f"/depositions/{depo.pk}/").content.decode()
    for word in (
        "Mon, Mar 16, 10:00 AM PDT",
        "Electronic service: 2 court days more",
        "signed off",
        "No court reporter",
    ):
        assert word in page


def test_exhibits_crew_and_the_package(a, sign_in):
    depo = planned(a, reporter=person("Bay Reporting", "company"))
    browser = sign_in(a.paralegal)
    # Continued: the next volume begins with the same witness, crew and matter, and has no day.
    form = browser.get(f"/depositions/new/?of={depo.pk}").context["form"]
    assert [form[name].value() for name in ("volume", "starts_on", "reporter")] == [2, None, depo.reporter_id]
    assert (form["matter"].value(), form["witness"].value()) == (a.matter.pk, depo.witness_id)
    browser.post(
        f"/depositions/{depo.pk}/exhibits/new/", {"description": "Lease", "bates_from": "HLD 000123"}
    )
    exhibit = depo.exhibits.get()
    browser.post(f"/depositions/exhibits/{exhibit.pk}/step/", {"step": "marked"})
    browser.post(f"/depositions/{depo.pk}/crew/", {"who": "reporter"})
    depo.refresh_from_db()
    assert depo.reporter_confirmed_at
    assert "HLD 000123" in browser.get(f"/depositions/{depo.pk}/package/").content.decode()
    pdf = browser.get(f"/depositions/{depo.pk}/package.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    browser.post(f"/depositions/{depo.pk}/cancel/", {"reason": "Settled"})
    browser.post(f"/depositions/{depo.pk}/resume/")
    depo.refresh_from_db()
    assert depo.state == "planned"


def test_today_asks_for_what_is_missing_and_lists_find_it(a, sign_in):
    soon = timezone.localdate() + datetime.timedelta(days=5)
    depo = planned(a, on=soon)
    card = depositions(a.attorney)
    assert card is not None
    assert [row["depo"].pk for row in card.data["rows"]] == [depo.pk]
    assert depositions(a.assistant) is None
    far = planned(
        a,
        on=soon + datetime.timedelta(days=40),
        witness=person("Noor Aziz"),
        reporter=person("Bay Reporting", "company"),
    )
    assert [row["depo"].pk for row in depositions(a.attorney).data["rows"]] == [depo.pk]
    add_exhibit(far, by=a.paralegal, description="Map")
    assert [entry.title for entry in search(a.paralegal, "depo aziz")] == ["Deposition of Noor Aziz"]
    browser = sign_in(a.secretary)
    page = browser.get("/depositions/?soon=yes").content.decode()
    assert "Ruth Hale" in page
    assert "Noor Aziz" not in page
    assert b"Noor Aziz" in b"".join(browser.get("/depositions/?export=csv&state=planned").streaming_content)
    assert "Noor Aziz" in browser.get(f"/matters/{a.matter.pk}/depositions/").content.decode()
    assert "Ruth Hale" in browser.get(f"/matters/{a.matter.pk}/").content.decode()


def test_the_edit_form_keeps_the_hour_of_its_place(a, sign_in):
    depo = planned(
        a,
        zone="America/Denver",
        starts_at=moment(datetime.date(2026, 3, 16), 9),
        ends_at=moment(datetime.date(2026, 3, 16), 15),
    )
    page = sign_in(a.secretary).get(f"/depositions/{depo.pk}/edit/").content.decode()
    # Nine in California is ten in Denver.
    assert 'value="10:00"' in page
