"""Work that an attorney accepts: sent in by staff, accepted or returned, and by whom."""

import pytest

from accounts.permissions import Perm
from accounts.services.delegations import delegate
from matters.models import Wall
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope
from supervision.models import Approval
from supervision.services import approve, send_back, submit
from tests.cast import make_matter
from work import services
from work.models import Task, TaskType

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(a):
    with firm_scope(a.firm, a.attorney):
        yield a


def draft(a, *, to=None, **more) -> Task:
    kind, _ = TaskType.objects.get_or_create(
        name="Draft motion", defaults={"nature": "substantive", "lowest": "paralegal", "reviewed": True}
    )
    values = {"by": a.attorney, "title": "Draft motion", "matter": a.matter, "type": kind}
    return services.create_task(**values | {"assignee": to or a.paralegal} | more)


def test_sent_in_and_accepted(scope):
    a = scope
    task = draft(a)
    assert (task.needs_review, task.supervising, task.delegated_by) == (True, a.attorney, a.attorney)
    task = services.complete_task(task, by=a.paralegal, outcome="Draft is in the folder.")
    assert task.state == "review"
    waiting = Approval.objects.waiting().get(kind="task", object_id=task.pk)
    assert (waiting.assigned_to, waiting.prepared_by, waiting.note) == (
        a.attorney,
        a.paralegal,
        "Draft is in the folder.",
    )
    approve(waiting, by=a.attorney)
    task.refresh_from_db()
    assert (task.state, task.done_by) == ("done", a.paralegal)


def test_returned_with_a_note_and_again(scope):
    a = scope
    task = services.complete_task(draft(a), by=a.paralegal)
    with pytest.raises(DomainError, match="should change"):
        services.return_task(task, by=a.attorney, note=" ")
    task = services.return_task(task, by=a.attorney, note="Cite the local rule.")
    assert task.state == "returned"
    with pytest.raises(DomainError):
        services.return_task(task, by=a.attorney, note="again")
    task = services.complete_task(task, by=a.paralegal, outcome="Cited.")
    assert task.state == "review"
    assert services.complete_task(task, by=a.attorney).state == "done"  # the attorney's "done" accepts
    assert Approval.objects.filter(kind="task", object_id=task.pk).count() == 2


def test_staff_accept_nothing_and_a_paralegal_only_assistants_work_lent_to_them(scope):
    a = scope
    paper = TaskType.objects.create(
        name="Letter", nature="administrative", lowest="legal_secretary", reviewed=True
    )
    task = draft(a, to=a.secretary, type=paper)
    task = services.complete_task(task, by=a.secretary)
    with pytest.raises(Refused, match="delegated"):
        services.complete_task(task, by=a.paralegal)
    with pytest.raises(Refused):
        services.complete_task(task, by=a.secretary)
    today = task.created_at.date()
    delegate(
        a.paralegal,
        by=a.attorney,
        principal=a.attorney,
        powers=[Perm.TASK_ACCEPT_WORK],
        matter=a.matter,
        starts_on=today,
        until=today,
    )
    del a.paralegal.__dict__["powers"]
    a.paralegal.__dict__.pop("live_delegations", None)
    assert services.complete_task(task, by=a.paralegal).state == "done"
    own = services.complete_task(draft(a), by=a.paralegal)
    assert own.state == "review"
    with pytest.raises(Refused):
        services.complete_task(own, by=a.paralegal)


def test_an_attorneys_own_work(scope):
    a = scope
    task = draft(a, to=a.attorney, needs_review=True)
    assert services.complete_task(task, by=a.attorney).state == "done"
    assert Approval.objects.get(kind="task", object_id=task.pk).basis == "own_work"
    other = draft(a, to=a.associate, needs_review=True, supervising=a.attorney)
    assert services.complete_task(other, by=a.associate).state == "review"


def test_opened_again_it_is_accepted_anew(scope):
    a = scope
    task = services.complete_task(draft(a), by=a.paralegal)
    task = services.complete_task(task, by=a.attorney)
    task = services.reopen_task(task, by=a.attorney)
    assert (task.state, task.reopened) == ("open", 1)
    assert Approval.objects.get(kind="task", object_id=task.pk).state == "void"
    assert services.complete_task(task, by=a.paralegal).state == "review"


def test_withdrawn(scope):
    a = scope
    task = services.complete_task(draft(a), by=a.paralegal)
    assert services.undo_complete(task, by=a.paralegal).state == "doing"


def test_review_is_left_out_by_an_attorney_alone(scope):
    a = scope
    task = services.create_task(
        by=a.attorney, title="Call", matter=a.matter, assignee=a.paralegal, needs_review=True
    )
    with pytest.raises(Refused, match="leave out the review"):
        services.change_task(task, by=a.paralegal, needs_review=False)
    assert not services.change_task(task, by=a.attorney, needs_review=False).needs_review
    with pytest.raises(DomainError, match="accepted by an attorney"):
        services.change_task(draft(a), by=a.attorney, needs_review=False)


def test_the_generic_door_of_approvals(scope):
    a = scope
    task = draft(a)
    waiting = submit("task", task, by=a.paralegal)
    task.refresh_from_db()
    assert task.state == "review"
    send_back(waiting, note="Not yet", by=a.attorney)
    task.refresh_from_db()
    assert task.state == "returned"


def test_below_the_lowest_role_is_refused_with_the_reason_and_who_can(scope):
    a = scope
    with pytest.raises(Refused) as refused:
        draft(a, to=a.assistant)
    assert refused.value.message == (
        "“Draft motion” is a task for a paralegal or above. Mireille Koss is a legal assistant. Substantive work is done "
        "by a paralegal or an attorney (Model Guidelines, Guideline 2). Otis Farrow, Imogen Vance or Priya Tollett can."
    )
    a.firm.assistants_substantive = True
    a.firm.save()
    a.assistant.firm.refresh_from_db()
    assert draft(a, to=a.assistant).assignee == a.assistant


def test_whoever_cannot_see_the_matter_is_refused_and_nothing_more_is_said(scope):
    a = scope
    matter = make_matter(a, number="2026-0009", name="Secret")
    Wall.objects.create(matter=matter, member=a.associate, reason="Former client", created_by=a.attorney)
    with pytest.raises(DomainError) as refused:
        draft(a, to=a.associate, matter=matter)
    assert refused.value.message == "Priya Tollett has no access to 2026-0009, so it cannot be theirs."
