"""`{% load receipts %}`: the receipt of an expense, shown and attached."""

from django import template

from billing.models import Expense
from billing.queries.expenses import may_change
from documents.models import Document
from documents.queries import newest

register = template.Library()


@register.inclusion_tag("billing/_receipt.html", takes_context=True)
def receipt_of(context, expense: Expense):
    """The receipt, if the member may see it, and a form to attach one. Two queries at most."""
    member = context["member"]
    receipt = None
    if expense.receipt_id:
        found = Document.objects.visible_to(member).prefetch_related(newest())
        receipt = found.filter(pk=expense.receipt_id).first()
    return {
        "expense": expense,
        "receipt": receipt,
        "may_attach": may_change(member, expense),
        "csrf_token": context.get("csrf_token"),
    }
