"""Filters of the lists of matters and contacts."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Concat, Left, Length, Now, Upper
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.filters import people
from accounts.permissions import Perm
from matters.models import Contact, Email, Matter, Party, Phone, PracticeArea, TeamMember
from practice.filters import (
    ChoiceFilter,
    DateFilter,
    DaysFilter,
    ListFilter,
    ListFilterSet,
    MemberFilter,
    Picked,
    RelatedFilter,
    TextFilter,
    YesNoFilter,
)
from practice.models import AuditEvent


def _areas(request):
    return [(str(a.pk), a.name) for a in PracticeArea.objects.all()]


def of_matter() -> RelatedFilter:
    """The filter of rows that hang on a matter: one of those that the reader sees."""
    return RelatedFilter(
        "matter",
        label="Matter",
        queryset=lambda r: Matter.objects.visible_to(r.member),
        search_url="matter_options",
    )


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


class MatterTagFilter(TextFilter):
    """Matters with a tag."""

    ops = {"": "is"}

    def narrow(self, qs, picked):
        return qs.filter(tags__contains=[picked.value])


class BudgetFilter(ListFilter):
    """Matters whose budget is used up to some share. What counts against it is known to billing, an app above this one."""

    kind = "choice"
    ops = {"": "is used"}
    CHOICES = (("alert", "up to its alert"), ("over", "up and over"))
    OVER = "billing.queries.totals.over_budget"

    def options(self):
        return list(self.CHOICES)

    def pick(self, raw):
        if not raw[""]:
            return None
        if raw[""][0] not in dict(self.CHOICES):
            raise ValidationError("Choose alert or over.")
        return Picked("", raw[""][0])

    def narrow(self, qs, picked):
        over = import_string(self.OVER)(alert=picked.value == "alert")
        return qs.filter(pk__in=over.values("pk"))

    def describe(self, picked):
        return "is used", dict(self.CHOICES)[picked.value]


class LateFilter(YesNoFilter):
    """Matters that stay in their stage longer than it is expected to take."""

    def narrow(self, qs, picked):
        over = ExpressionWrapper(
            Now() - F("stage__days_expected") * Value(timedelta(days=1)), output_field=DateTimeField()
        )
        late = Matter.objects.filter(
            state__in=Matter.WORKED_ON, stage__days_expected__isnull=False, staged_at__lt=over
        )
        return qs.filter(pk__in=late.values("pk")) if picked.value else qs.exclude(pk__in=late.values("pk"))


class LimitationFilter(DateFilter):
    """Matters whose limitation date runs and falls in a span of days."""

    def narrow(self, qs, picked):
        return super().narrow(qs.filter(limitation_satisfied_on=None), picked)


class NoLimitationFilter(YesNoFilter):
    """Matters of areas that ask for a limitation date, without one."""

    def narrow(self, qs, picked):
        lacks = Q(practice_area__asks_limitation=True, limitation_on=None)
        return qs.filter(lacks) if picked.value else qs.exclude(lacks)


class MatterFilter(ListFilterSet):
    state = ChoiceFilter("state", label="Status", choices=Matter.State.choices)
    responsible = MemberFilter("responsible", label="Responsible", queryset=people)
    team = TeamFilter("responsible", label="Works on it", queryset=people)
    area = ChoiceFilter("practice_area", label="Practice area", choices=_areas)
    stage = TextFilter("stage__name", label="Stage")
    client = RelatedFilter(
        "client",
        label="Client",
        queryset=lambda r: Contact.objects.visible_to(r.member),
        search_url="contact_options",
    )
    supervising = MemberFilter("supervising", label="Supervising", queryset=people)
    originating = MemberFilter("originating", label="Originating", queryset=people)
    court = TextFilter("court", label="Court")
    judge = TextFilter("judge", label="Judge")
    case = TextFilter("case_number", label="Case number")
    type = TextFilter("matter_type", label="Type")
    tag = MatterTagFilter("tags", label="Tag")
    late = LateFilter("pk", label="Late in its stage")
    since = DateFilter("staged_at", label="In its stage since")
    limitation = LimitationFilter("limitation_on", label="Limitation date")
    no_limitation = NoLimitationFilter("pk", label="Limitation date is missing")
    budget_used = BudgetFilter("pk", label="Budget", perm=Perm.INVOICE_VIEW)
    due = NextDateFilter("pk", label="Next date")
    no_date = NoDateFilter("pk", label="Has no dates")
    quiet = QuietFilter("pk", label="Quiet")
    opened = DateFilter("opened_on", label="Opened")
    closed = DateFilter("closed_on", label="Closed")
    keep = DateFilter("retention_until", label="Kept until")
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


class RoleFilter(ChoiceFilter):
    """Contacts with a role in any matter; the client of a matter is a role too."""

    def narrow(self, qs, picked):
        roles = picked.value if isinstance(picked.value, (list, tuple)) else [picked.value]
        has = Q(Exists(Party.objects.filter(contact=OuterRef("pk"), role__in=roles)))
        if "client" in roles:
            has |= Q(Exists(Matter.objects.filter(client=OuterRef("pk"))))
        return qs.filter(has)


class RepresentedFilter(YesNoFilter):
    """Contacts with a lawyer of their own, by their record or as a party."""

    def narrow(self, qs, picked):
        part = Party.objects.current().filter(contact=OuterRef("pk"), represented_by__isnull=False)
        has = Q(represented=True) | Q(Exists(part.exclude(side=Party.Side.OURS)))
        return qs.filter(has) if picked.value else qs.exclude(has)


class DuplicateFilter(YesNoFilter):
    """Contacts that share their name, an e-mail address, or a phone number and the beginning of their name with another."""

    def narrow(self, qs, picked):
        def twice(rows, value):
            return rows.order_by().values(value).annotate(n=Count("contact", distinct=True)).filter(n__gt=1)

        named = Contact.objects.annotate(upper=Upper("name")).order_by().values("upper")
        names = named.annotate(n=Count("id")).filter(n__gt=1).values("upper")
        emails = Email.objects.annotate(upper=Upper("address"))
        # A number alone is shared by families and offices: the names must begin alike too.
        key = Concat("digits", Upper(Left("contact__sort_name", 3)))
        phones = Phone.objects.annotate(size=Length("digits"), key=key).filter(size__gte=7)
        phones = phones.exclude(label=Phone.Label.FAX)
        same = (
            Q(pk__in=Contact.objects.annotate(upper=Upper("name")).filter(upper__in=names).values("pk"))
            | Q(pk__in=emails.filter(upper__in=twice(emails, "upper").values("upper")).values("contact"))
            | Q(pk__in=phones.filter(key__in=twice(phones, "key").values("key")).values("contact"))
        )
        return qs.filter(same) if picked.value else qs.exclude(same)


class ContactFilter(ListFilterSet):
    kind = ChoiceFilter("kind", label="Type", choices=Contact.Kind.choices)
    client = ClientFilter("pk", label="Client")
    role = RoleFilter("pk", label="Role", choices=Party.Role.choices)
    represented = RepresentedFilter("pk", label="Represented")
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
