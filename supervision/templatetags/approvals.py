"""`{% approval_state kind obj %}`: how an object stands with its approval. `{% load approvals %}`."""

from django import template
from django.urls import reverse

from practice.exceptions import DomainError
from supervision.kinds import kind as kind_of
from supervision.models import Approval
from supervision.queries import is_approved, newest

register = template.Library()


@register.inclusion_tag("supervision/state.html", takes_context=True)
def approval_state(context, kind: str, obj, submit: bool = True) -> dict:
    """The newest round about `obj` in words, and the button that sends or withdraws it, for the member who looks.

    `submit=False` leaves out the button that sends it: for acts with arguments, and pages with a button of their own.
    """
    member = context["request"].member
    last = newest(kind, obj)
    waits = last is not None and last.state == Approval.State.WAITING
    stands = last is not None and last.state == Approval.State.APPROVED and is_approved(kind, obj)
    may_submit = submit and not waits and not stands
    if may_submit:
        try:
            kind_of(kind).check_submit(obj, {}, member)
        except DomainError:
            may_submit = False
    return {
        "approval": last,
        "waits": waits,
        "stands": stands,
        "mine": waits and member.pk in (last.submitted_by_id, last.prepared_by_id),
        "submit_url": reverse("approval_submit", args=[kind, obj.pk]) if may_submit else "",
        "kind": kind_of(kind),
        "csrf_token": context.get("csrf_token"),
        "request": context["request"],
    }


@register.inclusion_tag("supervision/word.html")
def approval_word(approval: Approval) -> dict:
    """How a round stands, in words with a dot: "Waits for Imogen Vance", "Returned by …"."""
    return {"ap": approval}
