"""Delegations: the list of both sides, a new one, its page, taking it back and undoing that."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.filters import DelegationFilterSet
from accounts.forms.delegations import DelegationForm, in_a_month, principals
from accounts.models import Delegation
from accounts.permissions import Perm
from accounts.queries import delegation_state, delegations, powers_in_words, refusal
from accounts.services import delegations as services
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to, render_page
from practice.lists import Action, Column, Empty, ListPage, View

STATE_TONES = {
    "live": "ok",
    "ending": "tag warn",
    "coming": "accent",
    "idle": "tag danger",
    "ended": "",
    "revoked": "",
}
STATE_WORDS = {
    "live": "In force",
    "ending": "Ends soon",
    "coming": "To come",
    "idle": "Licence not current",
    "ended": "Ended",
    "revoked": "Revoked",
}


class DelegationList(ListPage):
    """What one gave and holds; for who manages people, everything."""

    name = "delegations"
    title, noun = "Delegations", "delegation"
    model, filterset = Delegation, DelegationFilterSet
    columns = [
        Column(
            "powers",
            "What",
            kind="two",
            value=powers_in_words,
            second=lambda d: (
                f"{d.matter.number} {d.matter.name}" if d.matter else f"All matters of {d.principal.name}"
            ),
            href=True,
            always=True,
            phone="main",
            exports=[("What", powers_in_words), ("Matter", "matter.number")],
        ),
        Column("from", "From", value="principal.name", sort="principal__name"),
        Column("to", "To", value="to.name", sort="to__name"),
        Column("starts", "Since", kind="date", value="starts_on", sort="starts_on", default=False),
        Column("until", "Until", kind="date", value="until", sort="until", phone="date"),
        Column(
            "state",
            "Status",
            kind="state",
            value=delegation_state,
            states=STATE_TONES,
            labels=STATE_WORDS,
            prefetch=("principal__licences",),
            phone="num",
        ),
        Column("note", "Note", value="note", default=False),
    ]
    default_sort = "until"
    search = ("principal__name", "to__name", "note")
    default_views = [
        View("In force", "standing=yes"),
        View("Given by me", "side=given"),
        View("Held by me", "side=held"),
        View("All", ""),
    ]
    lands_on_first_view = True
    actions = [Action("Delegate", "delegation_create", Perm.SUPERVISION_DELEGATE, icon="user-share", key="N")]
    export_name = "delegations"
    empty = Empty(
        "user-share",
        "Nothing delegated",
        "An attorney lends a power, or gives the work of a matter, to somebody until a day.",
        "Delegate",
        "delegation_create",
        Perm.SUPERVISION_DELEGATE,
    )

    def queryset(self, request):
        return delegations(request.member)

    def row_url(self, obj):
        return reverse("delegation_detail", args=[obj.pk])


delegation_list = DelegationList.as_view()


def _asked(request: HttpRequest) -> dict:
    """What the address asks the form to start with: ?to=&matter=&power=, or ?renew= a delegation one may read."""
    given: dict = {"until": in_a_month(), "principal": request.member.pk}
    old = None
    if request.GET.get("renew", "").isdecimal():
        old = delegations(request.member).filter(pk=int(request.GET["renew"])).first()
    if old is not None:
        length = max(old.until - old.starts_on, datetime.timedelta(days=6))
        given |= {
            "principal": old.principal_id,
            "to": old.to_id,
            "powers": old.powers,
            "matter": old.matter_id,
            "until": timezone.localdate() + length,
            "note": old.note,
            "may_pass_on": old.may_pass_on,
        }
    for name in ("to", "matter"):
        if request.GET.get(name, "").isdecimal():
            given[name] = int(request.GET[name])
    if request.GET.get("power") in set(Perm):
        given["powers"] = [request.GET["power"]]
    return given


@requires()
def delegation_create(request: HttpRequest) -> HttpResponse:
    """Delegate: one's own, or what one holds and may hand on."""
    if not principals(request.member):
        raise refusal(request.member, Perm.SUPERVISION_DELEGATE)
    form = DelegationForm(request.POST or None, by=request.member, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.delegate(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(
                request,
                made,
                toast=f"Delegated to {made.to.name}",
                undo_url=reverse("delegation_revoke", args=[made.pk]),
            )
    return render_page(
        request,
        "accounts/delegation_form.html",
        {"form": form},
        partial={"powers": "powers"},
        status=INVALID if form.errors else 200,
    )


def _read(request: HttpRequest, pk: int) -> Delegation:
    return get_object_or_404(delegations(request.member), pk=pk)


@requires()
def delegation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One delegation: scope, both sides, what was handed on from it, its history."""
    delegation = _read(request, pk)
    state = delegation_state(delegation)
    below = delegations(request.member).filter(passed_on_from=delegation)
    context = {
        "delegation": delegation,
        "what": powers_in_words(delegation),
        "acts": [Perm(name).label for name in delegation.powers if name in set(Perm)],
        "state": STATE_WORDS[state],
        "tone": STATE_TONES[state].removeprefix("tag "),
        "over": state in ("ended", "revoked"),
        "may_revoke": state not in ("ended", "revoked") and services.may_revoke(delegation, request.member),
        "gives_back": request.member.pk == delegation.to_id,
        "may_renew": delegation.principal_id in {one.pk for one in principals(request.member)},
        "below": [{"row": row, "what": powers_in_words(row)} for row in below],
        "events": audit.history_of(delegation),
    }
    return render(request, "accounts/delegation.html", context)


def _back(request: HttpRequest, delegation: Delegation) -> str:
    """Where the button was: the page that posted, when it is one of the product's own."""
    came = request.POST.get("next", "")
    own = came.startswith("/") and not came.startswith("//")
    return came if own else reverse("delegation_detail", args=[delegation.pk])


@requires()
@require_POST
def delegation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: take it back, or give it back. Undone from the toast."""
    delegation = _read(request, pk)
    services.revoke_delegation(delegation, by=request.member, reason=request.POST.get("reason", "")[:300])
    given_back = request.member.pk == delegation.to_id
    return redirect_to(
        request,
        _back(request, delegation),
        toast="Given back" if given_back else f"Taken back from {delegation.to.name}",
        undo_url=reverse("delegation_restore", args=[pk]),
    )


@requires()
@require_POST
def delegation_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: undo a revocation."""
    delegation = _read(request, pk)
    services.restore_delegation(delegation, by=request.member)
    return redirect_to(request, _back(request, delegation), toast="In force again")
