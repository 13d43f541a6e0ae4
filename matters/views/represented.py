"""Represented contacts: the warning while a recipient is chosen, and an attorney's leave to go on."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from matters import services
from matters.forms import ConsentForm
from matters.models import Contact, DirectConsent, Matter
from matters.queries.contacts import roles_of
from matters.queries.represented import direct_warning
from matters.views.tools import contact_or_404, next_url
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


@requires(Perm.CONTACT_VIEW)
@require_GET
def direct_note(request: HttpRequest) -> HttpResponse:
    """GET ?contact=&matter=: the warning about a represented contact as a fragment; empty when there is none."""
    rows = Contact.objects.visible_to(request.member)
    contact = rows.filter(pk=_number(request.GET.get("contact", ""))).first()
    matter = (
        Matter.objects.visible_to(request.member).filter(pk=_number(request.GET.get("matter", ""))).first()
    )
    warning = direct_warning(contact, matter) if contact else None
    return render(request, "matters/_direct_note.html", {"warning": warning, "asks": request.GET.get("asks")})


@requires(Perm.CONTACT_DIRECT)
@require_http_methods(["GET", "POST"])
def contact_direct(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: an attorney allows direct contact with a represented person, and says why."""
    contact = contact_or_404(request, pk)
    matters = Matter.objects.visible_to(request.member).filter(
        pk__in=[role.matter.pk for role in roles_of(contact)]
    )
    form = ConsentForm(request.POST or None, matters=matters, initial={"matter": request.GET.get("matter")})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                services.allow_direct(contact, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            goal = next_url(request, contact.get_absolute_url())
            return redirect_to(request, goal, toast=f"Direct contact with {contact.name} allowed")
    context = {"contact": contact, "form": form, "warning": direct_warning(contact)}
    return render(request, "matters/contact_direct.html", context, status=INVALID if form.errors else 200)


@requires(Perm.CONTACT_DIRECT)
@require_POST
def contact_direct_withdraw(request: HttpRequest, pk: int, consent_pk: int) -> HttpResponse:
    """POST: the leave is taken back."""
    contact = contact_or_404(request, pk)
    consent = get_object_or_404(DirectConsent.objects.filter(contact=contact), pk=consent_pk)
    services.withdraw_direct(consent, by=request.member)
    return redirect_to(request, contact, toast="No direct contact any more")
