"""Options of the fields that pick a matter or a contact."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.permissions import Perm, requires
from matters.models import Contact, Matter
from matters.queries.find import find_contacts, find_matters, matters_by_use
from practice.htmx import Option, render_options


def matter_option(matter: Matter) -> Option:
    """A matter in a combobox: caption, then number and client."""
    return Option(matter.pk, str(matter), matter.client.name)


def contact_option(contact: Contact) -> Option:
    """A contact in a combobox: name, then what tells namesakes apart."""
    return Option(
        contact.pk, contact.name, " · ".join(p for p in (contact.company, contact.email, contact.city) if p)
    )


@requires(Perm.MATTER_VIEW)
@require_GET
def matter_options(request: HttpRequest) -> HttpResponse:
    """GET ?q=: matters by number, caption, client or case number; those the member opened last first.

    `?state=` narrows to states (comma between), `?client=` to a client.
    """
    rows = Matter.objects.visible_to(request.member).select_related("client")
    states = [s for s in request.GET.get("state", "").split(",") if s in Matter.State.values]
    rows = rows.filter(state__in=states) if states else rows.exclude(state=Matter.State.DECLINED)
    client = request.GET.get("client", "")
    if client.isdecimal() and len(client) < 19:
        rows = rows.filter(client_id=int(client))
    rows = find_matters(matters_by_use(rows, request.member), request.GET.get("q", "").strip()[:100])
    return render_options(request, [matter_option(m) for m in rows[:12]])


def _contacts(request: HttpRequest) -> list[Option]:
    rows = find_contacts(Contact.objects.visible_to(request.member), request.GET.get("q", "").strip()[:100])
    return [contact_option(c) for c in rows.order_by("sort_name", "id")[:12]]


@requires(Perm.CONTACT_VIEW)
@require_GET
def contact_options(request: HttpRequest) -> HttpResponse:
    """GET ?q=: contacts by name, company or e-mail address."""
    return render_options(request, _contacts(request))


@requires(Perm.CONTACT_VIEW)
@require_GET
def client_options(request: HttpRequest) -> HttpResponse:
    """As contact_options, with a last row that leads to the fields of a new client on the same form."""
    create = "#id_new_name" if request.member.can(Perm.CONTACT_EDIT) else ""
    return render_options(request, _contacts(request), create_url=create, create_label="Add a new client,")
