"""The front desk's look at one name while somebody is on the phone. Nothing is kept but that it was looked up."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import Perm, requires
from conflicts.queries.quick import look_up
from matters.models import Party
from practice import audit

SIDES = {"client": "ours", "opposing_party": "opposing"}


@requires(Perm.CONFLICT_RUN)
@require_GET
def conflict_quick(request: HttpRequest) -> HttpResponse:
    """GET ?q=name&role=: what is near the name, as this member may see it."""
    text = " ".join(request.GET.get("q", "").split())[:200]
    role = request.GET.get("role", "client")
    found = None
    if text:
        with transaction.atomic():
            found = look_up(text, request.member, side=SIDES.get(role, "third"))
            audit.record(
                request.member,
                "conflict.looked_up",
                request.firm,
                changes={"name": [None, text], "hits": [None, found.total]},
            )
    roles = [
        (value, label)
        for value, label in Party.Role.choices
        if value in ("client", "opposing_party", "other")
    ]
    context = {"text": text, "role": role, "found": found, "roles": roles}
    return render(request, "conflicts/quick.html", context)
