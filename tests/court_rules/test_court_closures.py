"""Courts closed by order: entered with their order, confirmed by an attorney, counted from then on."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from court_rules import services
from court_rules.engine import compute
from court_rules.models import CourtClosure
from court_rules.queries import closures_of
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


def test_who_takes_a_closure_out(a):
    with firm_scope(a.firm, a.admin):
        mine = smoke(a.admin)
        services.remove_closure(mine, by=a.admin)
        assert not Approval.objects.filter(kind="court_closure", state="waiting").exists()
    with firm_scope(a.firm, a.attorney):
        standing = smoke(a.attorney)
        with pytest.raises(Refused):
            services.remove_closure(standing, by=a.admin)
        services.remove_closure(standing, by=a.attorney)
        assert closures_of("us.ca") == {}


@pytest.mark.parametrize("who", ["paralegal", "assistant", "secretary", "freelancer"])
def test_others_do_not_enter_closures(a, who):
    with firm_scope(a.firm, a.attorney), pytest.raises(Refused):
        smoke(getattr(a, who))
