"""Automations in words, and what is wrong with one as it stands."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings as django_settings
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Member
from accounts.permissions import LABELS, Perm
from custom_fields.models import Field as CustomField
from practice.facts import Fact, count_of
from practice.strips import Strip
from workflows.models import Automation, MailDraft, Run
from workflows.queries import conditions as rules
from workflows.queries.fields import fields_for
from workflows.queries.triggers import TIMED_WORDS, TRIGGERS, Setting

# Dates of a matter that a trigger may wait for; the firm's own date fields join them.
DATE_FIELDS = {
    "limitation_on": "the limitation date",
    "opened_on": "the day the matter was opened",
    "closed_on": "the day the matter was closed",
    "retention_until": "the end of the retention",
}
MATTER_FIELDS = {
    "name": "Caption",
    "practice_area": "Practice area",
    "responsible": "Responsible attorney",
    "supervising": "Supervising attorney",
    "originating": "Originating attorney",
    "client": "Client",
    "matter_type": "Type of matter",
    "court": "Court",
    "jurisdiction": "Jurisdiction",
    "judge": "Judge",
    "case_number": "Case number",
    "budget": "Budget",
    "tags": "Tags",
    "limitation_on": "Limitation date",
    "limitation_satisfied_on": "Limitation satisfied on",
    "retention_until": "Retention",
    "description": "Description",
}


def setting_options(setting: Setting) -> list[tuple[str, str]]:
    """Value and label of what a setting may be; empty for what is typed."""
    from matters.models import Stage

    if setting.kind == "choice":
        return list(setting.choices)
    if setting.kind == "stage":
        return [(name, name) for name in dict.fromkeys(Stage.objects.values_list("name", flat=True))]
    own = CustomField.objects.current().filter(host="matter", parent=None)
    if setting.kind == "matter_field":
        return [
            *MATTER_FIELDS.items(),
            *((f"custom.{pk}", label) for pk, label in own.values_list("pk", "label")),
        ]
    if setting.kind == "date_field":
        dates = own.filter(type="date").values_list("pk", "label")
        return [*DATE_FIELDS.items(), *((f"custom.{pk}", label) for pk, label in dates)]
    return []


def say_trigger(trigger: str, settings: Mapping[str, Any]) -> str:
    """The trigger as a sentence: "When a matter moves to Discovery"."""
    found = TRIGGERS.get(trigger)
    if found is None:
        return "When something happens that there is no more"
    if trigger == "date_reached":
        return f"When {_date_words(found.settings[0], settings)}"
    days = int(settings.get("days") or 0)
    said = TIMED_WORDS.get(trigger, found.label).replace("{days}", f"{days} day{'' if days == 1 else 's'}")
    values = {s.name: _label(s, settings) for s in found.settings}
    if values.get("stage"):
        said = said.replace("to a stage", f"to {values['stage']}").replace(
            "in its stage", f"in {values['stage']}"
        )
    if values.get("state"):
        said = said.replace("status changes", f"status changes to {values['state']}")
    if values.get("field"):
        said = f"the {values['field'].lower()} of a matter changes"
    return f"When {said}"


def _date_words(setting: Setting, settings: Mapping[str, Any]) -> str:
    name = _label(setting, settings) or "a date"
    days = int(settings.get("days") or 0)
    if days == 0:
        return f"{name} is here"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{name} is {count} away" if days > 0 else f"{name} was {count} ago"


def _label(setting: Setting, settings: Mapping[str, Any]) -> str:
    value = settings.get(setting.name)
    if value in (None, ""):
        return ""
    return dict(setting_options(setting)).get(str(value), "something that is gone")


def say_conditions(conditions: Sequence[Mapping[str, Any]], trigger: str) -> list[str]:
    """The conditions as sentence parts."""
    if not conditions or trigger not in TRIGGERS:
        return []
    fields = fields_for(TRIGGERS[trigger].subject)
    return [rules.say(condition, fields) for condition in conditions]


def fault_of(automation: Automation, member: Member | None, needs: Sequence[Perm]) -> str:
    """Why the automation cannot run by `member`, in a sentence that says what to do; "" when it can.

    `needs` are the powers that its actions take.
    """
    if member is None:
        return "Nobody has switched it on."
    if not member.is_active:
        return f"{member.name}, by whom it runs, has left the firm. Somebody else has to switch it on."
    if not member.can(Perm.AUTOMATION_MANAGE):
        return (
            f"{member.name}, by whom it runs, may no longer manage automations. "
            "Somebody else has to switch it on."
        )
    missing = [perm for perm in dict.fromkeys(needs) if not member.powers.may_prepare(perm)]
    if missing:
        return f"{member.name} may not do what it does: {LABELS[missing[0]].lower()}."
    return ""


def signing_key(automation: Automation) -> str:
    """The key that signs an automation's webhooks, 64 hex digits. Derived, so that none is kept in the database."""
    text = f"workflows.webhook:{automation.firm_id}:{automation.pk}:{automation.key_salt}"
    return hmac.new(django_settings.SSO_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def failed_strip(member: Member) -> Fact | None:
    """The line above each page, for who manages automations, while a failed run waits for somebody to deal with it."""
    if not member.can(Perm.AUTOMATION_MANAGE):
        return None
    return Fact(lambda: count_of(Run.objects.filter(state=Run.State.FAILED, looked_at=None)), _failed_line)


def _failed_line(number: int | None) -> Strip | None:
    if not number:
        return None
    said = "A run of an automation failed." if number == 1 else f"{number} runs of automations failed."
    return Strip(
        said,
        f"{reverse('automationrun_list')}?state=failed",
        "Look at it" if number == 1 else "Look at them",
        icon="bolt",
    )


def drafts_of(member: Member) -> QuerySet[MailDraft]:
    """E-mail drafts that wait for the member to send them, the oldest first."""
    rows = MailDraft.objects.filter(owner=member, state=MailDraft.State.DRAFT)
    return rows.select_related("matter").order_by("id")
