"""Leads as pages ask for them."""

import re

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import Member
from accounts.permissions import Perm
from intake.models import Lead
from matters.models import Contact
from practice.clock import reading
from practice.nav import Badge


def lead_or_404(member: Member, pk: int) -> Lead:
    """The lead with its people, if the member may see it."""
    found = Lead.objects.visible_to(member).with_people().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def lead_for_notes(pk: int, member: Member) -> Lead | None:
    """The lead that notes are about, if the member works on leads and may see it."""
    if not member.can(Perm.LEAD_SCREEN):
        return None
    return Lead.objects.visible_to(member).filter(pk=pk).first()


def lead_badge(member: Member) -> Badge | None:
    """For the sidebar: new leads that nobody has answered. Red when one is late."""
    if not member.can(Perm.LEAD_SCREEN):
        return None
    rows = Lead.objects.visible_to(member).unanswered()
    return Badge(rows, hot=Q(answer_due_at__lt=reading()), since="received_at")


def digits(text: str) -> str:
    """The digits of a phone number, the last ten: without the country's 1 and any punctuation."""
    return re.sub(r"\D", "", text)[-10:]


def same_people(*, name: str = "", email: str = "", phone: str = "") -> QuerySet[Contact]:
    """Contacts that may be the same person: of the same name, e-mail address or phone number. For staff alone."""
    wanted = Q()
    if name.strip():
        wanted |= Q(name__iexact=" ".join(name.split()))
    if email.strip():
        wanted |= Q(email__iexact=email.strip())
    number = digits(phone)
    if len(number) >= 7:
        wanted |= Q(phone__regex=r"\D*".join(number[-7:]) + r"\D*$")
    return Contact.objects.filter(wanted).order_by("sort_name", "id") if wanted else Contact.objects.none()


def earlier_leads(lead: Lead) -> QuerySet[Lead]:
    """Other leads of the same person, newest first."""
    wanted = Q(name__iexact=lead.name)
    if lead.email:
        wanted |= Q(email__iexact=lead.email)
    number = digits(lead.phone)
    if len(number) >= 7:
        wanted |= Q(phone__regex=r"\D*".join(number[-7:]) + r"\D*$")
    return Lead.objects.filter(wanted).exclude(pk=lead.pk).order_by("-received_at")
