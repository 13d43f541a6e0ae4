"""Acceptance, and closing and reopening, of a matter."""

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import FeeArrangement, Matter
from matters.services.states import (
    await_acceptance,
    back_to_pending,
    carry_out_closing,
    check_closing,
    open_accepted,
)
from practice import states
from practice.exceptions import DomainError
from supervision.kinds import Kind


class MatterKind(Kind):
    """A decision about a matter itself."""

    model = "matters.Matter"
    icon = "briefcase-2"
    joins = ("client", "practice_area", "responsible", "supervising", "created_by__role")

    def matter_of(self, obj):
        return obj

    def title(self, obj, arguments):
        return str(obj)


class Acceptance(MatterKind):
    """An attorney forms the attorney-client relationship (Guideline 3(a)), on the terms proposed with the matter."""

    key, label, act = "matter", "New matter", "Accept the matter"
    decides, prepares = Perm.MATTER_ACCEPT, Perm.MATTER_CREATE_PENDING

    def snapshot(self, obj, arguments):
        team = obj.team_members.select_related("member").order_by("id")
        parties = obj.parties.select_related("contact").order_by("id")
        limitation = {"Limitation date": obj.limitation_on} if obj.limitation_on else {}
        return {
            "fields": {
                "Caption": obj.name,
                "Client": obj.client.name,
                "Practice area": obj.practice_area.name,
                "Responsible attorney": obj.responsible.name,
                "Supervising attorney": obj.supervising.name,
                "Court": obj.court,
                "Case number": obj.case_number,
                "Budget": obj.budget,
                "Description": obj.description,
                **limitation,
                **_terms(obj),
            },
            "rows": {
                "Team": {place.member.name: place.part for place in team},
                **({"Parties": _parties(parties)} if parties else {}),
            },
        }

    def maker(self, obj, arguments) -> Member | None:
        return obj.created_by

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        states.check(obj, Matter.State.OPEN)
        if not obj.is_before_acceptance:
            raise DomainError("This matter was accepted already.")

    def on_submit(self, obj, approval, *, by):
        await_acceptance(obj, by=by)

    def on_return(self, obj, approval, *, by):
        back_to_pending(obj, by=by)

    def on_approve(self, obj, approval, *, by):
        open_accepted(obj, approval, by=by)


def _parties(parties) -> dict[str, str]:
    """{name: roles} of those who take part."""
    found: dict[str, str] = {}
    for party in parties:
        name, role = party.contact.name, party.get_role_display()
        found[name] = f"{found[name]}, {role.lower()}" if name in found else role
    return found


def _terms(matter: Matter) -> dict:
    """The terms that the acceptance puts in force: those proposed, or those an attorney set already."""
    rows = list(FeeArrangement.objects.filter(matter=matter).exclude(state=FeeArrangement.State.DECLINED))
    terms = next((r for r in rows if r.state == FeeArrangement.State.PROPOSED), rows[0] if rows else None)
    return terms_of(terms) if terms is not None else {}


def terms_of(terms: FeeArrangement) -> dict:
    """Fee terms in words, without what an approval changes."""
    found = {"Fee": terms.in_words, "Fee from": terms.effective_from}
    if terms.payment_terms_days is not None:
        found["Days to pay"] = terms.payment_terms_days
    if terms.note:
        found["Scope and terms"] = terms.note
    if terms.kind == FeeArrangement.Kind.CONTINGENCY or terms.signed_on:
        found["Signed by the client"] = terms.signed_on or "not yet"
    return found


class Closing(MatterKind):
    """Close a matter, or open a closed one again: arguments {"to": "closed" | "open", "reason": …}."""

    key, label, act = "closing", "Closing", "Close or reopen the matter"
    decides, prepares = Perm.MATTER_CLOSE, Perm.MATTER_CLOSE
    icon = "lock"

    def title(self, obj, arguments):
        return f"{'Reopen' if arguments.get('to') == 'open' else 'Close'} {obj}"

    def snapshot(self, obj, arguments):
        return {
            "fields": {
                "Matter": str(obj),
                "Client": obj.client.name,
                "Decision": "Reopen" if arguments.get("to") == "open" else "Close",
                "Reason": arguments.get("reason", ""),
            },
            "rows": {},
        }

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_closing(obj, arguments.get("to", ""))
        if not arguments.get("reason"):
            raise DomainError("Give a reason. It is kept in the history of the matter.", field="reason")

    def on_approve(self, obj, approval, *, by):
        carry_out_closing(obj, approval, by=by)
