"""Filters of the lists of people and of the audit trail."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import Member, Role
from accounts.models.security import Method
from practice.filters import ChoiceFilter, DateFilter, ListFilterSet, MemberFilter, TextFilter, YesNoFilter
from practice.models import AuditEvent

# What the trail calls its objects, in plain words.
OBJECT_WORDS = {
    "practice.firm": "Firm",
    "accounts.member": "Person",
    "accounts.role": "Role",
    "accounts.invitation": "Invitation",
    "accounts.barlicence": "Licence",
    "accounts.educationcourse": "Course",
    "accounts.singlesignon": "Single sign-on",
    "accounts.ssodomain": "E-mail domain",
    "accounts.breakglass": "Emergency access",
}


def object_word(object_type: str) -> str:
    """practice.firm → Firm; billing.timeentry → Time entry."""
    from django.apps import apps

    if object_type in OBJECT_WORDS:
        return OBJECT_WORDS[object_type]
    try:
        return str(apps.get_model(object_type)._meta.verbose_name).capitalize()
    except (LookupError, ValueError):
        return object_type


def _roles(request):
    return [(role.pk, role.name) for role in Role.objects.all()]


def _verbs(request):
    found = AuditEvent.objects.order_by("verb").values_list("verb", flat=True).distinct()
    return [(verb, verb.replace("_", " ").replace(".", " ")) for verb in found]


def _types(request):
    found = AuditEvent.objects.order_by("object_type").values_list("object_type", flat=True).distinct()
    return sorted(((kind, object_word(kind)) for kind in found), key=lambda pair: pair[1])


def people(request):
    """Who works here now, by name: the people of a filter over something that is still done."""
    return Member.objects.active().order_by("name")


def _people(request):
    return Member.objects.order_by("name")


class MemberFilterSet(ListFilterSet):
    role = ChoiceFilter("role_id", label="Role", choices=_roles)
    access = YesNoFilter("is_active", label="Has access")
    supervisor = MemberFilter("supervisor", label="Supervisor", empty=True)
    until = DateFilter("expires_on", label="Last day")


class QualificationFilterSet(ListFilterSet):
    supervisor = MemberFilter("supervisor", label="Supervisor", empty=True)


class AuditFilterSet(ListFilterSet):
    who = MemberFilter("actor_id", label="Who", queryset=_people)
    verb = ChoiceFilter("verb", label="What", choices=_verbs)
    type = ChoiceFilter("object_type", label="Kind of thing", choices=_types)
    label = TextFilter("object_label", label="Name or number")
    at = DateFilter("at", label="When")


class SignInFilterSet(ListFilterSet):
    who = MemberFilter("member", label="Who", queryset=_people)
    ok = YesNoFilter("ok", label="Came in")
    new = YesNoFilter("new_browser", label="New browser")
    method = ChoiceFilter("method", label="How", choices=Method.choices)
    at = DateFilter("at", label="When")


class SideFilter(ChoiceFilter):
    """Delegations that the reader gave (or wrote), or holds."""

    def lookup(self, values):
        me = self.request.member
        found = Q(pk=None)
        if "given" in values:
            found |= Q(principal=me) | Q(created_by=me)
        if "held" in values:
            found |= Q(to=me)
        return found


class StandingFilter(YesNoFilter):
    """Delegations that are neither revoked nor over; those to come stand already."""

    def narrow(self, qs, picked):
        stands = Q(revoked_at=None, until__gte=timezone.localdate())
        return qs.filter(stands) if picked.value else qs.exclude(stands)


class DelegationFilterSet(ListFilterSet):
    standing = StandingFilter("pk", label="In force")
    side = SideFilter("pk", label="Side", choices=[("given", "Given by me"), ("held", "Held by me")])
    principal = MemberFilter("principal", label="From", queryset=_people)
    to = MemberFilter("to", label="To", queryset=_people)
    until = DateFilter("until", label="Until")
