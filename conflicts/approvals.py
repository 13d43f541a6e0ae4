"""What is decided about conflict checks (supervision.kinds)."""

from accounts.permissions import Perm
from conflicts.models import Check, Hit
from conflicts.queries.frozen import content_of
from conflicts.services.deciding import carry_out, check_decision, consent_of, is_own
from supervision.kinds import Kind


class Clearing(Kind):
    """An attorney decides a check: arguments {"to": state, "note": …, "consent": document id} (Model Rules 1.7, 1.9, 1.10).

    What is bound are the asked names, and each hit by number with its judgement and the fingerprint of what it shows: hits may lie
    behind walls that a reader of the approval does not look over. They are read on the check's own page.
    """

    key, label, act, model = "conflict", "Conflict check", "Decide the conflict check", "conflicts.Check"
    decides, prepares = Perm.CONFLICT_CLEAR, Perm.CONFLICT_RUN
    icon = "arrows-split-2"
    own_page = True
    joins = ("matter__client", "matter__responsible", "matter__supervising", "created_by__role")

    def title(self, obj, arguments):
        return f"{obj.number} {obj.label}: {self._outcome(arguments)}"

    def _outcome(self, arguments: dict) -> str:
        return dict(Check.State.choices).get(arguments.get("to", ""), "?").lower()

    def snapshot(self, obj, arguments):
        content = content_of(obj)
        words = dict(Hit.Disposition.choices)
        consent = consent_of(arguments)
        return {
            "fields": {
                "Check": obj.number,
                "For": obj.label,
                "Outcome": self._outcome(arguments),
                "Note": arguments.get("note", ""),
                "Informed consent": consent.name if consent else "",
                "Round": obj.round,
            },
            "rows": {
                "Names": {f"{s['name']} ({s['source']} {s['id']})": s["role"] for s in content["subjects"]},
                "Hits": {
                    f"Hit {h['number']}": f"{words[h['disposition']]} · {h['print'][:12]}"
                    for h in content["hits"]
                },
            },
        }

    def maker(self, obj, arguments):
        return obj.created_by

    def check_submit(self, obj, arguments, by):
        super().check_submit(obj, arguments, by)
        check_decision(obj, arguments)

    def may_decide(self, obj, by):
        return by.can(Perm.CONFLICT_CLEAR) and super().may_decide(obj, by) and not is_own(obj, by)

    def on_approve(self, obj, approval, *, by):
        check_decision(obj, approval.arguments)
        carry_out(obj, approval, by=by)
