"""A request in words to somebody who may do what one was refused."""

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.models import Member
from accounts.permissions import Perm, act_of
from accounts.queries import people_who_can
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, redirect_to
from supervision.services.requests import ask


@requires()
@require_POST
def refusal_ask(request: HttpRequest) -> HttpResponse:
    """POST power, path, to, note (and matter): send the request, and go back to where the person was."""
    data = request.POST
    if data.get("power") not in set(Perm):
        raise Http404
    perm, matter = Perm(data["power"]), None
    if data.get("matter", "").isdecimal():
        matters = apps.get_model("matters.Matter").objects.visible_to(request.member)
        matter = matters.filter(pk=int(data["matter"])).first()
        if matter is None:
            raise Http404
    path = data.get("path", "")
    people = people_who_can(perm, matter=matter, without=[request.member.pk], limit=None)
    chosen = next((person for person in people if str(person.pk) == data.get("to")), None)
    try:
        sent = ask(
            perm,
            by=request.member,
            text=data.get("note", ""),
            path=path if path.startswith("/") and not path.startswith("//") else "",
            matter=matter,
            to=Member.objects.get(pk=chosen.pk) if chosen else None,
        )
    except DomainError as error:
        context = {
            "act": act_of(perm),
            "people": people,
            "fields": {name: data[name] for name in ("power", "path", "matter") if name in data},
            "error": error.message,
            "note": data.get("note", ""),
            "to": chosen.pk if chosen else None,
        }
        return render(request, "supervision/ask.html", context, status=INVALID)
    return redirect_to(request, sent, toast=f"Sent to {sent.assigned_to.name}")
