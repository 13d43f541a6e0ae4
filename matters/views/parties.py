"""The Parties tab of a matter."""

import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters import services
from matters.forms.parties import PartyForm
from matters.models import Contact, Matter, Party
from matters.queries.access import ensure_on, may
from matters.queries.parties import sides_of
from matters.services.parties import FIELDS
from matters.views.tools import matter_or_404
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_parties(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: who takes part in the matter, side by side."""
    matter = matter_or_404(request, pk)
    may_edit = may(request.member, Perm.MATTER_EDIT, matter) and matter.state != Matter.State.ARCHIVED
    context = {"matter": matter, "tab": "parties", "sides": sides_of(matter), "may_edit": may_edit}
    return render(request, "matters/parties.html", context)


@requires(Perm.MATTER_EDIT)
@require_http_methods(["GET", "POST"])
def matter_party_create(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form (?role= and ?name= fill it), POST: a contact takes part in the matter."""
    matter = matter_or_404(request, pk)
    ensure_on(request.member, Perm.MATTER_EDIT, matter)
    initial = {"role": request.GET.get("role", "")[:20], "new_name": request.GET.get("name", "")[:200]}
    form = PartyForm(request.POST or None, member=request.member, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            party = _add(matter, form, request.member)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(
                request, reverse("matter_parties", args=[matter.pk]), toast=f"{party.contact} added"
            )
    context = {
        "matter": matter,
        "tab": "parties",
        "form": form,
        "heading": "Add a party",
        "verb": "Add party",
    }
    return render(request, "matters/party_form.html", context, status=INVALID if form.errors else 200)


@transaction.atomic
def _add(matter: Matter, form: PartyForm, by) -> Party:
    new = form.new_contact()
    data = form.cleaned_data
    contact = data.pop("contact")
    if new:
        contact = services.create_contact(by=by, **new)
    return services.add_party(matter, by=by, contact=contact, **data)


def _party(request: HttpRequest, pk: int) -> Party:
    found = (
        Party.objects.filter(matter__in=Matter.objects.visible_to(request.member), pk=pk)
        .with_people()
        .select_related("matter__responsible")
        .first()
    )
    if found is None:
        raise Http404
    return found


@requires(Perm.MATTER_EDIT)
@require_http_methods(["GET", "POST"])
def party_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: change what is known of a party."""
    party = _party(request, pk)
    matter = matter_or_404(request, party.matter_id)
    ensure_on(request.member, Perm.MATTER_EDIT, matter)
    initial = {name: getattr(party, name) for name in ("role", *FIELDS)}
    form = PartyForm(request.POST or None, member=request.member, party=party, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_party(party, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(
                request, reverse("matter_parties", args=[matter.pk]), toast=f"{party.contact} saved"
            )
    context = {
        "matter": matter,
        "tab": "parties",
        "form": form,
        "party": party,
        "heading": party.contact.name,
        "verb": "Save party",
    }
    return render(request, "matters/party_form.html", context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_EDIT)
@require_POST
def party_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take a party off that was put there by mistake. The toast brings it back."""
    party = _party(request, pk)
    services.remove_party(party, by=request.member)
    undo = reverse("matter_party_restore", args=[party.matter_id])
    request.session["party_removed"] = {
        "matter": party.matter_id,
        "contact": party.contact_id,
        "role": party.role,
        "represented_by": party.represented_by_id,
        "from_on": str(party.from_on or ""),
        "until_on": str(party.until_on or ""),
        **{name: getattr(party, name) for name in ("side", "service_address", "e_service", "note")},
    }
    where = reverse("matter_parties", args=[party.matter_id])
    return redirect_to(request, where, toast=f"{party.contact} taken off", undo_url=undo)


@requires(Perm.MATTER_EDIT)
@require_POST
def matter_party_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: bring back the party that this person took off last."""
    matter = matter_or_404(request, pk)
    kept = request.session.pop("party_removed", None)
    where = reverse("matter_parties", args=[matter.pk])
    if kept is None or kept.pop("matter") != matter.pk:
        return redirect_to(request, where, toast="Nothing to bring back")
    contact = Contact.objects.get(pk=kept.pop("contact"))
    counsel = kept.pop("represented_by")
    dates: dict[str, Any] = {
        name: datetime.date.fromisoformat(kept.pop(name)) if kept.get(name) else kept.pop(name) or None
        for name in ("from_on", "until_on")
    }
    party = services.add_party(
        matter,
        by=request.member,
        contact=contact,
        represented_by=Contact.objects.get(pk=counsel) if counsel else None,
        **dates,
        **kept,
    )
    return redirect_to(request, where, toast=f"{party.contact} is back")
