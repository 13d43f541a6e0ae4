"""Filters of the lists of people and of the audit trail."""

from accounts.models import Member, Role
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
