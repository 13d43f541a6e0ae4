"""An attorney extends a date on a stipulation or order, or overrides it; the first date and each step are kept."""

import datetime

import pytest
from django.urls import reverse

from calendar_app import services
from calendar_app.models import DateChange, Deadline
from calendar_app.queries.rules import Facts
from documents.models import Document
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.calendar_app.chains import OPPOSITION, docket_motion
from tests.cast import make_matter
from tests.doors import refused_in_sql

D = datetime.date
FIRST, THEN, AFTER = D(2026, 11, 13), D(2026, 11, 20), D(2026, 11, 25)


@pytest.fixture
def opposition(a):
    return docket_motion(a, by=a.paralegal).deadlines.get(rule_id=OPPOSITION)


def paper(a, matter=None):
    return Document.objects.create(
        matter=matter or a.matter, name="Stipulation and order", latest=1, created_by=a.secretary
    )


def extend(deadline, by, **values):
    said = {"to_on": THEN, "basis": "stipulation", "reason": "Stipulation of Nov 10"}
    return services.extend_deadline(deadline, by=by, **(said | values))


def test_only_an_attorney_extends(a, opposition, sign_in):
    url = reverse("deadline_extend", args=[opposition.pk])
    said = {"to_on": "2026-11-20", "basis": "order", "reason": "Order of Nov 10"}
    for person in (a.paralegal, a.assistant, a.secretary, a.admin):
        with pytest.raises(Refused):
            extend(opposition, person)
        client = sign_in(person)
        assert client.get(url).status_code == 403
        assert client.post(url, said).status_code == 403
    assert sign_in(a.attorney).post(url, said).status_code == 303
    assert Deadline.objects.get(pk=opposition.pk).due_on == THEN


def test_the_page_warns_where_no_court_may_extend(a, sign_in):
    motion = services.create_chain(
        a.matter, by=a.paralegal, facts=Facts(pack="frcp", kind="judgment", on=D(2026, 11, 2), service=""),
        picks=[services.Pick("frcp.alter_judgment", owner=a.attorney, backup=a.associate)], label="Judgment",
    ).deadlines.get()  # fmt: skip
    page = sign_in(a.attorney).get(reverse("deadline_extend", args=[motion.pk])).content.decode()
    assert (
        "The court must not extend it, and the parties cannot agree on more time. Fed. R. Civ. P. 6(b)(2)"
        in page
    )


def test_what_it_keeps_and_who_verifies_it(a, opposition, sign_in):
    services.verify_deadline(opposition, by=a.attorney)
    document = paper(a)
    extend(opposition, a.attorney, document=document)
    extend(opposition, a.attorney, to_on=AFTER, basis="order", reason="Order of Nov 18")
    found = Deadline.objects.get(pk=opposition.pk)
    assert (found.due_on, found.extended_from, found.original_due_on, found.status) == (
        AFTER,
        THEN,
        FIRST,
        "unverified",
    )
    assert found.derivation["due"] == "2026-11-13"
    steps = list(DateChange.objects.order_by("id").values_list("from_on", "to_on", "basis", "document"))
    assert steps == [(FIRST, THEN, "stipulation", document.pk), (THEN, AFTER, "order", None)]
    with pytest.raises(Refused, match="set this date yourself"):
        services.verify_deadline(found, by=a.attorney)
    services.verify_deadline(found, by=a.associate)
    assert Deadline.objects.get(pk=opposition.pk).status == "extended"
    page = sign_in(a.paralegal).get(found.get_absolute_url()).content.decode()
    for text in ("Stipulation and order", "Order of Nov 18", "Extended from", "First date"):
        assert text in page, text
    assert AuditEvent.objects.filter(verb="deadline.extended").count() == 2


@pytest.mark.parametrize(
    "values, said",
    [
        ({"to_on": FIRST}, "later than the date"),
        ({"to_on": D(2026, 11, 12)}, "later than the date"),
        ({"reason": "  "}, "Name the stipulation"),
        ({"basis": "whim"}, "rests on"),
    ],
)
def test_what_an_extension_needs(a, opposition, values, said):
    with pytest.raises(DomainError, match=said):
        extend(opposition, a.attorney, **values)
    assert Deadline.objects.get(pk=opposition.pk).due_on == FIRST


def test_neither_a_foreign_paper_nor_a_done_date(a, opposition):
    elsewhere = make_matter(a, number="2026-0002", name="Other")
    with pytest.raises(DomainError, match="not one of"):
        extend(opposition, a.attorney, document=paper(a, elsewhere))
    services.complete_deadline(opposition, by=a.attorney, no_proof="Filed on paper")
    with pytest.raises(DomainError, match="is done"):
        extend(opposition, a.attorney)


def test_an_attorney_overrides_it_and_goes_back_to_the_rule(a, opposition, sign_in):
    url = reverse("deadline_override", args=[opposition.pk])
    said = {"to_on": "2026-11-11", "reason": "Department 14 wants papers sooner"}
    assert sign_in(a.paralegal).post(url, said).status_code == 403
    client = sign_in(a.attorney)
    assert client.post(url, {"to_on": "2026-11-11", "reason": ""}).status_code == 422
    assert client.post(url, said).status_code == 303
    found = Deadline.objects.get(pk=opposition.pk)
    assert (found.due_on, found.override, found.original_due_on) == (
        D(2026, 11, 11),
        "Department 14 wants papers sooner",
        FIRST,
    )
    assert DateChange.objects.get().how == "overridden"
    page = client.get(found.get_absolute_url()).content.decode()
    assert "Department 14 wants papers sooner" in page
    assert "9 court days before it" in page
    services.override_date(found, by=a.attorney, to_on=FIRST, reason="The order was withdrawn")
    assert Deadline.objects.get(pk=opposition.pk).override == ""


def test_the_history_of_dates_is_never_changed(a, opposition):
    extend(opposition, a.attorney)
    step = DateChange.objects.get()
    refused_in_sql("UPDATE calendar_app_datechange SET to_on='2026-12-01' WHERE id=%s", step.pk)
    refused_in_sql("DELETE FROM calendar_app_datechange WHERE id=%s", step.pk)
