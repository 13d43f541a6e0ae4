"""Contacts: the form, with its lists, and the duplicates it points out while one types."""

import re

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Perm, requires
from custom_fields.forms import CustomFieldsForm
from matters import services
from matters.forms import ContactForm, part_sets
from matters.models import Contact
from matters.queries.duplicates import Likeness, alike
from matters.services.contacts import FIELDS, ensure_adds, ensure_near, names
from matters.views.tools import contact_or_404, next_url
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, put_error, redirect_to

# Known to an app above this one: f(source, kind, made, by=), for a contact made of a call, a message or a visit.
NOTE_MADE = "communications.services.made.note_made"
PERSONAL = ("middle_name", "prefix", "suffix", "birthday")


@requires(Perm.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_create(request: HttpRequest) -> HttpResponse:
    """GET the form (?name=, ?phone=, ?email= fill it), POST: a new contact."""
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
        if request.GET.get("kind") in Contact.Kind.values:
            initial["kind"] = request.GET["kind"]
    data = request.POST if request.method == "POST" else None
    add = request.POST.get("add", "") if data else ""
    form = ContactForm(data, initial=initial, member=request.member, contact=contact)
    sets = part_sets(data, contact, add=add, prefill=_prefill(request))
    kind = form["kind"].value() if contact is None else None
    custom = CustomFieldsForm(data, host="contact", member=request.member, obj=contact, kind=kind)
    if contact is None:
        custom.reloading()
    if add in sets:  # another row, without a script to make it
        form._errors = {}
        for part in sets.values():
            part.unjudged()
        return _page(request, contact, form, sets, custom.unjudged(), added=add)
    judged = (
        [form.is_valid(), custom.is_valid(), *(part.is_valid() for part in sets.values() if part.is_bound)]
        if data
        else [False]
    )
    if all(judged):
        try:
            saved = _save(request, contact, form.cleaned_data, sets, custom)
        except DomainError as error:
            put_error(form, error)
        else:
            done = "saved" if contact else "added"
            return redirect_to(
                request, next_url(request, saved.get_absolute_url()), toast=f"{saved.name} {done}"
            )
    return _page(request, contact, form, sets, custom)


def _save(
    request: HttpRequest, contact: Contact | None, values: dict, sets: dict, custom: CustomFieldsForm
) -> Contact:
    parts = {name: part.rows() for name, part in sets.items() if part.is_bound}
    if parts:
        for field in ("email", "phone", "address", "city", "region", "postcode", "country"):
            values.pop(field, None)
    else:  # a short form: what it does not ask stays as it is
        values = {name: value for name, value in values.items() if name in request.POST}
    with transaction.atomic():
        if contact:
            saved = services.update_contact(contact, by=request.member, **values, **parts)
        else:
            saved = services.create_contact(by=request.member, **values, **parts)
            # The page keeps its address when it posts, so that what it was made of is still in it.
            import_string(NOTE_MADE)(request.GET.get("from", ""), "contact", saved, by=request.member)
        return custom.save(saved, new=contact is None)


def _page(request, contact, form, sets, custom, *, added: str = "") -> HttpResponse:
    bad = request.method == "POST" and not added
    context = {
        "form": form,
        "sets": sets,
        "custom": custom,
        "added": added,
        "contact": contact,
        "similar": _similar(request, contact) if request.method == "POST" or request.GET else [],
        "has_personal": any(form[name].value() for name in PERSONAL),
        "bad_rows": bad and any(part.total_error_count() for part in sets.values() if part.is_bound),
    }
    return render(request, "matters/contact_form.html", context, status=INVALID if bad else 200)


def _prefill(request: HttpRequest) -> dict:
    """Rows for a form that was opened with, or sent as, plain values: ?phone=, ?email=."""
    given = request.POST if request.method == "POST" else request.GET
    phone, email = given.get("phone", "")[:40], given.get("email", "")[:254]
    place = {"street": given.get("address", "")[:500]}
    place |= {name: given.get(name, "")[:100] for name in ("city", "region", "postcode", "country")}
    return {
        "phones": [{"number": phone}] if phone else [],
        "emails": [{"address": email}] if email else [],
        "addresses": [place] if any(place.values()) else [],
    }


def _typed(data, ending: str, plain: str, most: int) -> list[str]:
    """The values of the rows of a list, and of the plain field of a short form."""
    values = [value for key, value in data.items() if re.fullmatch(ending, key)] + [data.get(plain, "")]
    return [value.strip()[:most] for value in values if value.strip() and "\x00" not in value][:10]


def _similar(request: HttpRequest, contact: Contact | None) -> list[Likeness]:
    """Contacts like the one being typed: name, e-mail address or phone number; at most five."""
    data = request.POST if request.method == "POST" else request.GET
    shown, _ = names(
        data.get("kind", "person"),
        name=data.get("name", "")[:200],
        first_name=data.get("first_name", "")[:80],
        last_name=data.get("last_name", "")[:120],
    )
    known = str(contact.pk) if contact else data.get("self", "")
    return alike(
        request.member,
        name="" if "\x00" in shown else shown,
        emails=_typed(data, r"emails-\d+-address", "email", 254),
        phones=_typed(data, r"phones-\d+-number", "phone", 40),
        besides=int(known) if known.isdecimal() and len(known) < 19 else None,
    )


@requires(Perm.CONTACT_VIEW)
@require_GET
def contact_similar(request: HttpRequest) -> HttpResponse:
    """GET while a contact is typed: those that it may be already, as a note."""
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
