"""Filters of the lists of invoices and payments."""

from django.db.models import Q

from accounts.models import Member
from billing.models import Payment
from billing.queries.invoices import AGE_WORDS, AGES, STATUSES, in_age, is_status, local_today
from matters.models import Contact, Matter
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, MoneyFilter, RelatedFilter


class _Worked(ChoiceFilter):
    """A choice that is worked out from several columns and the firm's date."""

    def condition(self, value: str) -> Q:
        """The condition of one value."""
        raise NotImplementedError

    def lookup(self, values):
        found = Q()
        for value in values:
            found |= self.condition(value)
        return found


class StatusFilter(_Worked):
    """Draft, in review, sent, overdue, paid and so on: queries, not stored states."""

    def condition(self, value):
        return is_status(value, local_today(self.request.firm))


class AgeFilter(_Worked):
    """Outstanding invoices by how late they are."""

    def condition(self, value):
        return in_age(value, local_today(self.request.firm))


class InvoiceFilter(ListFilterSet):
    """Filters of the invoice list."""

    status = StatusFilter("state", label="Status", choices=list(STATUSES.items()))
    age = AgeFilter("due_on", label="Age", choices=[(age, AGE_WORDS[age]) for age in AGES])
    attorney = MemberFilter(
        "matter__responsible", label="Attorney", queryset=lambda request: Member.objects.timekeepers()
    )
    reviewer = MemberFilter(
        "reviewer", label="Reviewer", queryset=lambda request: Member.objects.timekeepers()
    )
    issued = DateFilter("issued_on", label="Issued")
    due = DateFilter("due_on", label="Due")
    total = MoneyFilter("total", label="Total")
    client = RelatedFilter(
        "client", label="Client", queryset=lambda request: Contact.objects.visible_to(request.member)
    )
    matter = RelatedFilter(
        "matter", label="Matter", queryset=lambda request: Matter.objects.visible_to(request.member)
    )


class PaymentFilter(ListFilterSet):
    """Filters of the payment list."""

    received = DateFilter("received_on", label="Received")
    method = ChoiceFilter("method", label="Method", choices=Payment.Method.choices)
    amount = MoneyFilter("amount", label="Amount")
    client = RelatedFilter(
        "client", label="Client", queryset=lambda request: Contact.objects.visible_to(request.member)
    )
    recorded_by = MemberFilter("recorded_by", label="Recorded by")
