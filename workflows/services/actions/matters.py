"""Actions on the matter itself, and what goes to an attorney's decision."""

from decimal import Decimal

from accounts.permissions import Perm
from custom_fields.models import Field as CustomField
from custom_fields.services import set_custom
from matters.models import Matter, Stage
from matters.services.matters import edit_matter
from matters.services.stages import set_stage
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.models import Approval
from workflows.queries.fields import as_decimal
from workflows.services.actions.base import Action, Done, Input, Kept, check_text, fill, person, url_of

# Plain fields that an automation may set. Client, practice area, attorneys and fees are for people to decide.
PLAIN = {
    "matter_type": "Type of matter",
    "court": "Court",
    "jurisdiction": "Jurisdiction",
    "department": "Department",
    "judge": "Judge",
    "case_number": "Case number",
    "client_reference": "Client’s reference",
    "description": "Description",
    "budget": "Budget",
}
SETTABLE = (
    "text",
    "long_text",
    "checkbox",
    "tristate",
    "picklist",
    "multi",
    "date",
    "numeric",
    "currency",
    "email",
    "url",
)


def field_choices() -> list[tuple[str, str]]:
    """What `set a field` may set: plain fields, and the firm's own."""
    own = CustomField.objects.current().filter(host="matter", parent=None, type__in=SETTABLE)
    return [*PLAIN.items(), *((f"custom.{pk}", label) for pk, label in own.values_list("pk", "label"))]


class SetField(Action):
    kind, label, icon = "set_field", "Set a field of the matter", "forms"
    perm = Perm.MATTER_EDIT
    inputs = (
        Input("field", "Field", "choice", field_choices),
        Input("value", "To", required=False, hint="Empty clears it."),
    )
    undoing = "The value before comes back, when nobody has changed it since."

    def say(self, data):
        value = data.get("value") or ""
        return f"set {self.label_of(data, 'field')} to {f'“{value}”' if value else 'nothing'}"

    def check(self, data, where):
        check_text(data.get("value", ""), f"{where}-value")
        if data["field"] == "budget" and data.get("value") and as_decimal(data["value"]) is None:
            raise DomainError("Type an amount such as 10,000.", field=f"{where}-value")

    def do(self, data, work):
        matter, name = self.matter(work), data["field"]
        label = self.label_of(data, "field")
        value = fill(data.get("value", ""), work.ctx)
        before = _read(matter, name)
        after = _write(matter, name, value, by=work.by)
        if before == after:
            return Done(f"{label} was {_said(after)} already", nothing=True)
        return Done(
            f"Set {label} from {_said(before)} to {_said(after)}",
            url_of(matter),
            {"matter": matter.pk, "field": name, "before": _plain(before), "after": _plain(after)},
        )

    def undo(self, back, *, by):
        matter = Matter.objects.with_people().filter(pk=back["matter"]).first()
        if matter is None:
            raise Kept("You may not see the matter.")
        if _plain(_read(matter, back["field"])) != back["after"]:
            raise Kept("Somebody has changed it since, so it stays.")
        _write(matter, back["field"], back["before"], by=by)


def _read(matter: Matter, name: str):
    if name.startswith("custom."):
        return (matter.custom or {}).get(name.removeprefix("custom."))
    return getattr(matter, name)


def _write(matter: Matter, name: str, value, *, by):
    if name.startswith("custom."):
        set_custom(matter, {name.removeprefix("custom."): value or None}, by=by)
        return _read(matter, name)
    new = (as_decimal(value) if value not in (None, "") else None) if name == "budget" else (value or "")
    changed = edit_matter(matter, by=by, **{name: new})
    return getattr(changed, name)


def _plain(value):
    return str(value) if isinstance(value, Decimal) else value


def _said(value) -> str:
    if value in (None, "", []):
        return "nothing"
    return f"“{value}”"


class AddTag(Action):
    kind, label, icon = "add_tag", "Add a tag to the matter", "tag"
    perm = Perm.MATTER_EDIT
    inputs = (Input("tag", "Tag", longest=40),)
    undoing = "The tag is taken off."

    def say(self, data):
        return f"add the tag “{data.get('tag', '')}”"

    def do(self, data, work):
        matter, tag = self.matter(work), data["tag"].strip()
        if tag.lower() in {one.lower() for one in matter.tags}:
            return Done(f"It has the tag “{tag}” already", nothing=True)
        edit_matter(matter, by=work.by, tags=[*matter.tags, tag])
        return Done(f"Added the tag “{tag}”", url_of(matter), {"matter": matter.pk, "tag": tag})

    def undo(self, back, *, by):
        matter = Matter.objects.with_people().filter(pk=back["matter"]).first()
        if matter is not None and back["tag"] in matter.tags:
            edit_matter(matter, by=by, tags=[tag for tag in matter.tags if tag != back["tag"]])


class MoveStage(Action):
    kind, label, icon = "move_stage", "Move the matter to a stage", "arrow-right"
    perm = Perm.MATTER_EDIT
    inputs = (
        Input("stage", "Stage", "choice", lambda: [
            (name, name) for name in dict.fromkeys(Stage.objects.filter(is_active=True).values_list("name", flat=True))]),
    )  # fmt: skip
    undoing = "It goes back to the stage before, when it is still there."

    def say(self, data):
        return f"move the matter to {data.get('stage', '')}"

    def do(self, data, work):
        matter, name = self.matter(work), data["stage"]
        before = matter.stage.name if matter.stage else ""
        if before == name:
            return Done(f"It is in {name} already", nothing=True)
        moved = set_stage(matter, by=work.by, stage=name, reason=f"Automation “{work.automation.name}”")
        return Done(
            f"Moved from {before or 'no stage'} to {moved.stage.name}",
            url_of(matter),
            {"matter": matter.pk, "before": before, "after": moved.stage.name},
        )

    def undo(self, back, *, by):
        matter = Matter.objects.with_people().select_related("stage").filter(pk=back["matter"]).first()
        if matter is None:
            raise Kept("You may not see the matter.")
        if (matter.stage.name if matter.stage else "") != back["after"]:
            raise Kept("It has gone on to another stage since.")
        set_stage(matter, by=by, stage=back["before"] or None, reason="The automation was undone")


# What sends a record to be decided: the kind of approval of each subject.
KIND_OF = {"invoice": "invoice", "document": "document", "deadline": "deadline", "expense": "expense"}


class RequestApproval(Action):
    kind, label, icon = "request_approval", "Request an approval", "checkup-list"
    needs_matter = False
    subjects = ("matter", "invoice", "document", "deadline", "expense", "task", "lead")
    inputs = (
        Input("what", "What is to be decided", "choice", lambda: [
            ("record", "The record itself (bill, document, deadline, expense)"),
            ("closing", "That the matter be closed"),
            ("question", "What the text asks")]),
        Input("who", "Sent to", "people", initial="responsible"),
        Input("text", "Text", "long", required=False, longest=1000),
    )  # fmt: skip
    undoing = "The request is withdrawn while it waits."

    def say(self, data):
        what = {"record": "its approval", "closing": "that the matter be closed"}.get(
            data.get("what", ""), "a decision"
        )
        return f"ask {self.label_of(data, 'who')} for {what}"

    def check(self, data, where):
        text = check_text(data.get("text", ""), f"{where}-text")
        if data["what"] != "record" and not text.strip():
            raise DomainError("Say what is asked, or why.", field=f"{where}-text")

    def do(self, data, work):
        who, why = person(data["who"], work)
        if who is None:
            raise DomainError(f"Nobody to ask. {why}".strip())
        text, ctx = fill(data.get("text", ""), work.ctx), work.ctx
        if data["what"] == "closing":
            approval = approvals.submit(
                "closing", self.matter(work), by=work.by, to=who, note=text,
                arguments={"to": "closed", "reason": text},
            )  # fmt: skip
        elif data["what"] == "question":
            approval = approvals.ask(
                Perm.MATTER_EDIT, by=work.by, text=text, path=ctx.url, matter=ctx.matter, to=who
            )
        else:
            key = KIND_OF.get(ctx.subject)
            if key is None:
                raise DomainError("This kind of record is not decided by itself. Ask in words instead.")
            obj = ctx.obj.newest if ctx.subject == "document" else ctx.obj
            approval = approvals.submit(key, obj, by=work.by, to=who, note=text)
        return Done(
            f"Asked {approval.assigned_to.name}: {approval.title}",
            url_of(approval),
            {"approval": approval.pk},
        )

    def undo(self, back, *, by):
        approval = Approval.objects.filter(pk=back["approval"]).first()
        if approval is None or approval.state != Approval.State.WAITING:
            raise Kept("It was decided already, and the decision stands.")
        approvals.withdraw(approval, by=by)
