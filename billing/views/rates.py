"""Pages of rates: the card, a new rate, a correction, unbilled work at new rates."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Member
from accounts.permissions import Perm, requires
from accounts.queries import refusal
from billing.forms.rates import CorrectRateForm, RateForm
from billing.forms.time import day_of
from billing.models import Rate
from billing.queries.rates import rate_cards, without_rate
from billing.queries.time import sees_own_rate
from billing.services import rates as services
from billing.views.back import next_of
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError, Refused, Stale
from practice.htmx import INVALID, redirect_to, render_page
from practice.templatetags.ui import usd

SHOWN = 200


@requires()
def rate_list(request: HttpRequest) -> HttpResponse:
    """The rate card. Without rate.view an attorney or paralegal sees their own rates; others none."""
    member = request.member
    if member.sees_named_matters_only:
        raise Refused("Rates are not shown to guests of the firm.")
    if not sees_own_rate(member):
        raise refusal(member, Perm.RATE_VIEW)
    sees_all, sets = member.can(Perm.RATE_VIEW), member.can(Perm.FEE_SET)
    cards = rate_cards(only=None if sees_all else member)
    context = {
        "standard": [card for card in cards if card.level == 0],
        "special": [card for card in cards if card.level > 0],
        "sees_all": sees_all,
        "sets": sets,
        "lock": "" if sets else refusal(member, Perm.FEE_SET).message,
        "without": without_rate() if sees_all else [],
    }
    return render_page(request, "billing/rate_list.html", context)


@requires(Perm.FEE_SET)
def rate_create(request: HttpRequest) -> HttpResponse:
    """Set a rate. `?who=m12`, `?client=`, `?matter=` fill it."""
    if request.method != "POST":
        given = request.GET
        start: dict = {name: given[name] for name in ("who", "client", "matter") if given.get(name)}
        return render_page(
            request, "billing/rate_form.html", {"form": RateForm(by=request.member, initial=start)}
        )
    form = RateForm(request.POST, by=request.member)
    if form.is_valid():
        try:
            rate = services.set_rate(by=request.member, **form.values())
        except DomainError as error:
            form.blame(error)
        else:
            goal = _recalculation(rate) if _changes_work(request.member, rate) else reverse("rate_list")
            said = f"{usd(rate.amount)} an hour from {rate.effective_from:%b} {rate.effective_from.day}"
            return redirect_to(request, goal, toast=f"Rate set: {said}")
    return render_page(request, "billing/rate_form.html", {"form": form}, status=INVALID)


def _changes_work(by: Member, rate: Rate) -> bool:
    """Whether unbilled entries carry another rate now than the one on record for their day."""
    preview = services.preview_recalculation(
        by=by, member=rate.member, matter=rate.matter, since=rate.effective_from
    )
    return bool(preview.changes)


def _recalculation(rate: Rate) -> str:
    query = f"?since={rate.effective_from}"
    if rate.member_id:
        query += f"&member={rate.member_id}"
    if rate.matter_id:
        query += f"&matter={rate.matter_id}"
    return reverse("rate_recalculate") + query


@requires(Perm.FEE_SET)
def rate_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a rate, with its history."""
    rate = get_object_or_404(
        Rate.objects.select_related("member", "role", "client", "matter", "set_by"), pk=pk
    )
    form = CorrectRateForm(request.POST or None, initial={"amount": rate.amount})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_rate(rate, by=request.member, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            goal = _recalculation(rate) if _changes_work(request.member, rate) else reverse("rate_list")
            return redirect_to(request, goal, toast="Rate corrected")
    context = {"form": form, "rate": rate, "events": audit.history_of(rate)}
    status = INVALID if request.method == "POST" else 200
    return render_page(request, "billing/rate_detail.html", context, status=status)


@requires(Perm.FEE_SET)
@require_POST
def rate_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a rate that has not begun."""
    services.withdraw_rate(get_object_or_404(Rate, pk=pk), by=request.member)
    return redirect_to(request, next_of(request, "rate_list"), toast="Scheduled rate withdrawn")


@requires(Perm.FEE_SET)
def rate_recalculate(request: HttpRequest) -> HttpResponse:
    """GET previews unbilled entries at the rates on record; POST with the preview's token does it."""
    found = _scope(request)
    stale = ""
    if request.method == "POST":
        try:
            done = services.recalculate_unbilled(
                by=request.member, token=request.POST.get("token", ""), **found
            )
        except Stale as error:
            stale = error.message
        else:
            said = f"{len(done.changes):,} entries recalculated: {usd(done.before)} is now {usd(done.after)}"
            return redirect_to(request, "rate_list", toast=said)
    preview = services.preview_recalculation(by=request.member, **found)
    context = {
        "preview": preview,
        "shown": preview.changes[:SHOWN],
        "more": max(0, len(preview.changes) - SHOWN),
        "stale": stale,
        "of_member": found["member"],
        "of_matter": found["matter"],
        "since": found["since"],
    }
    return render_page(request, "billing/rate_recalculate.html", context, status=409 if stale else 200)


def _scope(request: HttpRequest) -> dict:
    """Whose entries, on which matter, from which day: from the address."""
    given = request.GET
    found: dict = {"member": None, "matter": None, "since": day_of(given.get("since", ""))}
    for name, rows in (
        ("member", Member.objects.all()),
        ("matter", Matter.objects.visible_to(request.member)),
    ):
        if given.get(name):
            if not given[name].isdecimal() or len(given[name]) > 18:
                raise Http404
            found[name] = get_object_or_404(rows, pk=int(given[name]))
    return found
