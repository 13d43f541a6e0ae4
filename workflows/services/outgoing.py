"""Sending what automations prepared: webhooks by a job, e-mail drafts by a person."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.jobs import enqueue_after_commit
from workflows import webhooks
from workflows.models import Delivery, MailDraft
from workflows.queries.automations import signing_key

DELIVER, SEND = "workflows.tasks.deliver_webhook", "workflows.tasks.send_draft"
# After each failed try of a webhook: a minute, five, half an hour, two, six, a day. Then it is given up.
PAUSES = [datetime.timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 1440)]


@transaction.atomic
def claim(delivery_id: int) -> tuple[Delivery, str] | None:
    """A delivery that is to be tried now, with its key, its try counted; None when there is nothing to do.

    The count is committed before the call, so that a worker that dies in it has used up a try.
    """
    delivery = (
        Delivery.objects.select_for_update(of=("self",)).select_related("automation").get(pk=delivery_id)
    )
    if delivery.state != Delivery.State.WAITING:
        return None
    if delivery.next_at is not None and delivery.next_at > timezone.now():
        return None
    delivery.tries += 1
    delivery.next_at = timezone.now() + datetime.timedelta(seconds=webhooks.TIMEOUT * 3)
    delivery.save(update_fields=["tries", "next_at"])
    return delivery, signing_key(delivery.automation)


@transaction.atomic
def settle(delivery_id: int, answer: webhooks.Answer | None, refusal: str = "") -> Delivery:
    """Note how a try went; ask for the next one, unless it was delivered, refused for good, or was the last."""
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
    if delivery.state != Delivery.State.WAITING:
        return delivery
    delivery.status = answer.status if answer else None
    delivery.answer = (refusal or (answer.text if answer else ""))[:500]
    last = delivery.tries > len(PAUSES)
    if answer is not None and answer.is_ok:
        delivery.state = Delivery.State.DELIVERED
    elif refusal or last or (answer is not None and answer.is_final):
        delivery.state = Delivery.State.FAILED
    if delivery.state == Delivery.State.WAITING:
        delivery.next_at = timezone.now() + PAUSES[delivery.tries - 1]
        enqueue_after_commit(DELIVER, not_before=delivery.next_at, delivery_id=delivery.pk)
    else:
        delivery.next_at, delivery.finished_at = None, timezone.now()
    delivery.save()
    return delivery


@transaction.atomic
def send_again(delivery: Delivery, *, by: Member) -> Delivery:
    """Try a webhook again that was given up."""
    ensure(by, Perm.AUTOMATION_MANAGE)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if delivery.state != Delivery.State.FAILED:
        raise DomainError(f"This call is {delivery.get_state_display().lower()}.")
    delivery.state, delivery.tries, delivery.next_at, delivery.finished_at = (
        Delivery.State.WAITING,
        0,
        None,
        None,
    )
    delivery.save()
    enqueue_after_commit(DELIVER, delivery_id=delivery.pk)
    audit.record(by, "webhook.asked_again", delivery)
    return delivery


def _draft(draft: MailDraft) -> MailDraft:
    found = (
        MailDraft.objects.select_for_update(of=("self",)).select_related("matter", "owner").get(pk=draft.pk)
    )
    if found.state != MailDraft.State.DRAFT:
        raise DomainError(f"This e-mail is {found.get_state_display().lower()} already.")
    return found


def ensure_sends(by: Member, draft: MailDraft) -> None:
    """Raise Refused unless the member may send mail to clients, on this matter."""
    if draft.matter is not None:
        ensure_on(by, Perm.MESSAGE_CLIENT_SEND, draft.matter)
    else:
        ensure(by, Perm.MESSAGE_CLIENT_SEND)


@transaction.atomic
def change_draft(draft: MailDraft, *, by: Member, to_email: str, subject: str, body: str) -> MailDraft:
    """Change an e-mail draft before it goes out."""
    ensure_sends(by, draft)
    draft = _draft(draft)
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    if not subject:
        raise DomainError("Give the e-mail a subject.", field="subject")
    if not body:
        raise DomainError("The e-mail is empty.", field="body")
    changes = audit.apply(draft, to_email=to_email.strip(), subject=subject[:200], body=body)
    if changes:
        draft.edited = True
        draft.save()
        said = {name: pair for name, pair in changes.items() if name != "body"}
        audit.record(by, "mail_draft.changed", draft, changes=said)
    return draft


@transaction.atomic
def send_draft(draft: MailDraft, *, by: Member) -> MailDraft:
    """A person sends the draft. The mail goes out by a job, once."""
    ensure_sends(by, draft)
    draft = _draft(draft)
    draft.state, draft.settled_by, draft.settled_at = MailDraft.State.SENT, by, timezone.now()
    draft.save(update_fields=["state", "settled_by", "settled_at"])
    audit.record(by, "mail_draft.sent", draft, changes={"to": [None, draft.to_email]})
    enqueue_after_commit(SEND, draft_id=draft.pk)
    return draft


@transaction.atomic
def discard_draft(draft: MailDraft, *, by: Member) -> MailDraft:
    """Do not send it. It stays, as discarded."""
    if (
        draft.owner_id != by.pk
        and not by.can(Perm.AUTOMATION_MANAGE)
        and not by.can(Perm.MESSAGE_CLIENT_SEND)
    ):
        raise Refused(f"{draft.owner.name} sends or discards this.", who=[draft.owner.name])
    draft = _draft(draft)
    draft.state, draft.settled_by, draft.settled_at = MailDraft.State.DISCARDED, by, timezone.now()
    draft.save(update_fields=["state", "settled_by", "settled_at"])
    audit.record(by, "mail_draft.discarded", draft)
    return draft


@transaction.atomic
def restore_draft(draft: MailDraft, *, by: Member) -> MailDraft:
    """Undo of discarding."""
    ensure_sends(by, draft)
    draft = MailDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.state != MailDraft.State.DISCARDED:
        raise DomainError(f"This e-mail is {draft.get_state_display().lower()}.")
    draft.state, draft.settled_by, draft.settled_at = MailDraft.State.DRAFT, None, None
    draft.save(update_fields=["state", "settled_by", "settled_at"])
    audit.record(by, "mail_draft.restored", draft)
    return draft
