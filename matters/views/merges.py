"""Merging two contacts: choosing them, comparing them side by side, taking the merge back."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters import services
from matters.forms.contacts import MergeWithForm
from matters.models import Contact, ContactMerge
from matters.queries.duplicates import alike
from matters.queries.merges import clashes
from matters.services.merge_log import pointers_to
from matters.services.merges import BOTH, UNITS, usual
from matters.views.tools import contact_or_404
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to

LABELS = {
    "name": "Name", "company": "Works at", "title": "Title", "email": "Main e-mail", "phone": "Main phone",
    "address": "Main address", "website": "Website", "birthday": "Birthday", "language": "Language",
    "reach": "Reach by", "ledes_client_id": "LEDES client ID", "tax": "Tax form", "tags": "Tags", "notes": "Notes",
    "external_id": "ID in the old system",
}  # fmt: skip
# What goes along whole and is not counted on the page.
WORDS = {
    "matters.Email": ("e-mail address", "e-mail addresses"),
    "matters.ContactName": ("other name", "other names"),
    "matters.Party": ("part in a matter", "parts in matters"),
    "documents.ShareLink": ("private link", "private links"),
    "intake.LeadParty": ("part in a lead", "parts in leads"),
}
UNCOUNTED = {"matters.ContactMerge", "matters.DirectConsent", "matters.Contact"}


@dataclass(frozen=True)
class Line:
    """A row of the comparison. `choice` is None when both say the same, or only one says something."""

    unit: str
    label: str
    kept: str
    lost: str
    choice: str | None
    both: bool


def _said(contact: Contact, unit: str) -> str:
    if unit == "name":
        return f"{contact.prefix} {contact.name}".strip() + f" ({contact.get_kind_display().lower()})"
    if unit == "tags":
        return ", ".join(contact.tags)
    if unit == "address":
        return "\n".join(contact.address_lines)
    if unit == "reach":
        return ", ".join(p for p in (contact.get_preferred_channel_display(), contact.preferred_hours) if p)
    if unit == "tax":
        end = f"number ends in {contact.tax_id_end}" if contact.tax_id_end else ""
        return ", ".join(p for p in (contact.get_tax_form_display(), end) if p)
    return str(getattr(contact, UNITS[unit][0]) or "")


def _lines(kept: Contact, lost: Contact, chosen) -> list[Line]:
    lines = []
    for unit in UNITS:
        one, other = _said(kept, unit), _said(lost, unit)
        if not one and not other:
            continue
        asked = one != other and bool(one and other)
        choice = (chosen.get(unit) or usual(kept, lost, unit)) if asked else None
        lines.append(Line(unit, LABELS[unit], one, other, choice, unit in BOTH))
    return lines


def _counts(contact: Contact) -> list[str]:
    """What of the contact's the viewer may see, in words: "3 matters"."""
    counts: Counter[str] = Counter()
    names: dict[str, tuple[str, str]] = {}
    for model, fields in pointers_to(Contact).items():
        if model._meta.label in UNCOUNTED:
            continue
        meta = model._meta
        names[meta.label] = WORDS.get(meta.label, (str(meta.verbose_name), str(meta.verbose_name_plural)))
        for field in fields:
            counts[meta.label] += model._default_manager.filter(**{field.name: contact}).count()
    return [f"{n} {names[label][0 if n == 1 else 1]}" for label, n in counts.items() if n]


@requires(Perm.CONTACT_MERGE)
@require_http_methods(["GET", "POST"])
def contact_merge_with(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: those it may be one with, and a field for any other; POST goes on to the comparison."""
    contact = contact_or_404(request, pk)
    form = MergeWithForm(request.POST or None, member=request.member, contact=contact)
    if request.method == "POST" and form.is_valid():
        return redirect_to(request, "contact_merge", contact.pk, form.cleaned_data["other"].pk)
    context = {
        "contact": contact,
        "form": form,
        "similar": alike(
            request.member,
            name=contact.name,
            emails=contact.emails.values_list("address", flat=True),
            phones=contact.phones.values_list("number", flat=True),
            besides=contact.pk,
            limit=8,
        ),
    }
    return render(request, "matters/contact_merge_with.html", context, status=INVALID if form.errors else 200)


@requires(Perm.CONTACT_MERGE)
@require_http_methods(["GET", "POST"])
def contact_merge(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """GET: the two side by side, `pk` stays; POST merges them."""
    kept, lost = contact_or_404(request, pk), contact_or_404(request, other_pk)
    if kept.pk == lost.pk:
        raise Http404
    error = ""
    if request.method == "POST":
        chosen = {unit: request.POST[unit] for unit in UNITS if unit in request.POST}
        try:
            with transaction.atomic():
                merge = services.merge_contacts(
                    kept, lost, by=request.member, choose=chosen, alias=request.POST.get("alias") == "1"
                )
        except Refused:
            raise
        except DomainError as problem:
            error = problem.message
        else:
            undo = reverse("merge_undo", args=[merge.pk])
            return redirect_to(request, kept, toast=f"{lost.name} merged into {kept.name}", undo_url=undo)
    context = {
        "kept": kept,
        "lost": lost,
        "lines": _lines(kept, lost, request.POST),
        "kept_counts": _counts(kept),
        "lost_counts": _counts(lost),
        "clashes": clashes(kept, lost),
        "names_differ": kept.name.casefold() != lost.name.casefold(),
        "error": error,
    }
    return render(request, "matters/contact_merge.html", context, status=INVALID if error else 200)


@requires(Perm.CONTACT_MERGE)
@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the merge is taken back."""
    merge = get_object_or_404(ContactMerge.objects.all(), pk=pk)
    try:
        with transaction.atomic():
            back = services.undo_merge(merge, by=request.member)
    except Refused:
        raise
    except DomainError as error:
        context = {
            "title": "The merge stays",
            "heading": "Contacts",
            "text": error.message,
            "verb": "Try again",
            "action": request.path,
            "back": merge.kept.get_absolute_url(),
        }
        return render(request, "confirm.html", context, status=INVALID)
    return redirect_to(request, back, toast=f"{back.name} is a contact of its own again")
