"""Courts closed by order: entered with their order, confirmed by an attorney, counted from then on."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from court_rules import services
from court_rules.engine import compute
from court_rules.models import CourtClosure
from court_rules.queries import closures_of
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope
from supervision.models import Approval
from supervision.services import approve

D = datetime.date


def smoke(by, **more):
    values = {
        "jurisdiction": "us.ca",
        "name": "Wildfire smoke",
        "starts_on": D(2026, 11, 18),
        "source": "Order 26-1",
    }
    return services.add_closure(by=by, **{**values, **more})


def test_an_attorneys_closure_counts_at_once(a):
    with firm_scope(a.firm, a.attorney):
        closure = smoke(a.attorney, ends_on=D(2026, 11, 19))
        assert closure.confirmed_by == a.attorney
        closed = closures_of("us.ca")
        assert closed == {D(2026, 11, 18): "Wildfire smoke", D(2026, 11, 19): "Wildfire smoke"}
        # 25 24 23 20, then 17 16 13 12 and 10: Veterans Day is skipped too.
        found = compute("ca-ccp.1005-b-opposition", D(2026, 11, 30), closed=closed)[0]
        assert found.due == D(2026, 11, 10)
        assert (D(2026, 11, 18), "Wildfire smoke") in [pair for step in found.steps for pair in step.skipped]


def test_an_administrators_closure_waits(a):
    with firm_scope(a.firm, a.admin):
        closure = smoke(a.admin)
        assert closure.confirmed_at is None
        assert closures_of("us.ca") == {}
        with pytest.raises(Refused):
            services.confirm_closure(closure, by=a.admin)
    with firm_scope(a.firm, a.attorney):
        approve(Approval.objects.get(kind="court_closure", object_id=closure.pk), by=a.attorney)
        assert list(closures_of("us.ca")) == [D(2026, 11, 18)]


def test_a_closure_of_one_court_is_counted_for_that_court_alone(a):
    with firm_scope(a.firm, a.attorney):
        smoke(a.attorney, court="Superior Court of  Alameda County")
        assert closures_of("us.ca") == {}
        assert closures_of("us.ca", "Superior court of Alameda County") == {D(2026, 11, 18): "Wildfire smoke"}
        assert closures_of("us.federal") == {}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"source": ""}, "source"),
        ({"ends_on": D(2026, 11, 1)}, "ends_on"),
        ({"jurisdiction": "us.zz"}, "jurisdiction"),
    ],
)
def test_bad_input_is_refused_at_its_field(a, more, field):
    with firm_scope(a.firm, a.attorney):
        with pytest.raises(DomainError) as error:
            smoke(a.attorney, **more)
        assert error.value.field == field


def test_the_database_keeps_the_rules_too(a):
    with firm_scope(a.firm, a.admin):
        closure = smoke(a.admin)
        for values in (
            {"confirmed_at": timezone.now(), "confirmed_by": a.admin},
            {"ends_on": D(2026, 1, 1)},
            {"source": ""},
            {"confirmed_by": a.attorney},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                CourtClosure.objects.filter(pk=closure.pk).update(**values)


def test_who_takes_a_closure_back(a):
    with firm_scope(a.firm, a.admin):
        mine = smoke(a.admin)
        services.remove_closure(mine, by=a.admin)
        assert not Approval.objects.filter(kind="court_closure", state="waiting").exists()
        services.restore_closure(mine, by=a.admin)
        assert Approval.objects.filter(kind="court_closure", state="waiting").count() == 1
        services.remove_closure(mine, by=a.admin)
    with firm_scope(a.firm, a.attorney):
        standing = smoke(a.attorney)
        for act in (services.remove_closure, services.restore_closure):
            with pytest.raises((Refused, DomainError)):
                act(standing, by=a.admin)
        services.remove_closure(standing, by=a.attorney)
        assert closures_of("us.ca") == {}
        # It stays in the list, with who took it back, and comes back as it was confirmed.
        standing.refresh_from_db()
        assert (standing.state, standing.removed_by) == ("removed", a.attorney)
        with pytest.raises(DomainError, match="taken back already"):
            services.remove_closure(standing, by=a.attorney)
        with pytest.raises(DomainError, match="Bring it back first"):
            services.change_closure(
                standing,
                by=a.attorney,
                jurisdiction="us.ca",
                name="Smoke",
                starts_on=D(2026, 11, 19),
                source="Order 26-1",
            )
        services.restore_closure(standing, by=a.attorney)
        assert list(closures_of("us.ca")) == [D(2026, 11, 18)]
        verbs = {event.verb for event in audit.history_of(standing)}
        assert {"court_closure.added", "court_closure.removed", "court_closure.restored"} <= verbs


def test_a_closure_taken_back_may_be_entered_anew_but_not_stand_twice(a):
    with firm_scope(a.firm, a.attorney):
        first = smoke(a.attorney)
        services.remove_closure(first, by=a.attorney)
        smoke(a.attorney)
        with pytest.raises(DomainError, match="entered already"):
            services.restore_closure(first, by=a.attorney)


def test_an_attorney_changes_a_closure_that_counts(a):
    with firm_scope(a.firm, a.attorney):
        closure = smoke(a.attorney)
        closure = services.change_closure(
            closure, by=a.attorney, jurisdiction="us.ca", name="Wildfire smoke", starts_on=D(2026, 11, 19),
            ends_on=D(2026, 11, 20), source="Order 26-1, corrected",
        )  # fmt: skip
        assert closure.confirmed_by == a.attorney
        assert list(closures_of("us.ca")) == [D(2026, 11, 19), D(2026, 11, 20)]
        with pytest.raises(Refused):
            services.change_closure(
                closure,
                by=a.admin,
                jurisdiction="us.ca",
                name="Other",
                starts_on=D(2026, 11, 19),
                source="Order",
            )


def test_who_entered_it_changes_it_while_it_waits_and_it_is_sent_anew(a):
    with firm_scope(a.firm, a.admin):
        closure = smoke(a.admin)
        closure = services.change_closure(
            closure,
            by=a.admin,
            jurisdiction="us.ca",
            name="Wildfire smoke",
            starts_on=D(2026, 11, 20),
            source="Order 26-1",
        )
        assert closure.confirmed_at is None
        waiting = Approval.objects.get(kind="court_closure", object_id=closure.pk, state="waiting")
        assert waiting.content["fields"]["First day"] == "2026-11-20"
    with firm_scope(a.firm, a.attorney):
        approve(waiting, by=a.attorney)
        assert list(closures_of("us.ca")) == [D(2026, 11, 20)]


def test_the_pages_edit_take_back_and_undo(a, sign_in):
    client = sign_in(a.attorney)
    made = client.post(
        "/settings/court-closures/new/",
        {"jurisdiction": "us.ca", "name": "Flood", "starts_on": "2026-12-02", "source": "Order 26-9"},
    )
    page = made["Location"]
    assert "Order 26-9" in client.get(page).content.decode()
    wrong = client.post(
        f"{page}edit/",
        {
            "jurisdiction": "us.ca",
            "name": "Flood",
            "starts_on": "2026-12-03",
            "ends_on": "2026-12-01",
            "source": "Order",
        },
    )
    assert wrong.status_code == 422
    assert "The last day is before the first." in wrong.content.decode()
    good = {"jurisdiction": "us.ca", "name": "Flood", "starts_on": "2026-12-03", "source": "Order 26-9"}
    assert client.post(f"{page}edit/", good)["Location"] == page
    assert (
        "Thu, Dec 3" in client.get(page).content.decode()
        or "Dec 3, 2026" in client.get(page).content.decode()
    )
    assert client.post(f"{page}remove/").status_code == 303
    taken = client.get(page).content.decode()
    assert "Taken back" in taken
    assert "Undo" in taken
    assert client.post(f"{page}restore/").status_code == 303
    assert "Confirmed" in client.get(page).content.decode()
    assert sign_in(a.paralegal).get(f"{page}edit/").status_code == 403


@pytest.mark.parametrize("who", ["paralegal", "assistant", "secretary", "freelancer"])
def test_others_do_not_enter_closures(a, who):
    with firm_scope(a.firm, a.attorney), pytest.raises(Refused):
        smoke(getattr(a, who))
