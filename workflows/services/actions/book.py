"""The actions there are, and checking and saying them as data."""

from collections.abc import Mapping, Sequence
from typing import Any

from practice.exceptions import DomainError
from workflows.queries.triggers import TRIGGERS
from workflows.services.actions.base import Action, Input, people_choices
from workflows.services.actions.matters import AddTag, MoveStage, RequestApproval, SetField
from workflows.services.actions.papers import CreateDocument, DraftEmail, Notify, Webhook
from workflows.services.actions.tasks import AddDeadline, ApplyList, CreateTask, DraftTime

BOOK: dict[str, Action] = {
    action.kind: action
    for action in (
        ApplyList(), CreateTask(), AddDeadline(), MoveStage(), SetField(), AddTag(), CreateDocument(), DraftEmail(),
        Notify(), RequestApproval(), DraftTime(), Webhook(),
    )
}  # fmt: skip
MOST = 12
# Subjects that have no matter of their own.
NO_MATTER = ("contact",)


def action_of(kind: str) -> Action:
    """The action of that kind. Raises DomainError for one that there is no more."""
    if kind not in BOOK:
        raise DomainError(f"There is no action {kind!r} any more. Edit the automation.")
    return BOOK[kind]


def fits(action: Action, trigger: str) -> bool:
    """Whether an action can be done about what a trigger is about."""
    subject = TRIGGERS[trigger].subject
    if action.subjects and subject not in action.subjects:
        return False
    return not (action.needs_matter and subject in NO_MATTER)


def check_actions(actions: Sequence[Mapping[str, Any]], trigger: str) -> list[dict[str, Any]]:
    """The actions as they are kept. Raises DomainError naming the field of the first that cannot work."""
    if not actions:
        raise DomainError("Add at least one action.", field="actions")
    if len(actions) > MOST:
        raise DomainError(f"An automation has at most {MOST} actions.", field="actions")
    found = []
    for number, given in enumerate(actions, start=1):
        where = f"action-{number}"
        if given.get("kind") not in BOOK:
            raise DomainError(f"Action {number}: choose what to do.", field=f"{where}-kind")
        action = BOOK[given["kind"]]
        if not fits(action, trigger):
            raise DomainError(
                f"Action {number}: “{action.label}” does not go with this.", field=f"{where}-kind"
            )
        data: dict[str, Any] = {"kind": action.kind}
        for one in action.inputs:
            data[one.name] = _value(
                one, str(given.get(one.name) or "").strip(), number, f"{where}-{one.name}"
            )
        action.check(data, where)
        found.append(data)
    return found


def _value(one: Input, value: str, number: int, where: str) -> str:
    if not value:
        if one.required:
            raise DomainError(f"Action {number}: {one.label.lower()} is missing.", field=where)
        return ""
    if len(value) > one.longest:
        raise DomainError(
            f"Action {number}: {one.label.lower()} has at most {one.longest} characters.", field=where
        )
    if one.kind == "days":
        try:
            days = int(value)
        except ValueError:
            days = 9999
        if not 0 <= days <= 3650:
            raise DomainError(f"Action {number}: type a number of days from 0 to 3,650.", field=where)
        return str(days)
    if one.kind == "hours":
        try:
            hours = float(value)
        except ValueError:
            hours = 0
        if not 0 < hours <= 24:
            raise DomainError(f"Action {number}: type hours such as 0.2.", field=where)
    if one.kind == "choice" and value not in dict(one.options()):
        raise DomainError(f"Action {number}: choose from the list.", field=where)
    if one.kind == "people" and value not in dict(people_choices()):
        raise DomainError(f"Action {number}: choose a person or a part.", field=where)
    return value


def say_action(data: Mapping[str, Any]) -> str:
    """One action as a sentence part."""
    action = BOOK.get(str(data.get("kind")))
    return action.say(data) if action else "do something that there is no more"
