"""Contacts: list, forms, record, duplicates while typing."""

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Perm, requires
from accounts.sudo import sudo_exports
from matters import services
from matters.forms import ContactForm
from matters.lists import ContactList
from matters.models import Contact, Matter
from matters.services.contacts import FIELDS, ensure_adds, ensure_near, is_near, names
from matters.views.tools import contact_or_404, next_url, put_error
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to

contact_list = sudo_exports(ContactList.as_view())

# Sections of a contact's page from apps above this one: f(contact, member) -> None, or
# {"title", "template", "context", "url" and "link" for a link beside the title}.
CONTACT_SECTIONS: list[str] = ["billing.contact_sections.invoices"]


def sections_of(contact: Contact, member) -> list[dict]:
    """What other apps show on a contact's page."""
    found = [import_string(path)(contact, member) for path in CONTACT_SECTIONS]
    return [section for section in found if section]


@requires(Perm.CONTACT_VIEW)
@require_GET
def contact_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one contact with matters and what other apps know."""
    contact = contact_or_404(request, pk)
    context = {
        "contact": contact,
        "tabs": _tabs(contact, request.member, "details"),
        "matters": list(Matter.objects.filter(client=contact).with_people().order_by("-id")[:50]),
        "sections": sections_of(contact, request.member),
    }
    return render(request, "matters/contact_detail.html", context)


def _tabs(contact: Contact, member, current: str) -> list[dict]:
    tabs = [{"label": "Details", "url": contact.get_absolute_url(), "current": current == "details"}]
    if is_near(contact, member, Perm.AUDIT_VIEW):
        url = reverse("contact_history", args=[contact.pk])
        tabs.append({"label": "History", "url": url, "current": current == "history"})
    return tabs


@requires(Perm.AUDIT_VIEW, Perm.CONTACT_VIEW)
@require_GET
def contact_history(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: every recorded change of a contact."""
    contact = contact_or_404(request, pk)
    ensure_near(contact, request.member, Perm.AUDIT_VIEW)
    context = {
        "contact": contact,
        "tabs": _tabs(contact, request.member, "history"),
        "events": audit.history_of(contact),
    }
    return render(request, "matters/contact_history.html", context)


@requires(Perm.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?name= fills it), POST: a new contact."""
    ensure_adds(request.member)
    return _form(request, None)


@requires(Perm.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change a contact."""
    contact = contact_or_404(request, pk)
    ensure_near(contact, request.member, Perm.CONTACT_EDIT)
    return _form(request, contact)


def _form(request: HttpRequest, contact: Contact | None) -> HttpResponse:
    if contact:
        initial = {name: getattr(contact, name) for name in FIELDS}
    else:
        first, _, last = request.GET.get("name", "").strip()[:200].rpartition(" ")
        initial = {"first_name": first, "last_name": last, "name": request.GET.get("name", "")[:200]}
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if contact:
                    saved = services.update_contact(contact, by=request.member, **form.cleaned_data)
                else:
                    saved = services.create_contact(by=request.member, **form.cleaned_data)
        except Refused:
            raise
        except DomainError as error:
            put_error(form, error)
        else:
            done = "saved" if contact else "added"
            return redirect_to(
                request, next_url(request, saved.get_absolute_url()), toast=f"{saved.name} {done}"
            )
    context = {"form": form, "contact": contact, "similar": _similar(request, contact)}
    return render(request, "matters/contact_form.html", context, status=INVALID if form.errors else 200)


def _similar(request: HttpRequest, contact: Contact | None) -> list[Contact]:
    """Contacts with the same name or e-mail address as the one being typed; at most five."""
    data = request.POST if request.method == "POST" else request.GET
    shown, _ = names(
        data.get("kind", "person"),
        name=data.get("name", "")[:200],
        first_name=data.get("first_name", "")[:80],
        last_name=data.get("last_name", "")[:120],
    )
    email = data.get("email", "").strip()[:254]
    same = Q()
    if len(shown) > 2:
        same |= Q(name__iexact=shown)
    if "@" in email:
        same |= Q(email__iexact=email)
    if not same or "\x00" in shown + email:
        return []
    rows = Contact.objects.visible_to(request.member).filter(same)
    known = str(contact.pk) if contact else data.get("self", "")
    if known.isdecimal() and len(known) < 19:
        rows = rows.exclude(pk=int(known))
    return list(rows[:5])


@requires(Perm.CONTACT_VIEW)
@require_GET
def contact_similar(request: HttpRequest) -> HttpResponse:
    """GET while a contact is typed: those with the same name or e-mail address, as a note."""
    return render(request, "matters/_similar.html", {"similar": _similar(request, None)})


@requires(Perm.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST: delete a contact that nothing uses."""
    contact = contact_or_404(request, pk)
    context = {
        "title": f"Delete {contact.name}?",
        "heading": "Contact",
        "text": "The contact is removed. Its history stays in the audit trail.",
        "verb": "Delete contact",
        "danger": True,
        "action": request.path,
        "back": contact.get_absolute_url(),
    }
    if request.method == "GET":
        return render(request, "confirm.html", context)
    try:
        services.delete_contact(contact, by=request.member)
    except Refused:
        raise
    except DomainError as error:
        return render(request, "confirm.html", context | {"text": error.message}, status=INVALID)
    return redirect_to(request, "contact_list", toast=f"{contact.name} deleted")
