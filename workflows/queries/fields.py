"""What conditions may ask about: fields of the record, of its matter and client, the firm's own fields among them."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from accounts.models import Member
from billing.models import Expense
from calendar_app.models import Deadline
from communications.models import Slip
from custom_fields.models import Field as CustomField
from documents.models import Document
from intake.models import Lead, LeadSource
from matters.models import Contact, Matter, PracticeArea, Stage
from supervision.kinds import KINDS, kind
from work.models import Task, TaskType
from workflows.queries.context import Context

TEXT, NUMBER, MONEY, DATE, YESNO, CHOICE, PERSON, TAGS = (
    "text", "number", "money", "date", "yesno", "choice", "person", "tags",
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One thing a condition may ask about. `get` reads it; `choices` are asked for when a form or a sentence needs them."""

    key: str
    label: str
    kind: str
    group: str
    get: Callable[[Context], Any]
    choices: Callable[[], Sequence[tuple[str, str]]] | None = None

    def options(self) -> list[tuple[str, str]]:
        """Value and label of what may be chosen; empty for what is typed."""
        if self.kind == PERSON:
            return [(str(pk), name) for pk, name in Member.objects.order_by("name").values_list("pk", "name")]
        return list(self.choices()) if self.choices else []


def _rows(model, **where):
    return lambda: [
        (str(pk), str(name)) for pk, name in model.objects.filter(**where).values_list("pk", "name")
    ]


def _names(model):
    return lambda: [(name, name) for name in dict.fromkeys(model.objects.values_list("name", flat=True))]


def _of(path: str) -> Callable[[Context], Any]:
    """Reads a dotted path from the context; anything missing on the way is None."""

    def get(ctx: Context) -> Any:
        value: Any = ctx
        for step in path.split("."):
            value = getattr(value, step, None)
            if value is None:
                return None
        return value

    return get


def _id(path: str) -> Callable[[Context], Any]:
    read = _of(path)

    def get(ctx: Context) -> Any:
        value = read(ctx)
        return None if value is None else str(value)

    return get


def _open_amount(ctx: Context) -> Decimal:
    return ctx.obj.total - ctx.obj.paid


def _of_matter() -> list[Field]:
    group = "Matter"
    return [
        Field("matter.practice_area", "Practice area", CHOICE, group, _id("matter.practice_area_id"),
              _rows(PracticeArea)),
        Field("matter.stage", "Stage", CHOICE, group, _id("matter.stage.name"), _names(Stage)),
        Field("matter.state", "Matter’s status", CHOICE, group, _id("matter.state"), lambda: Matter.State.choices),
        Field("matter.responsible", "Responsible attorney", PERSON, group, _id("matter.responsible_id")),
        Field("matter.supervising", "Supervising attorney", PERSON, group, _id("matter.supervising_id")),
        Field("matter.originating", "Originating attorney", PERSON, group, _id("matter.originating_id")),
        Field("matter.name", "Caption", TEXT, group, _of("matter.name")),
        Field("matter.matter_type", "Type of matter", TEXT, group, _of("matter.matter_type")),
        Field("matter.court", "Court", TEXT, group, _of("matter.court")),
        Field("matter.jurisdiction", "Jurisdiction", TEXT, group, _of("matter.jurisdiction")),
        Field("matter.judge", "Judge", TEXT, group, _of("matter.judge")),
        Field("matter.case_number", "Case number", TEXT, group, _of("matter.case_number")),
        Field("matter.budget", "Budget", MONEY, group, _of("matter.budget")),
        Field("matter.tags", "Tags", TAGS, group, _of("matter.tags")),
        Field("matter.restricted", "Restricted", YESNO, group, _of("matter.restricted")),
        Field("matter.opened_on", "Opened on", DATE, group, _of("matter.opened_on")),
        Field("matter.limitation_on", "Limitation date", DATE, group, _of("matter.limitation_on")),
        Field("matter.limitation_satisfied_on", "Limitation satisfied on", DATE, group,
              _of("matter.limitation_satisfied_on")),
        Field("client.name", "Client", TEXT, "Client", _of("matter.client.name")),
        Field("client.kind", "Kind of client", CHOICE, "Client", _id("matter.client.kind"),
              lambda: Contact.Kind.choices),
    ]  # fmt: skip


_OWN: dict[str, Callable[[], list[Field]]] = {
    "lead": lambda: [
        Field("lead.practice_area", "Lead’s practice area", CHOICE, "Lead", _id("obj.practice_area_id"),
              _rows(PracticeArea)),
        Field("lead.state", "Lead’s status", CHOICE, "Lead", _id("obj.state"), lambda: Lead.State.choices),
        Field("lead.source", "Source", CHOICE, "Lead", _id("obj.source_id"), _rows(LeadSource)),
        Field("lead.channel", "Came by", CHOICE, "Lead", _id("obj.channel"), lambda: Lead.Channel.choices),
        Field("lead.urgency", "Urgency", CHOICE, "Lead", _id("obj.urgency"), lambda: Lead.Urgency.choices),
        Field("lead.value", "Value", MONEY, "Lead", _of("obj.value")),
        Field("lead.score", "Score", NUMBER, "Lead", _of("obj.score")),
        Field("lead.owner", "Owner", PERSON, "Lead", _id("obj.owner_id")),
        Field("lead.attorney", "Attorney", PERSON, "Lead", _id("obj.attorney_id")),
        Field("lead.email", "Lead’s e-mail", TEXT, "Lead", _of("obj.email")),
        Field("lead.limitation_on", "Lead’s limitation date", DATE, "Lead", _of("obj.limitation_on")),
    ],
    "task": lambda: [
        Field("task.title", "Task", TEXT, "Task", _of("obj.title")),
        Field("task.type", "Type of task", CHOICE, "Task", _id("obj.type_id"), _rows(TaskType)),
        Field("task.assignee", "Assigned to", PERSON, "Task", _id("obj.assignee_id")),
        Field("task.priority", "Priority", CHOICE, "Task", _id("obj.priority"),
              lambda: [(str(value), label) for value, label in Task.Priority.choices]),
        Field("task.due_on", "Task due on", DATE, "Task", _of("obj.due_on")),
    ],
    "deadline": lambda: [
        Field("deadline.title", "Deadline", TEXT, "Deadline", _of("obj.title")),
        Field("deadline.kind", "Kind of deadline", CHOICE, "Deadline", _id("obj.kind"),
              lambda: Deadline.Kind.choices),
        Field("deadline.owner", "Answers for it", PERSON, "Deadline", _id("obj.owner_id")),
        Field("deadline.due_on", "Deadline due on", DATE, "Deadline", _of("obj.due_on")),
    ],
    "document": lambda: [
        Field("document.name", "Document", TEXT, "Document", _of("obj.name")),
        Field("document.category", "Category", CHOICE, "Document", _id("obj.category"),
              lambda: Document.Category.choices),
    ],
    "invoice": lambda: [
        Field("invoice.total", "Bill’s total", MONEY, "Bill", _of("obj.total")),
        Field("invoice.open", "Still unpaid", MONEY, "Bill", _open_amount),
        Field("invoice.due_on", "Bill due on", DATE, "Bill", _of("obj.due_on")),
    ],
    "payment": lambda: [Field("payment.amount", "Amount", MONEY, "Payment", _of("obj.amount"))],
    "expense": lambda: [
        Field("expense.amount", "Amount", MONEY, "Expense", _of("obj.amount")),
        Field("expense.kind", "Kind of expense", CHOICE, "Expense", _id("obj.kind"),
              lambda: Expense.Kind.choices),
        Field("expense.member", "Incurred by", PERSON, "Expense", _id("obj.member_id")),
    ],
    "slip": lambda: [
        Field("slip.for_member", "Message for", PERSON, "Message", _id("obj.for_member_id")),
        Field("slip.urgency", "Urgency", CHOICE, "Message", _id("obj.urgency"), lambda: Slip.Urgency.choices),
        Field("slip.reason", "What it is about", TEXT, "Message", _of("obj.reason")),
    ],
    "contact": lambda: [
        Field("contact.kind", "Kind of contact", CHOICE, "Contact", _id("obj.kind"),
              lambda: Contact.Kind.choices),
        Field("contact.email", "E-mail", TEXT, "Contact", _of("obj.email")),
    ],
    "approval": lambda: [
        Field("approval.kind", "What was decided", CHOICE, "Approval", _id("obj.kind"),
              lambda: [(key, kind(key).label) for key in KINDS]),
        Field("approval.submitted_by", "Sent by", PERSON, "Approval", _id("obj.submitted_by_id")),
    ],
}  # fmt: skip

_CUSTOM_KINDS = {
    "text": TEXT, "long_text": TEXT, "email": TEXT, "url": TEXT, "time": TEXT, "checkbox": YESNO,
    "tristate": CHOICE, "picklist": CHOICE, "multi": TAGS, "date": DATE, "numeric": NUMBER, "currency": MONEY,
    "user": PERSON,
}  # fmt: skip
_HOSTS = {"matter": "matter", "client": "contact", "lead": "lead", "task": "task", "contact": "contact"}
_HOLDERS = {"matter": "matter", "client": "matter.client", "lead": "obj", "task": "obj", "contact": "obj"}
_HAS_MATTER = (
    "matter",
    "task",
    "deadline",
    "document",
    "invoice",
    "payment",
    "expense",
    "slip",
    "call",
    "approval",
)


def _custom_value(holder: str, field: CustomField) -> Callable[[Context], Any]:
    read = _of(f"{holder}.custom")

    def get(ctx: Context) -> Any:
        value = (read(ctx) or {}).get(str(field.pk))
        if value in (None, "", []):
            return None
        if field.type == "date":
            return datetime.date.fromisoformat(value)
        if field.type in ("numeric", "currency"):
            return Decimal(str(value))
        if field.type == "checkbox":
            return bool(value)
        return [str(v) for v in value] if isinstance(value, list) else str(value)

    return get


def _custom(holder: str, fields: list[CustomField], group: str) -> list[Field]:
    found = []
    for field in fields:
        if field.host != _HOSTS[holder] or field.parent_id or field.type not in _CUSTOM_KINDS:
            continue
        choices = None
        if field.type == "tristate":
            choices = lambda: [("yes", "Yes"), ("no", "No"), ("unknown", "Unknown")]  # noqa: E731
        elif field.choices:
            pairs = [(str(c["key"]), str(c["label"])) for c in field.choices if isinstance(c, dict)]
            choices = lambda pairs=pairs: pairs  # noqa: E731
        found.append(
            Field(
                f"{holder}.custom.{field.pk}", field.label, _CUSTOM_KINDS[field.type], group,
                _custom_value(_HOLDERS[holder], field), choices,
            )
        )  # fmt: skip
    return found


def fields_for(subject: str) -> dict[str, Field]:
    """{key: field} of what conditions may ask about on a record of this kind. One query, for the firm's own fields."""
    own = _OWN[subject]() if subject in _OWN else []
    custom = list(CustomField.objects.current().select_related("field_set").order_by("position", "id"))
    if subject in ("lead", "task", "contact"):
        own += _custom(subject, custom, f"{subject.capitalize()}: own fields")
    if subject in _HAS_MATTER:
        own += _of_matter()
        own += _custom("matter", custom, "Matter: own fields")
        own += _custom("client", custom, "Client: own fields")
    own.append(Field("actor", "Done by", PERSON, "What happened", _id("event.actor_id")))
    return {field.key: field for field in own}


def as_decimal(text: Any) -> Decimal | None:
    """A number or an amount as typed; None when it is none."""
    try:
        return Decimal(str(text).replace(",", "").replace("$", "").strip())
    except (InvalidOperation, ValueError):
        return None
