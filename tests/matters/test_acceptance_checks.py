"""What is looked at before a matter is accepted: demanded or only warned of, as the firm's setting has it."""

import pytest

from matters import services
from matters.models import Matter, Stage
from matters.queries import points
from matters.queries.points import Point
from practice.exceptions import DomainError
from practice.models import AuditEvent, Firm
from supervision import services as approvals
from supervision.queries import newest
from tests.cast import make_matter
from tests.doors import in_sql, refused_in_sql

LACKS = "No conflict check was run."


def not_checked(matter) -> list[Point]:
    """Stands for the check of an app above."""
    return [Point("Conflict check", LACKS, "/x/", "Run it", must=None)]


@pytest.fixture(autouse=True)
def _asks(monkeypatch):
    monkeypatch.setattr(points, "ACCEPTANCE_CHECKS", [f"{__name__}.not_checked"])


def _new(a, number="2026-0800", **fields):
    values = {"state": "pending", "opened_on": None, "accepted_by": None, "created_by": a.paralegal}
    return make_matter(a, number=number, name="New", **(values | fields))


@pytest.mark.parametrize(
    ("rule", "through_intake", "refused"),
    [
        ("intake", True, True),
        ("intake", False, False),
        ("always", False, True),
        ("warn", True, False),
    ],
)
def test_the_setting_decides(a, rule, through_intake, refused):
    Firm.objects.filter(pk=a.firm.pk).update(acceptance_check=rule)
    matter = _new(a, through_intake=through_intake)
    if refused:
        with pytest.raises(DomainError, match=LACKS):
            services.accept_matter(matter, by=a.attorney)
        with pytest.raises(DomainError, match=LACKS):  # the inbox is no way round
            approvals.decide("matter", matter, by=a.attorney)
        assert Matter.objects.get(pk=matter.pk).state == "pending"
        return
    services.accept_matter(matter, by=a.attorney)
    event = AuditEvent.objects.filter(verb="matter.open").latest("pk")
    assert event.reason == f"Accepted all the same: {LACKS}"


def test_sending_it_in_moves_it_forward_and_back(a):
    matter = _new(a)
    services.begin_check(matter, by=a.paralegal)
    assert Matter.objects.get(pk=matter.pk).state == "conflict_check"
    approvals.submit("matter", matter, by=a.paralegal, to=a.attorney)
    assert Matter.objects.get(pk=matter.pk).state == "awaiting_acceptance"
    approvals.send_back(newest("matter", matter), by=a.attorney, note="Who is the other side?")
    assert Matter.objects.get(pk=matter.pk).state == "pending"
    approvals.submit("matter", matter, by=a.paralegal, to=a.attorney)
    services.accept_matter(matter, by=a.attorney)
    found = Matter.objects.get(pk=matter.pk)
    assert (found.state, found.stage.name) == ("open", "Pleadings")  # the first stage of its area


def test_sql_cannot_get_round_acceptance(a):
    open_it = "UPDATE matters_matter SET state=%s, opened_on='2026-11-02' WHERE id=%s"
    for i, before in enumerate(Matter.NOT_ACCEPTED):
        matter = _new(a, number=f"2026-081{i}", state=before)
        for after in ("open", "on_hold", "closing"):
            refused_in_sql(open_it, after, matter.pk)
        for step in Matter.BEFORE:
            in_sql("UPDATE matters_matter SET state=%s WHERE id=%s", step, matter.pk)
    for before in Matter.NOT_ACCEPTED:  # what was accepted does not become a new matter again
        refused_in_sql("UPDATE matters_matter SET state=%s WHERE id=%s", before, a.matter.pk)


def test_sql_cannot_get_round_closing_or_the_archive(a):
    day = "2026-11-02"
    close = "UPDATE matters_matter SET state=%s, closed_on=%s WHERE id=%s"
    for state in ("open", "closing", "on_hold"):
        in_sql("UPDATE matters_matter SET state=%s WHERE id=%s", state, a.matter.pk)
        for to in Matter.ENDED:
            refused_in_sql(close, to, day, a.matter.pk)
    shut = make_matter(a, number="2026-0900", name="Old", state="closed", closed_on=day)
    refused_in_sql("UPDATE matters_matter SET state='closing', closed_on=NULL WHERE id=%s", shut.pk)
    in_sql("UPDATE matters_matter SET state='archived', archived_on=%s WHERE id=%s", day, shut.pk)
    for assignment in (
        "name='Other'",
        "limitation_on='2027-01-01'",
        "state='open'",
        "state='closing'",
        "custom='{\"1\": 2}'",
    ):
        refused_in_sql(f"UPDATE matters_matter SET {assignment} WHERE id=%s", shut.pk)
    in_sql("UPDATE matters_matter SET retention_until='2040-01-01' WHERE id=%s", shut.pk)
    with pytest.raises(DomainError, match="archive"):
        services.edit_matter(Matter.objects.get(pk=shut.pk), by=a.attorney, name="Other")


def test_sql_keeps_stages_to_their_area(a):
    other = type(a.area).objects.create(name="Maritime")
    stage = Stage.objects.create(practice_area=other, name="Salvage")
    refused_in_sql("UPDATE matters_matter SET stage_id=%s WHERE id=%s", stage.pk, a.matter.pk)
