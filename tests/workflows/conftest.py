"""Helpers of the tests of workflows."""

from types import SimpleNamespace

import pytest
from django.db import connection

from matters.models import Stage
from practice.scope import firm_scope
from workflows.models import Run
from workflows.services import automations, following, running, task_lists


def automation_of(people: SimpleNamespace, *, by=None, on: bool = True, **content):
    """An automation of the attorney's, switched on."""
    by = by or people.attorney
    values = {
        "name": "Rule",
        "trigger": "matter_staged",
        "settings": {},
        "match": "all",
        "conditions": [],
        "actions": [],
    }
    made = automations.create_automation(by=by, **(values | content))
    return automations.switch_on(made, by=by) if on else made


def seal() -> None:
    """Number the events written so far, as the end of a transaction does."""
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def run_all(people: SimpleNamespace) -> list[Run]:
    """Seal what was written (as a commit does), read on, and carry out what waits. Returns all runs, oldest first."""
    with firm_scope(people.firm):
        for _round in range(6):
            seal()
            following.follow()
            waiting = list(Run.objects.filter(state="waiting").values_list("pk", flat=True))
            for pk in waiting:
                running.carry_out(pk)
            if not waiting:
                break
        return list(Run.objects.order_by("id"))


def stage_of(people: SimpleNamespace, name: str) -> Stage:
    """A stage of the cast's practice area, made when it is missing."""
    found, _ = Stage.objects.get_or_create(practice_area=people.area, name=name, defaults={"position": 9})
    return found


@pytest.fixture
def discovery(a):
    """A task list of three items: one from today, one in court days after the matter opened, one after the first is done."""
    made = task_lists.create_list(by=a.attorney, name="Discovery start")
    first = task_lists.save_item(
        made, None, by=a.attorney, title="Draft interrogatories", anchor="applied", offset=7
    )
    task_lists.save_item(
        made, None, by=a.attorney, title="Serve disclosures", anchor="opened", offset=10, unit="court",
        assign="part", part="Paralegal", checklist=["Damages", "Witnesses"], blocked_by=first,
    )  # fmt: skip
    task_lists.save_item(
        made, None, by=a.attorney, title="File proof", anchor="item", after=first, offset=2, unit="court"
    )
    return made
