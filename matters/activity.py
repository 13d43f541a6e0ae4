"""What happened on a matter, in plain words, day by day: the stream of its overview."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from practice.models import AuditEvent
from practice.phrases import Line, Phrase, line_of, phrases

PHRASES: dict[str, Phrase] = {
    "matter.created": Phrase("opened the file for {client}", "briefcase-2"),
    "matter.open": Phrase("opened the matter", "check"),
    "matter.declined": Phrase("declined the matter: {reason}", "x"),
    "matter.on_hold": Phrase("put the matter on hold: {reason}", "player-pause"),
    "matter.closed": Phrase("closed the matter", "lock"),
    "matter.staged": Phrase("moved it to {stage}", "arrow-right"),
    "matter.staged_back": Phrase("moved it back to {stage}: {reason}", "arrow-back-up", "warn"),
    "matter.conflict_check": Phrase("sent the matter through the conflict check", "search"),
    "matter.awaiting_acceptance": Phrase("put the matter forward for acceptance", "send"),
    "matter.pending": Phrase("took the matter back to be prepared", "arrow-back-up"),
    "matter.closing": Phrase("began to close the matter", "checklist"),
    "matter.archived": Phrase("put the matter into the archive", "archive"),
    "matter.point_done": Phrase("ticked off “{point}”", "check"),
    "matter.point_undone": Phrase("took the tick off “{point_before}”", "x"),
    "matter.retention": Phrase("set how long the file is kept: {reason}", "archive"),
    "matter.limitation": Phrase("changed {changes}", "hourglass", "warn"),
    "matter.limitation_satisfied": Phrase(
        "satisfied the limitation: {limitation_satisfied_how}", "hourglass"
    ),
    "matter.limitation_runs": Phrase("put the limitation date in force again: {reason}", "hourglass", "warn"),
    "matter.budget_reached": Phrase(
        "{percent}% of the budget is used", "gauge", "warn", "money", perm="invoice.view"
    ),
    "party.added": Phrase("added {contact} as {role}", "users-plus"),
    "party.changed": Phrase("changed what is known of {contact}", "users"),
    "party.removed": Phrase("took {contact_before} off as {role_before}", "user-minus"),
    "mattertemplate.created": Phrase("made the matter template {name}", "template"),
    "mattertemplate.changed": Phrase("changed {changes}", "template"),
    "matter.changed": Phrase("changed {changes}", "pencil"),
    "practicearea.created": Phrase("made the practice area {object}", "folder"),
    "practicearea.changed": Phrase("changed the practice area {object}", "folder"),
    "contact.created": Phrase("entered the contact {object}", "address-book", url_name="contact_detail"),
    "contact.changed": Phrase("changed {changes} of {object}", "address-book", url_name="contact_detail"),
    "contact.deleted": Phrase("deleted the contact {object}", "trash"),
    "matter.team_joined": Phrase("put {team} on the team", "user-plus"),
    "matter.team_left": Phrase("took {team_before} off the team", "user-minus"),
    "matter.attorneys_changed": Phrase("changed {changes}", "users"),
    "matter.restricted": Phrase("restricted the matter to its team", "lock"),
    "matter.unrestricted": Phrase("showed the matter to the firm again", "lock-open"),
    "matter.access_granted": Phrase("gave {access} access", "user-plus"),
    "matter.access_withdrawn": Phrase("withdrew {access_before}’s access", "user-minus"),
    "break_glass.opened": Phrase("opened the matter by emergency access", "lock-open", "warn"),
    "break_glass.ended": Phrase("ended the emergency access", "lock"),
    "break_glass.refused": Phrase("tried emergency access behind a wall", "wall", "warn"),
    "break_glass.reviewed": Phrase("reviewed the emergency access", "eye-check"),
    "wall.created": Phrase("screened {member} from the matter", "wall", "warn"),
    "wall.lifted": Phrase("lifted the wall for {member_before}", "wall"),
    "wall.acknowledged": Phrase("acknowledged the wall", "wall"),
    "undertaking.signed": Phrase("signed the undertaking of confidentiality", "writing-sign"),
    "guest.engaged": Phrase("engaged {guest} as a guest until {until}: {reason}", "user-plus"),
    "guest.checked": Phrase("answered the conflict self-check: {answer}", "user-search"),
    "guest.cleared": Phrase("cleared the guest’s possible conflict: {reason}", "user-check"),
    "guest.ended": Phrase("ended the guest’s work", "user-minus"),
    "wall.attempted": Phrase("is screened and tried to open a page of this matter", "wall", "warn"),
    "matter.attempted": Phrase(
        "is not on this restricted matter and tried to open a page of it", "lock", "warn"
    ),
    "approval.submitted": Phrase("sent {object} to {to} for approval", "send", url_name="approval_detail"),
    "approval.approved": Phrase("approved {object}", "check", url_name="approval_detail"),
    "approval.returned": Phrase("returned {object}: {reason}", "arrow-back-up", url_name="approval_detail"),
    "approval.reassigned": Phrase("sent {object} on to {to}", "user-share", url_name="approval_detail"),
    "approval.escalated": Phrase(
        "passed {object} on to {to}", "user-share", "warn", url_name="approval_detail"
    ),
    "approval.fell_away": Phrase(
        "found nothing left to decide about {object}: {reason}", "circle-off", url_name="approval_detail"
    ),
    "approval.withdrawn": Phrase("took {object} back", "arrow-back", url_name="approval_detail"),
    "approval.voided": Phrase("{object}: {reason}", "alert-triangle", "warn", url_name="approval_detail"),
    "request.made": Phrase("asked: {object}", "message-question"),
    "contact.related": Phrase("noted of {object}: {relation}", "affiliate", url_name="contact_detail"),
    "contact.unrelated": Phrase(
        "took away from {object}: {relation_before}", "affiliate", url_name="contact_detail"
    ),
    "contact.opened": Phrase("opened the sensitive record of {object}", "eye", url_name="contact_detail"),
    "contact.direct_allowed": Phrase(
        "allowed direct contact with {object}: {reason}", "message-off", "warn", url_name="contact_detail"
    ),
    "contact.direct_withdrawn": Phrase(
        "allows no direct contact with {object} any more", "message-off", url_name="contact_detail"
    ),
    "contact.merged": Phrase("merged {lost_before} into {object}", "arrows-join", url_name="contact_detail"),
    "contact.merge_undone": Phrase(
        "took the merge of {lost} into {object} back", "arrow-back", url_name="contact_detail"
    ),
    "matter.client_merged": Phrase("merged the client {client_before} into {client}", "arrows-join"),
    "fee.set": Phrase("set the fee: {kind}", "coin", group="money"),
    "fee.proposed": Phrase("proposed the fee: {kind}", "coin", group="money"),
    "fee.declined": Phrase("declined the proposed fee, {kind}: {reason}", "coin", group="money"),
}

MONEY = ("billing.invoice", "billing.payment", "billing.expense", "matters.feearrangement")
# Amounts and bills are not for those who may not see bills.
HIDDEN_WITHOUT = {"billing.invoice": Perm.INVOICE_VIEW, "billing.payment": Perm.INVOICE_VIEW}


@dataclass(frozen=True)
class Day:
    """The lines of one day."""

    on: date
    lines: list[Line]


def stream_of(matter, member: Member, *, show: str = "", limit: int = 40) -> tuple[list[Day], bool]:
    """(days with their lines, whether there is more), newest first. `show` is "", "work" or "money". One query."""
    events = AuditEvent.objects.filter(matter=matter)
    if show == "money":
        events = events.filter(object_type__in=MONEY)
    elif show == "work":
        events = events.exclude(object_type__in=MONEY)
    barred = [kind for kind, perm in HIDDEN_WITHOUT.items() if not member.can(perm)]
    if barred:
        events = events.exclude(object_type__in=barred)
    book = phrases()
    silent = [
        verb
        for verb, phrase in book.items()
        if phrase.hidden or (phrase.perm and not member.can(Perm(phrase.perm)))
    ]
    if silent:
        events = events.exclude(verb__in=silent)
    rows = list(events.order_by("-id")[: limit + 1])
    days: dict[date, list[Line]] = {}
    for event in rows[:limit]:
        days.setdefault(timezone.localtime(event.at).date(), []).append(line_of(event, book))
    return [Day(on, lines) for on, lines in days.items()], len(rows) > limit
