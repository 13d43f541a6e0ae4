"""Actions that write: documents, e-mail drafts, notices to staff, webhooks."""

import json

from django.utils import timezone

from accounts.permissions import Perm
from documents.models import Document
from documents.services import create_document, trash_document
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from workflows import docx, webhooks
from workflows.models import Delivery, MailDraft
from workflows.services.actions.base import Action, Done, Input, Kept, check_text, fill, person, url_of
from workflows.services.actions.tasks import untouched

DELIVER, NOTIFY = "workflows.tasks.deliver_webhook", "workflows.tasks.mail_notice"
BRACES = (
    "Names in braces are filled in: {client}, {matter}, {number}, {caption}, {record}, {stage}, {responsible}, {court}, "
    "{today}, and {custom.key} for a field of the firm’s own."
)


class CreateDocument(Action):
    kind, label, icon = "create_document", "Create a document", "file-text"
    perm = Perm.DOCUMENT_UPLOAD
    inputs = (
        Input("name", "Name", initial="Letter to {client}"),
        Input("category", "Category", "choice", lambda: [
            (value, label) for value, label in Document.Category.choices if value not in ("invoice", "receipt")],
            initial="correspondence"),
        Input("text", "Text", "long", longest=20_000, hint=BRACES),
    )  # fmt: skip
    undoing = "The document goes to the trash, when nobody has worked on it."

    def say(self, data):
        return f"create the document “{data.get('name', '')}”"

    def check(self, data, where):
        check_text(data["name"], f"{where}-name")
        check_text(data["text"], f"{where}-text")

    def do(self, data, work):
        matter = self.matter(work)
        name = fill(data["name"], work.ctx)[:190]
        content = docx.document(name, fill(data["text"], work.ctx))
        if work.is_dry:  # files are no part of a transaction: a dry run stores none
            return Done(f"Would create the document “{name}”", url_of(matter))
        document = create_document(
            matter,
            content=content,
            filename=f"{name[:100]}.docx",
            name=name,
            category=data.get("category") or Document.Category.OTHER,
            by=work.by,
        )
        return Done(f"Created the document “{name}”", url_of(document), {"document": document.pk})

    def undo(self, back, *, by):
        document = Document.objects.filter(pk=back["document"]).select_related("matter").first()
        if document is None or document.trashed_at is not None:
            return
        why = untouched("documents.document", document.pk, "document.uploaded", "document.downloaded")
        if why:
            raise Kept(f"“{document.name}” stays: {why}")
        trash_document(document, by=by)


class DraftEmail(Action):
    kind, label, icon = "draft_email", "Write an e-mail draft", "mail"
    perm, needs_matter = Perm.MESSAGE_CLIENT_SEND, False
    inputs = (
        Input("to", "To", "choice", lambda: [
            ("client", "the client (or the lead, the caller)"), ("address", "an address, below")], initial="client"),
        Input("address", "Address", required=False),
        Input("who", "Sent by", "people", initial="responsible", hint="Who reads it and sends it."),
        Input("subject", "Subject"),
        Input("text", "Text", "long", longest=10_000, hint=BRACES),
    )  # fmt: skip
    undoing = "The draft is discarded, when it was not sent."

    def say(self, data):
        to = data.get("address") if data.get("to") == "address" else "the client"
        return f"write an e-mail draft to {to} for {self.label_of(data, 'who')} to send"

    def check(self, data, where):
        check_text(data["subject"], f"{where}-subject")
        check_text(data["text"], f"{where}-text")
        if data["to"] == "address" and "@" not in data.get("address", ""):
            raise DomainError("Type the address.", field=f"{where}-address")

    def do(self, data, work):
        who, why = person(data["who"], work)
        contact = work.ctx.contact if data["to"] == "client" else None
        email = data.get("address", "").strip()
        if data["to"] == "client":
            email = getattr(work.ctx.obj, "email", "") if work.ctx.lead is not None else ""
            email = email or (contact.email if contact else "")
            if not email:
                whom = contact.name if contact else str(work.ctx.obj)
                raise DomainError(f"{whom} has no e-mail address. Add one, then run it again.")
        name = (
            contact.name if contact else getattr(work.ctx.obj, "name", "") if data["to"] == "client" else ""
        )
        draft = MailDraft.objects.create(
            matter=work.ctx.matter,
            run=work.run,
            contact=contact,
            to_name=str(name)[:200],
            to_email=email,
            subject=fill(data["subject"], work.ctx)[:200],
            body=fill(data["text"], work.ctx),
            owner=who or work.by,
        )
        note = f" ({why})" if why else ""
        return Done(
            f"Wrote the draft “{draft.subject}” to {email} for {draft.owner.name} to send{note}",
            url_of(draft),
            {"draft": draft.pk},
        )

    def undo(self, back, *, by):
        draft = MailDraft.objects.select_for_update().filter(pk=back["draft"]).first()
        if draft is None or draft.state == MailDraft.State.DISCARDED:
            return
        if draft.state == MailDraft.State.SENT:
            raise Kept("It was sent already.")
        draft.state, draft.settled_by, draft.settled_at = MailDraft.State.DISCARDED, by, timezone.now()
        draft.save(update_fields=["state", "settled_by", "settled_at"])


class Notify(Action):
    kind, label, icon = "notify", "Notify somebody of the firm", "bell"
    needs_matter = False
    inputs = (
        Input("who", "Whom", "people", initial="responsible"),
        Input("text", "Text", "long", longest=1000, hint=BRACES),
    )
    undoing = "Mail that has gone out cannot be taken back."

    def say(self, data):
        return f"notify {self.label_of(data, 'who')}"

    def check(self, data, where):
        check_text(data["text"], f"{where}-text")

    def do(self, data, work):
        who, why = person(data["who"], work)
        if who is None:
            raise DomainError(f"Nobody to notify. {why}".strip())
        text = fill(data["text"], work.ctx)
        if work.run is not None:
            # The job reads the words from the step: the outbox carries ids alone.
            enqueue_after_commit(NOTIFY, run_id=work.run.pk, to_id=who.pk)
        return Done(f"Mailed {who.name}: {text}", work.ctx.url, {"to": who.pk, "text": text})

    def undo(self, back, *, by):
        raise Kept("Mail that has gone out cannot be taken back.")


class Webhook(Action):
    kind, label, icon = "webhook", "Call a web address", "webhook"
    needs_matter = False
    inputs = (
        Input(
            "url",
            "Address",
            "url",
            longest=500,
            hint="https:// only. Calls are signed; see the automation’s page.",
        ),
    )
    undoing = "A call that was not delivered yet is cancelled."

    def say(self, data):
        return f"call {webhooks.host_of(data.get('url', ''))}"

    def check(self, data, where):
        try:
            webhooks.check_url(data["url"])
        except webhooks.Refusal as error:
            raise DomainError(str(error), field=f"{where}-url") from None

    def do(self, data, work):
        ctx = work.ctx
        said = f"Call {webhooks.host_of(data['url'])}"
        if work.run is None:
            return Done(f"Would call {webhooks.host_of(data['url'])}", back={})
        body = {
            "id": f"run-{work.run.pk}",
            "automation": work.automation.name,
            "occasion": work.run.occasion,
            "at": timezone.now().isoformat(),
            "record": {"type": ctx.subject, "id": ctx.obj.pk, "name": str(ctx.obj)},
            "matter": {"id": ctx.matter.pk, "number": ctx.matter.number, "name": ctx.matter.name}
            if ctx.matter
            else None,
        }
        delivery = Delivery.objects.create(
            matter=ctx.matter, automation=work.automation, run=work.run, url=data["url"],
            body=json.dumps(body, sort_keys=True),
        )  # fmt: skip
        enqueue_after_commit(DELIVER, delivery_id=delivery.pk)
        return Done(said, "", {"delivery": delivery.pk})

    def undo(self, back, *, by):
        delivery = Delivery.objects.select_for_update().filter(pk=back["delivery"]).first()
        if delivery is None or delivery.state in (Delivery.State.CANCELLED, Delivery.State.FAILED):
            return
        if delivery.state == Delivery.State.DELIVERED:
            raise Kept(f"{webhooks.host_of(delivery.url)} has it already.")
        delivery.state, delivery.finished_at = Delivery.State.CANCELLED, timezone.now()
        delivery.save(update_fields=["state", "finished_at"])
