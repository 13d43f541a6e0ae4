"""Reads of the questions that programs raise."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import Member
from feeds.models import ChangeQuestion, Invitation
from practice.facts import Fact, list_of
from practice.strips import Strip


def questions(member: Member) -> QuerySet[ChangeQuestion]:
    """The member's questions with what their page reads."""
    rows = ChangeQuestion.objects.visible_to(member)
    return rows.select_related("owner", "raised_by", "decided_by", "device", "matter", "event", "deadline")


def waiting(member: Member) -> QuerySet[ChangeQuestion]:
    """Open questions about dates of the member, or of the attorneys whose desk they keep: of these no private ones."""
    supported = member.supports.values("attorney_id")
    theirs = Q(owner__in=supported) & (Q(event=None) | Q(event__is_private=False))
    return ChangeQuestion.objects.open().filter(Q(owner=member) | theirs)


def strip(member: Member) -> Fact:
    """The line above each page while a program wants what only a person may decide."""
    return Fact(lambda: list_of(waiting(member).order_by("id")[:2], pk="pk", label="label"), _line)


def _line(rows: list[dict] | None) -> Strip | None:
    if not rows:
        return None
    if len(rows) > 1:
        text = "Dates changed on a device wait for an answer."
        return Strip(text, reverse("change_question_list"), "Answer", icon="device-mobile-question")
    url = reverse("change_question_detail", args=[rows[0]["pk"]])
    text = f"A calendar program wants to change “{rows[0]['label']}”. It stands as it was."
    return Strip(text, url, "Answer", icon="device-mobile-question")


def invitations(member: Member) -> QuerySet[Invitation]:
    """Guests who were asked to events of the member, or of the attorneys whose desk they keep."""
    supported = member.supports.values("attorney_id")
    rows = Invitation.objects.filter(Q(event__organizer=member) | Q(event__organizer__in=supported))
    rows = rows.exclude(Q(event__is_private=True) & ~Q(event__organizer=member))
    return rows.select_related("event__organizer", "matter").order_by("-event__starts_at", "id")
