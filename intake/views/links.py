"""Forms sent to known people: from a lead and from a contact."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from intake.forms import SendFormForm
from intake.models import FormLink, Lead
from intake.queries.tokens import link_token
from intake.services.links import end_form, resend_form, send_form
from intake.views.tools import found, next_url, tried
from matters.models import Contact
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to


@requires(Perm.LEAD_SCREEN)
@require_http_methods(["GET", "POST"])
def lead_form_send(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the forms and what was sent, POST: send one to the lead, or make a link to copy."""
    lead = found(request, pk)
    links = FormLink.objects.filter(lead=lead)
    return _page(request, links, lead=lead)


@requires(Perm.LEAD_SCREEN)
@require_http_methods(["GET", "POST"])
def contact_form_send(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the forms and what was sent, POST: send one to the contact. The answers make a lead of that contact."""
    contact = get_object_or_404(Contact.objects.visible_to(request.member), pk=pk)
    seen = Lead.objects.visible_to(request.member).order_by().values("pk")
    links = FormLink.objects.filter(contact=contact)
    return _page(request, links.filter(lead=None) | links.filter(lead__in=seen), contact=contact)


def _page(
    request: HttpRequest, links, *, lead: Lead | None = None, contact: Contact | None = None
) -> HttpResponse:
    form = SendFormForm(request.POST or None)
    here = (
        reverse("lead_form_send", args=[lead.pk]) if lead else reverse("contact_form_send", args=[contact.pk])
    )
    if request.method == "POST" and form.is_valid():
        data, mail = form.cleaned_data, request.POST.get("how") != "copy"
        link = tried(
            form,
            lambda: send_form(
                data["form"], by=request.member, lead=lead, contact=contact, days=data["days"], mail=mail
            ),
        )
        if link is not None:
            said = f"{link.form.name} sent to {link.email}" if mail else "Link made. Copy it from here."
            return redirect_to(request, here, toast=said)
    rows = list(links.select_related("form", "lead", "created_by", "submission"))
    for row in rows:
        if row.is_open:
            row.address = request.build_absolute_uri(reverse("intake_public", args=[link_token(row)]))
    context = {
        "lead": lead,
        "person": lead or contact,
        "form": form,
        "links": rows,
        "any": form.fields["form"].queryset.exists(),
        "open": lead is None or lead.is_open,
        "here": here,
    }
    return render(request, "intake/form_send.html", context, status=INVALID if form.errors else 200)


def _link(request: HttpRequest, pk: int) -> FormLink:
    link = get_object_or_404(FormLink.objects.select_related("form", "lead", "contact"), pk=pk)
    if link.lead_id is not None:
        found(request, link.lead_id)
    else:
        get_object_or_404(Contact.objects.visible_to(request.member), pk=link.contact_id)
    return link


def _back(request: HttpRequest, link: FormLink) -> str:
    about = ("lead_form_send", link.lead_id) if link.lead_id else ("contact_form_send", link.contact_id)
    return next_url(request, reverse(about[0], args=[about[1]]))


@requires(Perm.LEAD_SCREEN)
@require_POST
def form_link_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: send it again; it is good for two more weeks."""
    link = _link(request, pk)
    try:
        said = f"Sent again to {resend_form(link, by=request.member).email}"
    except Refused:
        raise
    except DomainError as error:
        said = error.message
    return redirect_to(request, _back(request, link), toast=said)


@requires(Perm.LEAD_SCREEN)
@require_POST
def form_link_end(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: end a link that nobody answered."""
    link = _link(request, pk)
    end_form(link, by=request.member)
    return redirect_to(request, _back(request, link), toast="Link ended")
