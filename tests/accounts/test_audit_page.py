"""The audit trail's page: who reads what, filters, files."""

import pytest

from matters.models import Wall
from practice import audit
from practice.scope import firm_scope
from tests.cast import make_matter


@pytest.fixture
def events(firms):
    """Two events of the firm, one of a matter behind the administrator's wall, one of the other firm."""
    with firm_scope(firms.a.firm):
        audit.record(firms.a.attorney, "firm.changed", firms.a.firm, changes={"phone": ["", "555"]})
        audit.record(firms.a.paralegal, "matter.edited", firms.a.matter, changes={"stage": ["", "Trial"]})
        walled = make_matter(firms.a, number="2026-0002", name="Walled off secret")
        Wall.objects.create(
            matter=walled, member=firms.a.admin, reason="Conflict", created_by=firms.a.attorney
        )
        audit.record(firms.a.attorney, "matter.edited", walled, changes={"stage": ["", "Trial"]})
    with firm_scope(firms.b.firm):
        audit.record(firms.b.attorney, "firm.changed", firms.b.firm, changes={"phone": ["", "Cedar phone"]})


def test_the_administrator_reads_all_but_what_is_walled(firms, events, sign_in):
    page = sign_in(firms.a.admin).get("/settings/audit/").content.decode()
    assert "Firm changed" in page
    assert "Brightwater v. Solano alder" in page
    assert "Walled off secret" not in page
    assert "Cedar phone" not in page


def test_an_attorney_who_is_no_partner_reads_the_own_matters(firms, events, sign_in):
    with firm_scope(firms.a.firm):
        mine = make_matter(firms.a, number="2026-0009", name="Tollett matter", responsible=firms.a.associate)
        audit.record(firms.a.attorney, "matter.edited", mine)
    page = sign_in(firms.a.associate).get("/settings/audit/").content.decode()
    assert "Tollett matter" in page
    assert "Brightwater v. Solano alder" not in page
    assert "Firm changed" not in page
    partner = sign_in(firms.a.attorney).get("/settings/audit/").content.decode()
    assert "Firm changed" in partner
    assert "Brightwater v. Solano alder" in partner


def test_filters(firms, events, sign_in):
    browser = sign_in(firms.a.admin)

    def found(query):
        return browser.get(f"/settings/audit/?{query}").content.decode()

    by_who = found(f"who={firms.a.paralegal.pk}")
    assert "Brightwater v. Solano alder" in by_who
    assert "Firm changed" not in by_who.split("<tbody")[1]
    assert "Brightwater" not in found("verb=firm.changed").split("<tbody")[1]
    assert "Brightwater" not in found("type=practice.firm").split("<tbody")[1]
    assert "Brightwater" in found("label=brightwater").split("<tbody")[1]
    assert "Brightwater" in found("at=today").split("<tbody")[1]
    assert "Brightwater v. Solano alder" not in found("at=2020-01-01..2020-12-31")


def test_the_file(firms, events, sign_in):
    response = sign_in(firms.a.admin).get("/settings/audit/?export=csv")
    assert response.status_code == 200
    text = b"".join(response.streaming_content if response.streaming else [response.content]).decode(
        "utf-8-sig"
    )
    assert "When,Who,Acting person,What,Kind,Id,Name,Changes" in text
    assert "Otis Farrow" in text
    assert "stage:  → Trial" in text
    assert "Walled off" not in text


def test_who_may_not(firms, sign_in, client):
    assert client.get("/settings/audit/").status_code == 302
    for key in ("paralegal", "assistant", "secretary", "freelancer"):
        assert sign_in(getattr(firms.a, key)).get("/settings/audit/").status_code == 403
        assert sign_in(getattr(firms.a, key)).get("/settings/audit/?export=csv").status_code == 403
