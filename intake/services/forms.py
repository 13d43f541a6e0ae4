"""Public intake forms: made by the firm."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from intake.models import IntakeForm, Question
from intake.models.forms import new_key
from intake.queries.own_fields import takes_answers
from intake.services.scripts import shift
from practice import audit
from practice.exceptions import DomainError

MOST_QUESTIONS = 80
FIELDS = (
    "name", "title", "intro", "practice_area", "source", "owner", "thanks", "acknowledge", "acknowledgment", "hosts",
    "is_active",
)  # fmt: skip

# What a new form asks at first: (section, label, hint, kind, required, target).
FIRST = (
    ("About you", "Your name", "", "text", True, "name"),
    ("About you", "E-mail", "We answer to this address.", "email", True, "email"),
    ("About you", "Phone", "", "phone", False, "phone"),
    ("Your matter", "What happened", "A few sentences. Do not send anything secret yet.", "long", True, "summary"),
    ("Your matter", "Who is on the other side", "Full names, companies too. We check for conflicts of interest.",
     "text", False, "party:opposing_party"),
    ("Your matter", "Has a court or a paper set a date", "The nearest one.", "date", False, "limitation_on"),
)  # fmt: skip


def host_of(text: str) -> str:
    """A host as frame-ancestors takes it: https://www.example.com. Raises DomainError for anything else."""
    text = text.strip().lower()
    parts = urlsplit(text if "//" in text else f"https://{text}")
    host = parts.hostname or ""
    known = re.fullmatch(r"(\*\.)?([a-z0-9-]+\.)+[a-z]{2,}", host) or host in ("localhost", "127.0.0.1")
    if not known or parts.scheme not in ("https", "http"):
        raise DomainError(f"“{text}” is no web site. Type it as www.example.com.", field="hosts")
    if parts.scheme == "http" and host not in ("localhost", "127.0.0.1"):
        raise DomainError(f"{host} must use https: people type confidential things.", field="hosts")
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"


@transaction.atomic
def save_form(form: IntakeForm | None, *, by: Member, **values: Any) -> IntakeForm:
    """Add a form (`form` None) with the usual first questions, or change one. FIELDS are its values."""
    ensure(by, Perm.FIRM_SETTINGS)
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a form has no field {sorted(unknown)[0]!r}")
    if "name" in values:
        values["name"] = " ".join(values["name"].split())
        if not values["name"]:
            raise DomainError("Give the form a name.", field="name")
        same = IntakeForm.objects.filter(name__iexact=values["name"]).exclude(pk=form.pk if form else None)
        if same.exists():
            raise DomainError(f"There is a form called “{values['name']}” already.", field="name")
    if "hosts" in values:
        values["hosts"] = list(dict.fromkeys(host_of(host) for host in values["hosts"] if host.strip()))
    if form is None:
        values.setdefault("title", values["name"])
        form = IntakeForm.objects.create(created_by=by, **values)
        for position, (section, label, hint, kind, required, target) in enumerate(FIRST):
            Question.objects.create(
                form=form, position=position, section=section, label=label, hint=hint, kind=kind, required=required,
                target=target,
            )  # fmt: skip
        audit.record(by, "intakeform.created", form)
        return form
    form = IntakeForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    changes = audit.apply(form, **values)
    if changes:
        if changes.get("is_active", [None, False])[1]:
            check_form(form)
        form.save()
        audit.record(by, "intakeform.changed", form, changes=changes)
    return form


def check_form(form: IntakeForm) -> None:
    """Raise DomainError when a form cannot be put on the web: it must ask for a name and a way to answer."""
    asked = set(form.questions.filter(show_if=None).values_list("target", flat=True))
    if not asked & {"name", "company"}:
        raise DomainError(
            "The form does not ask for the name. Add a question whose answer is the lead’s name."
        )
    if not asked & {"email", "phone"}:
        raise DomainError("The form asks for neither e-mail nor phone, so nobody could answer.")


@transaction.atomic
def new_address(form: IntakeForm, *, by: Member) -> IntakeForm:
    """Give the form a new address; the old one ends at once, on every page that shows it."""
    ensure(by, Perm.FIRM_SETTINGS)
    form = IntakeForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    form.key = new_key()
    form.save(update_fields=["key"])
    audit.record(by, "intakeform.moved", form)
    return form


@transaction.atomic
def delete_form(form: IntakeForm, *, by: Member) -> None:
    """Delete a form that nobody has sent; another is switched off instead."""
    ensure(by, Perm.FIRM_SETTINGS)
    audit.record(by, "intakeform.deleted", form, changes={"name": [form.name, None]})
    try:
        form.delete()
    except ProtectedError:
        raise DomainError(f"Leads came by {form.name}. Switch it off instead.") from None


@transaction.atomic
def save_question(form: IntakeForm, question: Question | None, *, by: Member, **values: Any) -> Question:
    """Add a question at the end of its section's form (`question` None) or change one.

    Values: section, label, hint, kind, choices, required, target, custom_field, show_if, show_values. A condition names an earlier
    question with fixed answers.
    """
    ensure(by, Perm.FIRM_SETTINGS)
    values["label"] = " ".join(values.get("label", "").split())
    if not values["label"]:
        raise DomainError("Type the question.", field="label")
    kind = values.get("kind", Question.Kind.TEXT)
    choices = list(dict.fromkeys(c.strip()[:120] for c in values.get("choices") or [] if c.strip()))
    values["choices"] = choices if kind in (Question.Kind.CHOICE, Question.Kind.MULTIPLE) else []
    if kind in (Question.Kind.CHOICE, Question.Kind.MULTIPLE) and len(choices) < 2:
        raise DomainError("Type at least two answers, one a line.", field="choices")
    if kind == Question.Kind.FILE and values.get("target"):
        raise DomainError("Files are kept with the lead; they go nowhere else.", field="target")
    if values.get("custom_field") is not None and values["custom_field"] not in {
        f.pk for f in takes_answers()
    }:
        raise DomainError("Choose a field of leads from the list.", field="custom_field")
    _check_condition(form, question, values)
    if question is None:
        if form.questions.count() >= MOST_QUESTIONS:
            raise DomainError(f"A form has at most {MOST_QUESTIONS} questions.")
        last = form.questions.order_by("-position").values_list("position", flat=True).first()
        question = Question.objects.create(form=form, position=0 if last is None else last + 1, **values)
    else:
        question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk, form=form)
        if not audit.apply(question, **values):
            return question
        question.save()
    audit.record(by, "intakeform.changed", form, changes={"question": [None, question.label]})
    return question


def _check_condition(form: IntakeForm, question: Question | None, values: dict) -> None:
    other = values.get("show_if")
    if other is None:
        values["show_values"] = []
        return
    if other.form_id != form.pk or (question is not None and other.pk == question.pk):
        raise DomainError("Choose another question of this form.", field="show_if")
    if question is not None and (other.position, other.pk) > (question.position, question.pk):
        raise DomainError("Choose a question that stands before this one.", field="show_if")
    fixed = answers_of(other)
    if not fixed:
        raise DomainError("Only a question with fixed answers can be a condition.", field="show_if")
    wanted = [v.strip() for v in values.get("show_values") or [] if v.strip()]
    strange = [v for v in wanted if v not in fixed]
    if not wanted or strange:
        raise DomainError(f"Type one of its answers: {', '.join(fixed)}.", field="show_values")
    values["show_values"] = wanted


def answers_of(question: Question) -> list[str]:
    """The fixed answers of a question; empty when anything may be typed."""
    if question.kind == Question.Kind.YES_NO:
        return ["Yes", "No"]
    return list(question.choices)


@transaction.atomic
def delete_question(question: Question, *, by: Member) -> None:
    """Take a question out. What was answered to it stays as it was sent; what depended on it is asked always."""
    ensure(by, Perm.FIRM_SETTINGS)
    audit.record(by, "intakeform.changed", question.form, changes={"question": [question.label, None]})
    Question.objects.filter(show_if=question).update(show_if=None, show_values=[])
    question.delete()


@transaction.atomic
def shift_question(question: Question, *, by: Member, up: bool) -> None:
    """Move a question one place earlier or later. Not before what it depends on."""
    ensure(by, Perm.FIRM_SETTINGS)
    rows = list(question.form.questions.select_for_update(of=("self",)))
    shift(rows, question, up=up)
    place = {row.pk: i for i, row in enumerate(rows)}
    for row in rows:
        if row.show_if_id is not None and place[row.show_if_id] > place[row.pk]:
            raise DomainError(f"“{row.label}” depends on a question that would then stand after it.")
