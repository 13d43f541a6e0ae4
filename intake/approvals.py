"""What is decided about leads: the lead itself, and the letters to it (supervision.kinds)."""

from accounts.models import Member
from accounts.permissions import Perm
from intake.models import Letter
from intake.queries.conflicts import conflict_words
from intake.queries.wording import fee_words, terms_of
from intake.services.decisions import (
    ACCEPTED,
    REFERRED,
    back_to_work,
    carry_out,
    check_decidable,
    to_decision,
)
from intake.services.letters import carry_out_letter, check_letter
from supervision.kinds import Kind


def _why_not(arguments: dict) -> dict[str, str]:
    """The reason, and to whom they were referred: of a lead that is not accepted."""
    if arguments.get("to") == ACCEPTED:
        return {}
    return {"Reason": arguments.get("reason", ""), "Referred to": arguments.get("referred_to", "")}


class LeadDecision(Kind):
    """Whether the firm acts for somebody: arguments {"to": accepted | declined | referred, "reason", "referred_to"}.

    Accepting a lead accepts its matter in the same act (Guideline 3(a)).
    """

    key, label, act, model = "lead", "New client", "Decide about the lead", "intake.Lead"
    decides, prepares = Perm.MATTER_ACCEPT, Perm.LEAD_SCREEN
    icon = "user-question"
    yes = "Accept"
    joins = (
        "contact", "practice_area", "source", "referrer", "owner", "attorney", "created_by__role", "matter__client",
        "matter__responsible", "matter__supervising",
    )  # fmt: skip

    def title(self, obj, arguments):
        word = {ACCEPTED: "Accept", REFERRED: "Refer out"}.get(arguments.get("to", ""), "Decline")
        area = f", {obj.practice_area}" if obj.practice_area_id else ""
        return f"{word} {obj.name}{area}"

    def amount(self, obj, arguments):
        return obj.value

    def snapshot(self, obj, arguments):
        matter, terms = obj.matter, terms_of(obj)
        word = {ACCEPTED: "Accept", REFERRED: "Refer out"}.get(arguments.get("to", ""), "Decline")
        fields = {
            "Decision": word,
            **_why_not(arguments),
            "Who asks": obj.name,
            "Practice area": str(obj.practice_area) if obj.practice_area_id else "",
            "What it is about": obj.summary,
            "Limitation date": obj.limitation_on,
            "Value": obj.value,
            "Came by": str(obj.source) if obj.source_id else obj.get_channel_display(),
        }
        if arguments.get("to") == ACCEPTED:
            fields |= {
                "Matter": matter.name if matter else "",
                "Client": matter.client.name if matter else "",
                "Responsible attorney": matter.responsible.name if matter else "",
                "Fee": terms.in_words if terms else "",
                "Scope and terms": terms.note if terms else "",
                "Conflict check": conflict_words(obj),
            }
        return {
            "fields": fields,
            "rows": {"Parties": {p.name: p.get_role_display() for p in obj.parties.order_by("id")}},
        }

    def maker(self, obj, arguments) -> Member | None:
        return obj.created_by

    def deciders(self, obj):
        found = super().deciders(obj)
        return sorted(found, key=lambda m: m.pk != obj.attorney_id)

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_decidable(obj, arguments)

    def on_submit(self, obj, approval, *, by):
        to_decision(obj, by=by)

    def on_approve(self, obj, approval, *, by):
        carry_out(obj, approval, by=by)

    def on_return(self, obj, approval, *, by):
        back_to_work(obj, by=by)


class LetterSignOff(Kind):
    """Sign a letter to a lead off, and send it: arguments {"how": link | email | post | hand} (Guideline 3(c))."""

    key, label, act, model = "letter", "Letter", "Sign off and send the letter", "intake.Letter"
    decides, prepares = Perm.DOCUMENT_APPROVE, Perm.ENGAGEMENT_DRAFT
    icon = "writing-sign"
    yes = "Sign off"
    joins = (
        "lead__attorney", "lead__practice_area", "lead__contact", "lead__matter__client", "matter__client",
        "matter__responsible", "matter__supervising", "created_by__role",
    )  # fmt: skip

    def title(self, obj, arguments):
        return str(obj)

    def snapshot(self, obj, arguments):
        how = dict(Letter.How.choices).get(arguments.get("how", ""), "")
        return {
            "fields": {
                "Letter": obj.get_kind_display(),
                "To": obj.to_name,
                "Goes": how,
                "E-mail": obj.to_email,
                "Address": obj.to_address,
                "Subject": obj.subject,
                "Text": obj.body.replace("{fee_terms}", fee_words(obj.lead)),
            },
            "rows": {},
        }

    def maker(self, obj, arguments) -> Member | None:
        return obj.created_by

    def deciders(self, obj):
        found = super().deciders(obj)
        return sorted(found, key=lambda m: m.pk != obj.lead.attorney_id)

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_letter(obj, arguments)

    def on_approve(self, obj, approval, *, by):
        carry_out_letter(obj, approval, by=by)
