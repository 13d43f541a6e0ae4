"""No sequence of acts reaches a guarded effect without a valid approval (the walk is in walk.py)."""

import pytest
from django.db import DatabaseError

from supervision.models import Approval
from tests.supervision.walk import KEYS, walk


@pytest.fixture
def deed(monkeypatch):
    from supervision import kinds

    monkeypatch.setitem(kinds.KINDS, "deed", "tests.supervision.walk.Deed")
    kinds.kind.cache_clear()
    yield
    kinds.kind.cache_clear()


def test_no_sequence_of_acts_reaches_an_effect_without_a_valid_approval(a, deed):
    reached = walk(a)
    # It did come to each effect, so there was something to look at.
    assert min(reached[key] for key in KEYS) > 0, reached
    assert reached["second_person"] > 0, reached


@pytest.mark.parametrize("broken", ["content", "power", "maker", "screen"])
def test_the_walk_finds_a_service_that_forgets_a_check(a, deed, monkeypatch, broken):
    """With one check taken out of the service the walk falls, by an invariant or by PostgreSQL's own refusal."""
    from supervision.services import checks, decisions, rounds, standing

    if broken == "content":
        for module in (decisions, rounds, standing):
            monkeypatch.setattr(module, "hash_of", lambda content, arguments: "0" * 64)
    elif broken == "power":
        monkeypatch.setattr(checks, "ensure_may_decide", lambda of, obj, by: None)
    elif broken == "maker":
        monkeypatch.setattr(checks, "basis_of", lambda of, approval, by: Approval.Basis.SECOND_PERSON)
    else:
        monkeypatch.setattr(checks, "ensure_sees", lambda of, obj, by: None)
    with pytest.raises((AssertionError, DatabaseError)):
        walk(a)
