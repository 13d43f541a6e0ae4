"""vCards: one contact or many as a file, and a file of cards taken in after a look."""

import json

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Level, Perm
from accounts.sudo import sudo
from exchange.forms import CardsForm
from exchange.services import cards
from exchange.services.plan import plural
from exchange.vcard import write_cards
from matters.filters import ContactFilter
from matters.models import Contact
from matters.queries.find import find_contacts
from matters.services.contacts import ensure_adds
from matters.views.tools import contact_or_404
from practice.access import requires
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to

TYPE = "text/vcard; charset=utf-8"
MOST = 10_000
# The cards between the preview and the decision travel with the form, signed for the one who sent the file.
HOURS = 2 * 60 * 60


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
    return response


def _whole(rows):
    return rows.prefetch_related("phones", "emails", "addresses", "names")


@requires(Perm.CONTACT_VIEW)
@require_GET
def contact_vcard(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one contact as a vCard. Guests take none."""
    contact = contact_or_404(request, pk)
    if request.member.powers.level(Perm.CONTACT_VIEW) is Level.ASSIGNED:
        raise Refused("Guests do not take contacts out of the firm. Ask the attorney who engaged you.")
    contact = _whole(Contact.objects.filter(pk=contact.pk)).get()
    cards.record_export(1, by=request.member, what=contact.name)
    return _file(write_cards([contact]), slugify(contact.name) or f"contact-{contact.pk}")


@requires(Perm.CONTACT_EXPORT)
@sudo
@require_GET
def contact_vcards(request: HttpRequest) -> HttpResponse:
    """GET: the contacts of a filtered list as vCards; without a filter all of them."""
    found = ContactFilter(request.GET, queryset=Contact.objects.visible_to(request.member), request=request)
    if not found.is_valid():
        raise DomainError("Nothing was exported, because a filter could not be applied. Correct it first.")
    rows = find_contacts(found.qs, request.GET.get("q", "").strip()[:100])
    count = rows.order_by()[: MOST + 1].count()
    if count > MOST:
        raise DomainError(f"There are more than {MOST:,} contacts. Choose a type or a tag first.")
    content = write_cards(_whole(rows.order_by("sort_name", "id")))
    cards.record_export(count, by=request.member, what="Contacts")
    return _file(content, f"contacts-{timezone.localdate().isoformat()}")


@requires(Perm.CONTACT_EDIT)
@require_http_methods(["GET", "POST"])
def contact_cards(request: HttpRequest) -> HttpResponse:
    """GET the upload; POST a file: its cards with those on file already; POST the choices: they are taken in."""
    ensure_adds(request.member)
    if request.method == "POST" and "cards" in request.POST:
        return _take(request)
    form = CardsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = cards.preview(form.cleaned_data["file"].read(), by=request.member)
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            return _preview(request, found, signed=_sign(request, [card.values for card in found]))
    context = {
        "form": form,
        "may_export": request.member.can(Perm.CONTACT_EXPORT),
        "kinds": Contact.Kind.choices,
    }
    return render(request, "exchange/cards.html", context, status=INVALID if form.errors else 200)


def _salt(request: HttpRequest) -> str:
    return f"vcards:{request.member.firm_id}:{request.member.pk}"


def _sign(request: HttpRequest, values: list[dict]) -> str:
    plain = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return signing.dumps(plain, salt=_salt(request), compress=True)


def _preview(request, found, *, signed: str, error: str = "", chosen: dict | None = None) -> HttpResponse:
    rows = [(card, (chosen or {}).get(card.index, card.usual)) for card in found]
    context = {
        "rows": rows,
        "signed": signed,
        "error": error,
        "new": sum(1 for card in found if not card.similar),
        "similar": sum(1 for card in found if card.similar),
    }
    return render(request, "exchange/cards_preview.html", context, status=INVALID if error else 200)


def _take(request: HttpRequest) -> HttpResponse:
    signed = request.POST["cards"]
    try:
        values = signing.loads(signed, salt=_salt(request), max_age=HOURS)
    except signing.BadSignature:
        raise DomainError("The file was looked at too long ago. Choose it again.") from None
    chosen = {i: request.POST.get(f"card-{i}", cards.SKIP) for i in range(len(values))}
    try:
        with transaction.atomic():
            made, added = cards.take_in(values, chosen, by=request.member)
    except Refused:
        raise
    except DomainError as error:
        found = cards.cards_of(values, by=request.member)
        return _preview(request, found, signed=signed, error=error.message, chosen=chosen)
    said = [plural(made, "contact") + " added"] if made or not added else []
    said += [f"{added} added to"] if added else []
    return redirect_to(request, "contact_list", toast=", ".join(said))
