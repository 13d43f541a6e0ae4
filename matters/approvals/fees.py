"""Fee terms."""

from accounts.permissions import Perm
from matters.approvals.matters import terms_of
from matters.models import FeeArrangement
from matters.services.fees import check_signed, put_in_force
from practice.exceptions import DomainError
from supervision.kinds import Kind


class FeeTerms(Kind):
    """An attorney sets the fee (Guideline 3(b)): staff propose it."""

    key, label, act, model = "fee", "Fee terms", "Put the terms in force", "matters.FeeArrangement"
    decides, prepares = Perm.FEE_SET, Perm.ENGAGEMENT_DRAFT
    icon = "coin"
    joins = ("matter__client", "matter__responsible", "matter__supervising", "proposed_by__role")

    def title(self, obj, arguments):
        return f"{obj.in_words} for {obj.matter}"

    def amount(self, obj, arguments):
        return obj.flat_amount

    def url(self, obj):
        return obj.matter.get_absolute_url()

    def snapshot(self, obj, arguments):
        return {
            "fields": {"Matter": str(obj.matter), "Client": obj.matter.client.name, **terms_of(obj)},
            "rows": {},
        }

    def maker(self, obj, arguments):
        return obj.proposed_by

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        if obj.state != FeeArrangement.State.PROPOSED:
            raise DomainError("These terms are decided already.")
        if obj.matter.is_before_acceptance:
            raise DomainError("These terms are decided together with the acceptance of the matter.")

    def on_approve(self, obj, approval, *, by):
        check_signed(obj)
        put_in_force(obj, approval, by=by)
