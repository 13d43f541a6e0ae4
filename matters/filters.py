"""Filters of the lists of matters and contacts."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Member
from matters.models import Contact, Matter, PracticeArea, TeamMember
from practice.filters import (
    ChoiceFilter,
    DateFilter,
    DaysFilter,
    ListFilterSet,
    MemberFilter,
    RelatedFilter,
    TextFilter,
    YesNoFilter,
)
from practice.models import AuditEvent


def _areas(request):
    return [(str(a.pk), a.name) for a in PracticeArea.objects.all()]


def _people(request):
    return Member.objects.active().order_by("name")


class TeamFilter(MemberFilter):
    """Matters that a member works on: responsible, supervising or on the team."""

    def lookup(self, values):
        ids = [self._me().pk if value == "me" else int(value) for value in values]
        places = TeamMember.objects.filter(matter=OuterRef("pk"), member__in=ids)
        return Q(responsible__in=ids) | Q(supervising__in=ids) | Q(Exists(places))


class QuietFilter(DaysFilter):
    """Matters on which nothing was recorded for some days."""

    ops = {"": "for"}
    DAYS = (14, 30, 60, 90)

    def narrow(self, qs, picked):
        day = timezone.localdate() - timedelta(days=int(picked.value))
        since = timezone.make_aware(datetime.combine(day, time.min))
        lately = AuditEvent.objects.filter(matter=OuterRef("pk"), at__gte=since)
        return qs.filter(~Exists(lately))


class NextDateFilter(DateFilter):
    """Matters with an open deadline in a span of days. The calendar is an app above this one."""

    def narrow(self, qs, picked):
        start, end = picked.value
        due = apps.get_model("calendar_app", "Deadline").objects.filter(matter=OuterRef("pk"), done_at=None)
        if start:
            due = due.filter(due_on__gte=start)
        if end:
            due = due.filter(due_on__lte=end)
        return qs.filter(Exists(due))


class NoDateFilter(YesNoFilter):
    """Matters without any open deadline."""

    def narrow(self, qs, picked):
        due = apps.get_model("calendar_app", "Deadline").objects.filter(matter=OuterRef("pk"), done_at=None)
        return qs.filter(~Exists(due) if picked.value else Exists(due))


class MatterFilter(ListFilterSet):
    state = ChoiceFilter("state", label="Status", choices=Matter.State.choices)
    responsible = MemberFilter("responsible", label="Responsible", queryset=_people)
    team = TeamFilter("responsible", label="Works on it", queryset=_people)
    area = ChoiceFilter("practice_area", label="Practice area", choices=_areas)
    stage = TextFilter("stage__name", label="Stage")
    client = RelatedFilter(
        "client",
        label="Client",
        queryset=lambda r: Contact.objects.visible_to(r.member),
        search_url="contact_options",
    )
    due = NextDateFilter("pk", label="Next date")
    no_date = NoDateFilter("pk", label="Has no dates")
    quiet = QuietFilter("pk", label="Quiet")
    opened = DateFilter("opened_on", label="Opened")
    closed = DateFilter("closed_on", label="Closed")
    restricted = YesNoFilter("restricted", label="Restricted")


class TagFilter(TextFilter):
    """Contacts with a tag."""

    ops = {"": "is"}

    def narrow(self, qs, picked):
        return qs.filter(tags__contains=[picked.value])


class ClientFilter(YesNoFilter):
    """Contacts with or without matters."""

    def narrow(self, qs, picked):
        own = Matter.objects.filter(client=OuterRef("pk"))
        return qs.filter(Exists(own) if picked.value else ~Exists(own))


class DuplicateFilter(YesNoFilter):
    """Contacts that share their name or e-mail address with another."""

    def narrow(self, qs, picked):
        names = (
            Contact.objects.order_by().values("name").annotate(n=Count("id")).filter(n__gt=1).values("name")
        )
        mails = (
            Contact.objects.order_by()
            .exclude(email="")
            .values("email")
            .annotate(n=Count("id"))
            .filter(n__gt=1)
        ).values("email")
        twice = Q(name__in=names) | Q(email__in=mails)
        return qs.filter(twice) if picked.value else qs.exclude(twice)


class ContactFilter(ListFilterSet):
    kind = ChoiceFilter("kind", label="Kind", choices=Contact.Kind.choices)
    client = ClientFilter("pk", label="Has matters")
    tag = TagFilter("tags", label="Tag")
    city = TextFilter("city", label="City")
    email = TextFilter("email", label="E-mail")
    double = DuplicateFilter("pk", label="Possible duplicate")
    added = DateFilter("created_at", label="Added")


class SightFilter(ListFilterSet):
    """Filters of what one member sees."""

    sees = YesNoFilter("sees", label="Sees it")
    state = ChoiceFilter("state", label="Status", choices=Matter.State.choices)
    restricted = YesNoFilter("restricted", label="Restricted")


class WallFilter(ListFilterSet):
    """Filters of the list of walls."""

    member = MemberFilter("member", label="Screened")
    by = MemberFilter("created_by", label="Put up by")
    since = DateFilter("created_at", label="Since")
    lifted = YesNoFilter(condition=Q(lifted_at__isnull=False), label="Lifted")
    acknowledged = YesNoFilter(condition=Q(notices__acknowledged_at__isnull=False), label="Acknowledged")


class GuestFilter(ListFilterSet):
    """Filters of the list of guests."""

    member = MemberFilter("member", label="Guest")
    by = MemberFilter("created_by", label="Engaged by")
    until = DateFilter("ends_on", label="Last day")
    running = YesNoFilter(condition=Q(ended_at__isnull=True), label="Running")
