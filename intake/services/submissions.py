"""What strangers send by a public form becomes a lead. Runs in the firm's scope with no member and no matter in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from custom_fields.services import put_what_fits
from documents import media
from intake.models import IntakeForm, Lead, LeadParty, Question, Submission
from intake.services.leads import add_file, create_lead
from intake.services.targets import day_of, put_value
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit

MOST_TEXT, MOST_LINE = 10_000, 500
MOST_FILES, MOST_BYTES = 10, 25 * 1024 * 1024
# What strangers may send: papers and pictures, nothing that runs.
FILE_TYPES = {
    "pdf",
    "png",
    "jpg",
    "jpeg",
    "heic",
    "tif",
    "tiff",
    "doc",
    "docx",
    "odt",
    "rtf",
    "txt",
    "xls",
    "xlsx",
    "eml",
    "msg",
}


@dataclass
class Filled:
    """A form as somebody filled it in: answers by the question's id, errors beside them."""

    values: dict[int, Any] = field(default_factory=dict)
    files: dict[int, list] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    shown: set[int] = field(default_factory=set)
    # Files that wait on the server while the page is shown again.
    held: dict[int, list] = field(default_factory=dict)


def is_shown(question: Question, values: dict[int, Any], shown: set[int]) -> bool:
    """Whether the question is asked, after what was answered before it."""
    if question.show_if_id is None:
        return True
    if question.show_if_id not in shown:
        return False
    given = values.get(question.show_if_id)
    said = given if isinstance(given, list) else [given]
    return any(value in question.show_values for value in said)


def read(questions: list[Question], data, files, held: Mapping[int, list] | None = None) -> Filled:
    """What was typed, read and checked question by question. Answers to what was not asked are left out.

    `held` are files that were chosen before and wait on the server: they stand before what is chosen now.
    """
    filled = Filled()
    for question in questions:
        if not is_shown(question, filled.values, filled.shown):
            continue
        filled.shown.add(question.pk)
        name, kind = question.field_name, question.kind
        if kind == Question.Kind.FILE:
            given = [*(held or {}).get(question.pk, ()), *(f for f in files.getlist(name) if f)]
            filled.files[question.pk] = given
            error = _files_error(given)
            empty = not given
        else:
            value: Any = data.getlist(name) if kind == Question.Kind.MULTIPLE else data.get(name, "")
            value = (
                [v[:MOST_LINE] for v in value[:100]]
                if isinstance(value, list)
                else value.replace("\x00", "").strip()
            )
            filled.values[question.pk] = value
            empty = not value
            error = "" if empty else _error(question, value)
        if empty and question.required:
            error = "Choose a file." if kind == Question.Kind.FILE else "This is needed."
        if error:
            filled.errors[question.pk] = error
    return filled


def _error(question: Question, value) -> str:
    kind = question.kind
    if kind == Question.Kind.EMAIL:
        try:
            validate_email(value)
        except ValidationError:
            return "This is no e-mail address."
    elif kind == Question.Kind.DATE and day_of(value) is None:
        return "Type a date such as 11/30/2026."
    elif kind in (Question.Kind.NUMBER, Question.Kind.MONEY):
        plain = value.replace(",", "").replace("$", "").strip()
        if not plain.replace(".", "", 1).isdecimal():
            return "Type a number."
    elif kind == Question.Kind.PHONE and sum(c.isdigit() for c in value) < 7:
        return "Type the whole number."
    elif kind == Question.Kind.YES_NO and value not in ("Yes", "No"):
        return "Choose yes or no."
    elif kind == Question.Kind.CHOICE and value not in question.choices:
        return "Choose one of the answers."
    elif kind == Question.Kind.MULTIPLE and not set(value) <= set(question.choices):
        return "Choose among the answers."
    most = MOST_TEXT if kind == Question.Kind.LONG else MOST_LINE
    if not isinstance(value, list) and len(value) > most:
        return f"Type at most {most} characters; this has {len(value)}."
    return ""


def _files_error(files: list) -> str:
    if len(files) > MOST_FILES:
        return f"Send at most {MOST_FILES} files."
    if sum(f.size for f in files) > MOST_BYTES:
        return f"The files are larger than {MOST_BYTES // (1024 * 1024)} MB together."
    for file in files:
        if media.ending(media.clean_name(file.name or "")) not in FILE_TYPES:
            return f"“{file.name}” cannot be sent here. Send PDF files, pictures or text documents."
        try:
            media.media_type_of(media.clean_name(file.name or ""), file)
        except DomainError as error:
            return error.message
    return ""


@dataclass
class Answers:
    """What a filled form says: rows as they are kept, and where each goes."""

    rows: list[dict]
    values: dict[str, Any]
    parties: list[tuple[str, str]]
    custom: dict[str, Any]
    questions: list[Question]


def answers_in(form: IntakeForm, filled: Filled) -> Answers:
    """The answers of a filled form, sorted by where they go: fields of the lead, parties, the firm's own fields."""
    questions = [q for q in form.questions.all() if q.pk in filled.shown]
    values: dict[str, Any] = {}
    parties: list[tuple[str, str]] = []
    custom: dict[str, Any] = {}
    rows = []
    for question in questions:
        value = filled.values.get(question.pk)
        names = [f.name for f in filled.files.get(question.pk, [])]
        said = names if question.kind == Question.Kind.FILE else value
        if not said:
            continue
        rows.append({"question": question.pk, "label": question.label, "kind": question.kind, "value": said})
        text = ", ".join(said) if isinstance(said, list) else said
        if question.target.startswith("party:"):
            parties.append((text[:200], question.target.removeprefix("party:")))
        elif question.target:
            # The company is who asks; a person's name beside it is kept with the answers.
            found = put_value(question.target, text)
            values = (
                {**values, **found}
                if "kind" in found or values.get("kind") != "company"
                else {**found, **values}
            )
        if question.custom_field is not None:
            custom[str(question.custom_field)] = value
    return Answers(rows, values, parties, custom, questions)


@transaction.atomic
def keep_answers(form: IntakeForm, lead: Lead, answers: Answers, filled: Filled, *, nonce: str) -> Submission:
    """Keep with the lead what was sent: parties, the answers as they were sent, the firm's own fields, files.

    Raises DomainError when this very page was sent before.
    """
    for party, role in answers.parties:
        if not lead.parties.filter(name__iexact=party, role=role).exists():
            LeadParty.objects.create(lead=lead, matter_id=lead.matter_id, name=party, role=role)
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                form=form, lead=lead, matter_id=lead.matter_id, answers=answers.rows, nonce=nonce
            )
    except IntegrityError:
        # The same page, sent twice at once: the other one counts.
        raise DomainError("This was sent already.") from None
    put_what_fits(lead, answers.custom)
    for question in answers.questions:
        for file in filled.files.get(question.pk, []):
            try:
                add_file(
                    lead,
                    by=None,
                    content=file,
                    filename=file.name or "",
                    question=question.label,
                    submission=submission,
                )
            except DomainError as error:
                if "already" not in error.message:
                    raise
    return submission


@transaction.atomic
def receive(form: IntakeForm, filled: Filled, *, nonce: str) -> Lead | None:
    """Make a lead of a filled form: parties, files and the answers as they were sent; and answer by mail.

    None when this very page was sent before. Nothing is looked up of the firm: no contact is matched.
    """
    if Submission.objects.filter(form=form, nonce=nonce).exists():
        return None
    answers = answers_in(form, filled)
    values = dict(answers.values)
    name = values.pop("name", "") or values.get("email", "") or "No name given"
    with transaction.atomic():
        lead = create_lead(
            by=None,
            name=name,
            channel=Lead.Channel.FORM,
            practice_area=form.practice_area,
            source=form.source,
            owner=form.owner if form.owner_id and form.owner.is_active else None,
            **values,
        )
    submission = keep_answers(form, lead, answers, filled, nonce=nonce)
    enqueue_after_commit("intake.tasks.acknowledge", submission_id=submission.pk)
    return lead
