"""Filters of the lists of this room."""

from django.db.models import Q

from accounts.filters import people
from communications.models import Call, MemoReading, Slip
from communications.queries.desk import theirs
from communications.queries.memos import to_read
from communications.queries.slips import late
from matters.filters import of_matter
from matters.models import Contact
from practice.filters import (
    ChoiceFilter,
    DateFilter,
    ListFilterSet,
    MemberFilter,
    RelatedFilter,
    TextFilter,
    YesNoFilter,
)


class WhoseFilter(ChoiceFilter):
    """What is for the reader, for those they look after too, or for anybody."""

    ops = {"": "is"}

    def lookup(self, values):
        if "mine" in values:
            return theirs(self.request.member, self.field_name)
        return Q(**{self.field_name: self.request.member}) if "me" in values else Q()


class OpenFilter(YesNoFilter):
    """Messages that somebody still has to answer or close."""

    def narrow(self, qs, picked):
        return qs.exclude(state=Slip.State.CLOSED) if picked.value else qs.filter(state=Slip.State.CLOSED)


class LateFilter(YesNoFilter):
    """Messages whose time has passed without an answer."""

    def narrow(self, qs, picked):
        return qs.filter(late()) if picked.value else qs.exclude(late())


def _contact():
    return RelatedFilter(
        "contact",
        label="Contact",
        queryset=lambda r: Contact.objects.visible_to(r.member),
        search_url="contact_options",
    )


class SlipFilter(ListFilterSet):
    whose = WhoseFilter(
        "for_member",
        label="For",
        choices=[("me", "Me"), ("mine", "Me and my attorneys"), ("all", "Anybody")],
    )
    open = OpenFilter("pk", label="Open")
    late = LateFilter("pk", label="Late")
    state = ChoiceFilter("state", label="Status", choices=Slip.State.choices)
    urgency = ChoiceFilter("urgency", label="Urgency", choices=Slip.Urgency.choices)
    to = MemberFilter("for_member", label="For whom", queryset=people)
    taken = MemberFilter("taken_by", label="Taken by", queryset=people)
    matter = of_matter()
    contact = _contact()
    number = TextFilter("digits", label="Number")
    at = DateFilter("taken_at", label="Taken")


class CallFilter(ListFilterSet):
    whose = WhoseFilter(
        "member",
        label="Calls",
        choices=[("me", "Mine"), ("mine", "Mine and my attorneys’"), ("all", "Everybody’s")],
    )
    direction = ChoiceFilter("direction", label="Direction", choices=Call.Direction.choices)
    outcome = ChoiceFilter("outcome", label="Outcome", choices=Call.Outcome.choices)
    who = MemberFilter("member", label="Who spoke", queryset=people)
    matter = of_matter()
    contact = _contact()
    number = TextFilter("digits", label="Number")
    at = DateFilter("at", label="When")


class MemoBoxFilter(ChoiceFilter):
    """Memos the reader got, or sent."""

    ops = {"": "is"}

    def lookup(self, values):
        found = Q()
        if "got" in values:
            found |= Q(pk__in=MemoReading.objects.filter(member=self.request.member).values("memo"))
        if "sent" in values:
            found |= Q(sent_by=self.request.member)
        return found


class UnreadFilter(YesNoFilter):
    """Memos the reader has not read, or not confirmed."""

    def narrow(self, qs, picked):
        waiting = Q(pk__in=to_read(self.request.member).order_by().values("memo"))
        return qs.filter(waiting) if picked.value else qs.exclude(waiting)


class MemoFilter(ListFilterSet):
    box = MemoBoxFilter("pk", label="Box", choices=[("got", "Received"), ("sent", "Sent")])
    unread = UnreadFilter("pk", label="To do")
    sender = MemberFilter("sent_by", label="From", queryset=people)
    sent = DateFilter("sent_at", label="Sent")


class InsideFilter(YesNoFilter):
    """Visitors who are in the house."""

    def narrow(self, qs, picked):
        return qs.filter(left_at__isnull=picked.value)


class VisitorFilter(ListFilterSet):
    inside = InsideFilter("pk", label="In the house")
    host = MemberFilter("host", label="Host", queryset=people)
    matter = of_matter()
    contact = _contact()
    arrived = DateFilter("arrived_at", label="Came")


class SeenFilter(YesNoFilter):
    """Mentions the reader has seen."""

    def narrow(self, qs, picked):
        return qs.filter(seen_at__isnull=not picked.value)


class MentionFilter(ListFilterSet):
    seen = SeenFilter("pk", label="Seen")
    writer = MemberFilter("note__written_by", label="Written by", queryset=people)
    matter = of_matter()
    at = DateFilter("made_at", label="Written")
