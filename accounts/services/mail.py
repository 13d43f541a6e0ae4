"""Queueing account mail: names and ids go into the outbox, links are made when the mail is sent."""

from django.utils import timezone

from accounts.models import Membership, User
from practice.jobs import enqueue_after_commit
from practice.scope import firm_scope


def queue(kind: str, *, user: User, email: str, **facts: str) -> None:
    """Queue the mail `kind` (the sign-in library's template prefix) to `email`, one of `user`'s addresses.

    The relay sends it within seconds. It is not handed to the broker here, because that would take longer for a known
    address than for an unknown one. A user who never belonged to a firm gets no mail: there is no such user.
    """
    firm_id = user.last_firm_id or (
        Membership.objects.filter(user=user)
        .order_by("-is_active", "id")
        .values_list("firm_id", flat=True)
        .first()
    )
    if firm_id and email:
        with firm_scope(firm_id):
            enqueue_after_commit(
                "accounts.tasks.send_account_mail",
                not_before=timezone.now(),
                kind=kind,
                user_id=user.pk,
                email=email,
                facts=facts,
            )
