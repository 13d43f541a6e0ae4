"""Contacts: the list, and the tabs of one contact."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Level, Perm, requires
from accounts.sudo import sudo_exports
from matters import services
from matters.forms import RelationForm
from matters.lists.contacts import ContactList
from matters.models import Contact, Relation
from matters.queries.contacts import merged_into, relations_of, roles_of
from matters.queries.merges import merges_of
from matters.queries.represented import direct_warning
from matters.services.contacts import ensure_near, is_near, seen
from matters.views.tools import contact_or_404
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to
from practice.models import AuditEvent

contact_list = sudo_exports(ContactList.as_view())

# Sections of a contact's page from other apps, by tab: f(contact, member) -> None, or
# {"title", "template", "context", "url" and "link" for a link beside the title}. The template has them as `section`.
# Those of all tabs stand on the overview too.
CONTACT_SECTIONS: dict[str, list[str]] = {
    "bills": ["billing.contact_sections.invoices", "billing.contact_sections.payments"],
    "messages": ["communications.contact_sections.calls_and_messages"],
    "shared": ["documents.contact_sections.links"],
}
LABELS = {"bills": "Bills", "messages": "Messages and calls", "shared": "Shared"}
# Who sees a tab at all.
PERMS = {"bills": Perm.INVOICE_VIEW, "messages": Perm.CONTACT_VIEW, "shared": Perm.CONTACT_VIEW}
ROLES_A_PAGE = 50


def sections_of(contact: Contact, member, tab: str = "") -> list[dict]:
    """What other apps show on a contact's page: of one tab, or of all."""
    paths = CONTACT_SECTIONS.get(tab, []) if tab else [p for of in CONTACT_SECTIONS.values() for p in of]
    found = [import_string(path)(contact, member) for path in paths]
    return [section for section in found if section]


def _contact(request: HttpRequest, pk: int) -> Contact:
    """The contact; the opening of a sensitive one is kept."""
    contact = contact_or_404(request, pk)
    if contact.restricted:
        seen(contact, by=request.member)
    return contact


def _render(request: HttpRequest, contact: Contact, tab: str, template: str, context: dict, **kwargs):
    member = request.member
    frame = {
        "contact": contact,
        "tab": tab,
        "tabs": _tabs(contact, member, tab),
        "near": is_near(contact, member, Perm.CONTACT_EDIT),
        "may_merge": member.can(Perm.CONTACT_MERGE),
        "may_vcard": member.powers.level(Perm.CONTACT_VIEW) is not Level.ASSIGNED,
        "warning": direct_warning(contact),
    }
    return render(request, template, frame | context, **kwargs)


def _tabs(contact: Contact, member, current: str) -> list[dict]:
    tabs = [
        ("overview", "Overview", "contact_detail", []),
        ("matters", "Matters and roles", "contact_matters", []),
        *(
            (tab, LABELS[tab], "contact_tab", [tab])
            for tab, paths in CONTACT_SECTIONS.items()
            if paths and member.can(PERMS[tab])
        ),
        ("relations", "Relations", "contact_relations", []),
    ]
    if is_near(contact, member, Perm.AUDIT_VIEW):
        tabs.append(("history", "History", "contact_history", []))
    return [
        {"label": label, "url": reverse(name, args=[contact.pk, *more]), "current": key == current}
        for key, label, name, more in tabs
    ]


@requires(Perm.CONTACT_VIEW)
@require_GET
def contact_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one contact with matters, relations and what other apps know. A merged one leads to where it went."""
    if not Contact.objects.visible_to(request.member).filter(pk=pk).exists():
        kept = merged_into(pk)
        if kept and Contact.objects.visible_to(request.member).filter(pk=kept).exists():
            return redirect("contact_detail", kept)
    contact = _contact(request, pk)
    roles = roles_of(contact)
    context = {
        "roles": roles[:10],
        "more_roles": len(roles) > 10,
        "relations": relations_of(contact, request.member)[:8],
        "merges": merges_of(contact) if request.member.can(Perm.CONTACT_MERGE) else [],
        "sections": sections_of(contact, request.member),
    }
    return _render(request, contact, "overview", "matters/contact_detail.html", context)


@requires(Perm.CONTACT_VIEW)
@require_GET
def contact_matters(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: every matter the contact has a part in, as client, party or lawyer of a party."""
    contact = _contact(request, pk)
    pages = Paginator(roles_of(contact), ROLES_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return _render(request, contact, "matters", "matters/contact_matters.html", {"page": page, "roles": page})


@requires(Perm.CONTACT_VIEW)
@require_GET
def contact_tab(request: HttpRequest, pk: int, tab: str) -> HttpResponse:
    """GET: what other apps know of the contact under one heading: bills, messages, what was shared."""
    contact = _contact(request, pk)
    if not CONTACT_SECTIONS.get(tab):
        raise Http404
    if not request.member.can(PERMS[tab]):
        raise Refused(f"You may not see the {LABELS[tab].lower()} of contacts.")
    context = {"sections": sections_of(contact, request.member, tab), "label": LABELS[tab]}
    return _render(request, contact, tab, "matters/contact_tab.html", context)


@requires(Perm.CONTACT_VIEW)
@require_http_methods(["GET", "POST"])
def contact_relations(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: how the contact stands to others; POST adds a relation."""
    contact = _contact(request, pk)
    form = RelationForm(request.POST or None, member=request.member, contact=contact)
    if request.method == "POST":
        if form.is_valid():
            try:
                with transaction.atomic():
                    services.add_relation(
                        contact, form.cleaned_data.pop("other"), by=request.member, **form.cleaned_data
                    )
            except DomainError as error:
                put_error(form, error)
            else:
                return redirect_to(request, "contact_relations", contact.pk, toast="Relation added")
    context = {"form": form, "relations": relations_of(contact, request.member)}
    status = INVALID if form.errors else 200
    return _render(request, contact, "relations", "matters/contact_relations.html", context, status=status)


@requires(Perm.CONTACT_EDIT)
@require_POST
def contact_relation_remove(request: HttpRequest, pk: int, relation_pk: int) -> HttpResponse:
    """POST: the relation goes, with the means to put it back."""
    contact = contact_or_404(request, pk)
    rows = [row.relation.pk for row in relations_of(contact, request.member) if row.relation]
    relation = get_object_or_404(Relation.objects.filter(pk__in=rows), pk=relation_pk)
    holder = relation.contact
    values = services.remove_relation(relation, by=request.member)
    undo = reverse("contact_relation_restore", args=[holder.pk])
    undo += f"?other={values['other']}&kind={values['kind']}"
    return redirect_to(request, "contact_relations", contact.pk, toast="Relation removed", undo_url=undo)


@requires(Perm.CONTACT_EDIT)
@require_POST
def contact_relation_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: a relation just removed is put back."""
    contact = contact_or_404(request, pk)
    number = request.GET.get("other", "")
    other = contact_or_404(request, int(number) if number.isdecimal() and len(number) < 19 else 0)
    services.add_relation(contact, other, by=request.member, kind=request.GET.get("kind", ""))
    return redirect_to(request, "contact_relations", contact.pk, toast="Relation put back")


@requires(Perm.AUDIT_VIEW, Perm.CONTACT_VIEW)
@require_GET
def contact_history(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: every recorded change of a contact."""
    contact = contact_or_404(request, pk)
    ensure_near(contact, request.member, Perm.AUDIT_VIEW)
    merges = merges_of(contact)
    events = audit.history_of(contact)
    if merges:
        ids = [contact.pk, *(merge.lost_pk for merge in merges)]
        events = list(AuditEvent.objects.filter(object_type="matters.contact", object_id__in=ids)[:200])
    context = {"events": events, "merges": merges, "several": bool(merges)}
    return _render(request, contact, "history", "matters/contact_history.html", context)
