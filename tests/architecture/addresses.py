"""Every address of the product, and which object of furniture.py fills the argument of those that have any.

A new address whose first word is not in `OBJECTS` fails the test that lists them: name its object here, and it is tried
as a stranger, as another firm and as a walled member from then on.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

# Addresses of the sign-in library: it guards them itself, and they show only the person's own things.
LIBRARY = ("allauth.", "django.views.")
UNKNOWN = 999_999_999


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name, the names of its arguments, the view."""

    name: str
    arguments: tuple[str, ...]
    view: object

    @property
    def is_public(self) -> bool:
        return getattr(self.view, "public", False)

    @property
    def is_marked(self) -> bool:
        return self.is_public or hasattr(self.view, "perms")

    def url(self, objects: SimpleNamespace | None = None) -> str:
        """The address filled with the ids of `objects`, or with ids of nothing when there are none."""
        if not self.arguments:
            return reverse(self.name)
        values = {}
        for argument in self.arguments:
            if argument == "pk":
                values[argument] = getattr(objects, OBJECTS[subject(self.name)]).pk if objects else UNKNOWN
            elif argument in PLAIN:
                values[argument] = PLAIN[argument]
            else:
                values[argument] = getattr(objects, OBJECTS[argument]).pk if objects else UNKNOWN
        return reverse(self.name, kwargs=values)


# The object that an address is about: by its name, else by the first word of its name, or by the argument's name.
OBJECTS = {
    "matter": "matter",
    "team": "matter",
    "grant": "matter",
    "wall": "matter",
    "wall_notice": "notice",
    "guest_check": "check",
    "engagement": "engagement",
    "member_pk": "paralegal",
    "wall_pk": "wall",
    "contact": "client",
    "radar": "matter",
    "other_pk": "acquaintance",
    "relation_pk": "relation",
    "consent_pk": "consent",
    "merge": "merge",
    "practice": "area",
    "deadline": "deadline",
    "event": "appointment",
    "api_event": "appointment",
    "room": "room",
    "office": "office",
    "trigger": "trigger",
    "recalculation": "recalculation",
    "reminder": "reminder",
    "thing_pk": "deadline",
    "conflict": "conflict_check",
    "subject": "subject",
    "interest": "interest",
    "task": "task",
    "task_item_tick": "task_item",
    "task_item_remove": "task_item",
    "task_blocker_remove": "task_blocker",
    "task_handover_back": "handover",
    "task_type_edit": "task_type",
    "time": "entry",
    "time_restore": "event",
    "time_sheet": "sheet",
    "timer": "timer",
    "timer_restore": "event",
    "expense": "expense",
    "expense_restore": "event",
    "rate": "rate",
    "invoice": "invoice",
    "invoice_line": "line",
    "invoice_line_restore": "line",
    "payment_create": "invoice",
    "payment": "payment",
    "bill": "run",
    "question": "question",
    "link": "link",
    "document": "document",
    "document_download": "version",
    "document_preview": "version",
    "version": "version",
    "job": "job",
    "import": "import_run",
    "invitation": "invitation",
    "member": "paralegal",
    "licence": "licence",
    "licence_create": "paralegal",
    "qualification": "qualification",
    "qualification_create": "paralegal",
    "course": "course",
    "course_create": "paralegal",
    "role": "role",
    "preview": "role",
    "saved": "view",
    "sso_domain_remove": "sso_domain",
    "sso_exception_end": "sso_exception",
    "sso_unlink": "paralegal",
    "security": "security_notice",
    "break": "break_glass",
    "approval": "approval",
    "api": "approval",
    "object_id": "matter",
    "delegation": "delegation",
    "report_attorney": "attorney",
    "report_delegation_undo": "delegation",
    "absence": "absence",
    "support": "support",
    "tasklist": "task_list",
    "tasklistitem": "task_list_item",
    "listrun": "list_run",
    "automation": "automation",
    "automationrun": "automation_run",
    "webhookcall": "delivery",
    "maildraft": "mail_draft",
    "closure": "closure",
    "feed": "feed",
    "device": "device",
    "change_question": "change_question",
    "ics_import": "ics_import",
    "invite_send": "guest_invitation",
    "counter_decline": "guest_invitation",
    "counter_undo": "guest_invitation",
    "counter_date_decline": "date_proposal",
    "counter_date_undo": "date_proposal",
    "rule_pack": "rule_pack",
    "packversion": "packversion",
    "court_closure": "court_closure",
    "slip": "slip",
    "call": "call",
    "memo": "memo",
    "note": "note",
    "note_people": "matter",
    "note_about": "matter",
    "visitor": "visitor",
    "party": "party",
    "stage": "stage",
    "mtemplate": "mtemplate",
    "field_set": "field_set",
    "field_order": "field_set",
    "field_create": "field_set",
    "field": "custom_field",
    "field_pk": "custom_field",
    "custom_value": "matter",
    "api_matter": "matter",
    "api_contact": "client",
    "api_lead": "api_lead",
    "lead": "api_lead",
    "lead_party_remove": "lead_party",
    "lead_file": "lead_file",
    "lead_file_add": "api_lead",
    "letter": "letter",
    "intake": "intake_form",
    "intake_question_edit": "intake_question",
    "intake_question_delete": "intake_question",
    "intake_question_shift": "intake_question",
    "intake_source_edit": "lead_source",
    "intake_source_delete": "lead_source",
    "script": "script",
    "script_line_edit": "script_line",
    "script_line_delete": "script_line",
    "script_line_shift": "script_line",
    "api_task": "task",
    "api_deadline": "deadline",
    "file": "paper_file",
    "paper_options": "matter",
    "box": "box",
    "original": "original",
    "supply": "supply_item",
    "supply_request": "supply_request",
    "equipment": "equipment",
    "booking": "booking",
    "booking_page": "booking_page",
    "booking_link": "booking_link",
    "form_link": "form_link",
    "poll": "poll",
    "option_pk": "poll_option",
    "guest_pk": "poll_guest",
    "trip": "trip",
    "reminder_client": "asked_client",
    "trip_contact_remove": "trip_contact",
    "trip_contact_restore": "trip_contact",
    "trip_item_tick": "trip_item",
    "trip_item_remove": "trip_item",
    "trip_item_restore": "trip_item",
    "trip_document_leave": "trip_document",
    "trip_document_restore": "trip_document",
    "trip_rule": "trip_share",
    "leg": "leg",
    "leg_create": "trip",
    "stay": "stay",
    "stay_create": "trip",
    "cost": "trip_cost",
    "cost_create": "trip",
    "travel_rule_retire": "travel_rule",
    "deposition": "deposition",
    "deposition_cost": "deposition_cost",
    "deposition_cost_create": "deposition",
    "exhibit": "exhibit",
    "exhibit_create": "deposition",
}
PLAIN = {
    "task_field": "title",
    "field": "court",
    "tab": "bills",
    "kind": "contacts",
    "name": "x",
    "template": "contacts",
    "about": "matter",
    "host": "matter",
    "code": "F00001",
    "source": "deadline",
    "ladder": "court",
    "shipped_key": "ca-ccp",
    "rule": "472",
    "example": "0",
    "needed": "trial-date-set",
}


def subject(name: str) -> str:
    """The key of OBJECTS for the address `name`."""
    if name in OBJECTS:
        return name
    first, _, rest = name.partition("_")
    two = f"{first}_{rest.partition('_')[0]}"
    return two if two in OBJECTS else first


def addresses() -> list[Address]:
    """All of the product's own addresses, by name."""
    found: dict[str, Address] = {}

    def walk(resolver, arguments=()):
        for pattern in resolver.url_patterns:
            names = (*arguments, *pattern.pattern.regex.groupindex)
            if not isinstance(pattern, URLPattern):
                walk(pattern, names)
            elif not pattern.callback.__module__.startswith(LIBRARY):
                found.setdefault(pattern.name, Address(pattern.name, names, pattern.callback))

    walk(get_resolver())
    return list(found.values())


def with_objects(address: Address) -> bool:
    """Whether the address is about an object of a firm."""
    return "pk" in address.arguments
