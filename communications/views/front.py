"""The front desk: one box that says who is calling, and what can be done at once."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from communications.forms.fields import contact_field, matter_field
from communications.models import Slip
from communications.queries.desk import colleagues
from communications.queries.front import find
from communications.queries.slips import age_of, waiting_for
from communications.queries.visitors import in_house
from communications.services.calls import put_through
from communications.views.tools import number
from matters.models import Contact, Matter
from matters.views.tools import next_url
from practice.exceptions import DomainError
from practice.htmx import redirect_to


@requires(Perm.MESSAGE_SLIP)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """GET: the box, who waits, what is open. ?q= shows its answer at once."""
    member = request.member
    text = request.GET.get("q", "")
    slips = list(
        Slip.objects.visible_to(member)
        .unanswered()
        .select_related("for_member", "matter")
        .order_by("due_at")[:12]
    )
    context = {
        "q": text,
        "found": find(text, member) if text.strip() else None,
        "people": list(colleagues()),
        "visitors": in_house(member)[:8],
        "slips": [(slip, age_of(slip)) for slip in slips],
        "mine": waiting_for(member).count(),
    }
    return render(request, "communications/desk.html", context)


@requires(Perm.MESSAGE_SLIP)
@require_GET
def desk_find(request: HttpRequest) -> HttpResponse:
    """GET ?q=: who the number or name may be; the part of the page that changes while it is typed."""
    context = {"found": find(request.GET.get("q", ""), request.member), "people": list(colleagues())}
    return render(request, "communications/_found.html", context)


@requires(Perm.MESSAGE_SLIP)
@require_GET
def desk_match(request: HttpRequest) -> HttpResponse:
    """GET ?phone=: contact and matter for a form whose number was typed, as fields filled in when one contact has it."""
    found = find(request.GET.get("phone", ""), request.member)
    context: dict = {"found": found}
    if found.is_number and len(found.hits) == 1 and not request.GET.get("contact"):
        hit = found.hits[0]
        form = _match_form(request.member, hit)
        context |= {"hit": hit, "form": form}
    return render(request, "communications/_match.html", context)


def _match_form(member: Member, hit) -> forms.Form:
    """A form of two fields, filled from a hit: what the template puts in place of the empty ones."""
    live = [p.matter for p in hit.matters if p.matter.state not in ("closed", "archived")]
    form = forms.Form(initial={"contact": hit.contact, "matter": live[0] if len(live) == 1 else None})
    form.fields["contact"] = contact_field(member)
    form.fields["matter"] = matter_field(member)
    return form


@requires(Perm.MESSAGE_SLIP)
@require_POST
def desk_through(request: HttpRequest) -> HttpResponse:
    """POST to=, name=, phone=, contact=, matter=: log that the caller was put through; the toast offers Undo."""
    data, member = request.POST, request.member
    to = Member.objects.active().select_related("role").filter(pk=number(data.get("to", "")) or 0).first()
    if to is None:
        raise DomainError("Choose whom the caller was put through to.")
    call = put_through(
        by=member,
        to=to,
        name=data.get("name", ""),
        phone=data.get("phone", ""),
        contact=Contact.objects.visible_to(member).filter(pk=number(data.get("contact", "")) or 0).first(),
        matter=Matter.objects.visible_to(member).filter(pk=number(data.get("matter", "")) or 0).first(),
    )
    undo = reverse("call_delete", args=[call.pk])
    return redirect_to(
        request, next_url(request, reverse("desk")), toast=f"Put through to {to.name}", undo_url=undo
    )
