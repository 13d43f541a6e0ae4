"""Writing automations, and switching them on and off. Each edit is a version of its own."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import LABELS, Perm
from accounts.queries import ensure, refusal
from practice import audit
from practice.exceptions import DomainError
from workflows.models import Automation, AutomationVersion, Run
from workflows.queries.automations import fault_of, say_conditions, say_trigger, setting_options
from workflows.queries.conditions import check as check_conditions
from workflows.queries.fields import fields_for
from workflows.queries.triggers import TRIGGERS
from workflows.services.actions import BOOK, check_actions, say_action
from workflows.services.place import begin


def checked(
    *,
    trigger: str,
    settings: Mapping[str, Any],
    match: str,
    conditions: Sequence[Mapping[str, Any]],
    actions: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """What an automation says, as it is kept. Raises DomainError naming the field of the first fault."""
    if trigger not in TRIGGERS:
        raise DomainError("Choose when it runs.", field="trigger")
    found = TRIGGERS[trigger]
    values: dict[str, Any] = {}
    for setting in found.settings:
        given = settings.get(setting.name)
        text = "" if given is None else str(given).strip()
        where = f"setting-{setting.name}"
        if not text:
            if setting.required:
                raise DomainError(f"{setting.label}: this is missing.", field=where)
            continue
        if setting.kind == "days":
            try:
                number = int(text)
            except ValueError:
                number = 10_000
            if not setting.lowest <= number <= 3650:
                raise DomainError("Type a number of days.", field=where)
            values[setting.name] = number
        elif text in dict(setting_options(setting)):
            values[setting.name] = text
        else:
            raise DomainError(f"{setting.label}: choose from the list.", field=where)
    return {
        "trigger": trigger,
        "settings": values,
        "match": match if match in Automation.Match.values else Automation.Match.ALL,
        "conditions": check_conditions(conditions, fields_for(found.subject)),
        "actions": check_actions(actions, trigger),
    }


def _name(name: str, *, but: Automation | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the automation a name.", field="name")
    if len(name) > 120:
        raise DomainError("A name has at most 120 characters.", field="name")
    same = Automation.objects.filter(name__iexact=name, archived_at=None)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise DomainError(f"There is an automation “{name}” already.", field="name")
    return name


def _locked(automation: Automation) -> Automation:
    rows = Automation.objects.select_for_update(of=("self",)).select_related("runs_as__role", "runs_as__user")
    found = rows.get(pk=automation.pk)
    if found.archived_at is not None:
        raise DomainError(f"“{found.name}” was deleted.")
    return found


def _keep_version(automation: Automation, *, by: Member) -> None:
    content = {
        "trigger": automation.trigger,
        "settings": automation.settings,
        "match": automation.match,
        "conditions": automation.conditions,
        "actions": automation.actions,
    }
    AutomationVersion.objects.create(
        automation=automation, number=automation.version, content=content, saved_by=by
    )


def sentence(automation: Automation) -> str:
    """The whole automation as one sentence, for histories."""
    conditions = say_conditions(automation.conditions, automation.trigger)
    joined = (" and " if automation.match == Automation.Match.ALL else " or ").join(conditions)
    actions = ", ".join(say_action(action) for action in automation.actions)
    return f"{say_trigger(automation.trigger, automation.settings)}{f', and {joined}' if joined else ''}: {actions}."


@transaction.atomic
def create_automation(*, by: Member, name: str, note: str = "", **content: Any) -> Automation:
    """A new automation, switched off. `content` as `checked` takes it."""
    ensure(by, Perm.AUTOMATION_MANAGE)
    automation = Automation.objects.create(
        name=_name(name),
        note=note.strip(),
        created_by=by,
        key_salt=secrets.token_hex(8),
        **checked(**content),
    )
    _keep_version(automation, by=by)
    audit.record(by, "automation.created", automation, changes={"says": [None, sentence(automation)]})
    return automation


@transaction.atomic
def change_automation(
    automation: Automation, *, by: Member, name: str, note: str = "", **content: Any
) -> Automation:
    """Change what an automation says; a further version. Edited by another than whom it runs by, it is switched off:
    nobody lets it do with somebody else's powers what that person has not read.
    """
    ensure(by, Perm.AUTOMATION_MANAGE)
    automation = _locked(automation)
    before = sentence(automation)
    said = checked(**content)
    other = any(getattr(automation, field) != value for field, value in said.items())
    changes = audit.apply(automation, name=_name(name, but=automation), note=note.strip(), **said)
    if not changes:
        return automation
    if other:
        automation.version += 1
        if automation.is_on and automation.runs_as_id != by.pk:
            automation.is_on = False
            automation.off_reason = (
                f"{by.name} changed it. Whoever it is to run by reads it and switches it on."
            )
    automation.save()
    if other:
        _keep_version(automation, by=by)
        if automation.is_on:
            _check_runs_by(automation, by)
    audit.record(
        by,
        "automation.changed",
        automation,
        changes={
            "version": [automation.version - 1, automation.version],
            "says": [before, sentence(automation)],
        }
        if other
        else {k: v for k, v in changes.items() if k in ("name", "note")},
    )
    return automation


def needs_of(automation: Automation) -> list[Perm]:
    """The powers that the actions of an automation take, in order."""
    actions = (BOOK.get(str(data.get("kind"))) for data in automation.actions)
    return list(dict.fromkeys(action.perm for action in actions if action is not None and action.perm))


def _check_runs_by(automation: Automation, member: Member) -> None:
    """Raise Refused, with who can, unless the member has the powers that its actions take."""
    for perm in needs_of(automation):
        if not member.powers.may_prepare(perm):
            raise refusal(member, perm, act=f"switch on what takes “{LABELS[perm].lower()}”")
    fault = fault_of(automation, member, ())
    if fault:
        raise DomainError(fault)


@transaction.atomic
def switch_on(automation: Automation, *, by: Member) -> Automation:
    """Let it run, by `by` and with what `by` may do and see. What happened before is not taken up."""
    ensure(by, Perm.AUTOMATION_MANAGE)
    automation = _locked(automation)
    if automation.is_on:
        raise DomainError("It is on already.")
    checked(
        trigger=automation.trigger, settings=automation.settings, match=automation.match,
        conditions=automation.conditions, actions=automation.actions,
    )  # fmt: skip
    _check_runs_by(automation, by)
    begin()
    before = automation.runs_as.name if automation.runs_as else None
    automation.is_on, automation.runs_as, automation.off_reason = True, by, ""
    automation.switched_on_at, automation.since_seq = timezone.now(), audit.head()[0]
    automation.told_at = None
    automation.save()
    audit.record(by, "automation.switched_on", automation, changes={"runs_by": [before, by.name]})
    return automation


@transaction.atomic
def switch_off(automation: Automation, *, by: Member | None, reason: str = "") -> Automation:
    """Stop it. What is on its way is not run either. `by` None: it stopped by itself, with a reason."""
    if by is not None:
        ensure(by, Perm.AUTOMATION_MANAGE)
    automation = _locked(automation)
    if not automation.is_on:
        return automation
    automation.is_on, automation.off_reason = False, reason[:300]
    automation.save(update_fields=["is_on", "off_reason", "updated_at"])
    audit.record(by, "automation.switched_off", automation, reason=reason)
    return automation


@transaction.atomic
def copy_automation(automation: Automation, *, by: Member) -> Automation:
    """The same under another name, switched off."""
    name, number = f"{automation.name} (copy)", 2
    while Automation.objects.filter(name__iexact=name, archived_at=None).exists():
        name, number = f"{automation.name} (copy {number})", number + 1
    return create_automation(
        by=by, name=name, note=automation.note, trigger=automation.trigger, settings=automation.settings,
        match=automation.match, conditions=automation.conditions, actions=automation.actions,
    )  # fmt: skip


@transaction.atomic
def delete_automation(automation: Automation, *, by: Member) -> Automation:
    """Take it off the list. Its runs and versions stay."""
    ensure(by, Perm.AUTOMATION_MANAGE)
    automation = _locked(automation)
    automation.is_on, automation.archived_at = False, timezone.now()
    automation.save(update_fields=["is_on", "archived_at", "updated_at"])
    audit.record(by, "automation.deleted", automation)
    return automation


@transaction.atomic
def restore_automation(automation: Automation, *, by: Member) -> Automation:
    """Undo of deleting; it comes back switched off."""
    ensure(by, Perm.AUTOMATION_MANAGE)
    automation = Automation.objects.select_for_update(of=("self",)).get(pk=automation.pk)
    if automation.archived_at is not None:
        _name(automation.name, but=automation)
        automation.archived_at = None
        automation.save(update_fields=["archived_at", "updated_at"])
        audit.record(by, "automation.restored", automation)
    return automation


@transaction.atomic
def new_key(automation: Automation, *, by: Member) -> Automation:
    """Another key for its webhooks; the one before is void at once."""
    ensure(by, Perm.AUTOMATION_MANAGE)
    automation = _locked(automation)
    automation.key_salt = secrets.token_hex(8)
    automation.save(update_fields=["key_salt", "updated_at"])
    audit.record(by, "automation.key_changed", automation)
    return automation


def waiting_runs(automation: Automation) -> int:
    """How many of its runs are on their way."""
    return Run.objects.filter(automation=automation, state=Run.State.WAITING).count()
