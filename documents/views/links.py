"""Private links: made for one person, shown once, revoked."""

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Perm, requires
from documents import services
from documents.forms import ShareForm
from documents.models import ShareLink
from documents.queries import state_of
from documents.services.links import MODELS, PERMS
from matters.queries.access import ensure_on, may, may_prepare_on
from matters.queries.represented import direct_warning
from matters.views.tools import next_url
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to


def _target(request: HttpRequest, kind: str, pk: int):
    """The invoice or document, if the member may see it."""
    if kind not in ShareLink.Kind.values:
        raise Http404
    rows = apps.get_model(MODELS[ShareLink.Kind(kind)])._default_manager.visible_to(request.member)
    return get_object_or_404(
        rows.select_related("matter__client", "matter__responsible", "matter__supervising"), pk=pk
    )


@requires()
@require_http_methods(["GET", "POST"])
def link_create(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """GET the form, POST: a link, shown this once on the answer itself: only its hash is kept.

    Those who may only propose to share send it to an attorney instead, whose approval mails the link.
    """
    target = _target(request, kind, pk)
    perm = PERMS[ShareLink.Kind(kind)]
    proposes = (
        kind == ShareLink.Kind.DOCUMENT
        and not may(request.member, perm, target.matter)
        and may_prepare_on(request.member, perm, target.matter)
    )
    if not proposes:
        ensure_on(request.member, perm, target.matter)
    form = ShareForm(
        request.POST or None, member=request.member, contact=getattr(target, "client", target.matter.client)
    )
    context = {"target": target, "matter": target.matter, "kind": kind, "form": form, "proposes": proposes}
    chosen = (
        form.cleaned_data.get("contact")
        if form.is_bound and form.is_valid()
        else form.fields["contact"].initial
    )
    if isinstance(chosen, int):
        chosen = form.fields["contact"].queryset.filter(pk=chosen).first()
    context |= {"warning": direct_warning(chosen, target.matter) if chosen else None, "asks": True}
    if kind == ShareLink.Kind.DOCUMENT:
        context["state"] = state_of(target.newest, target)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if proposes:
                sent = services.propose_share(target, data["contact"], days=data["days"], by=request.member)
                return redirect_to(request, target, toast=f"Sent to {sent.assigned_to.name}")
            link, url = services.create_share_link(
                kind,
                target.pk,
                target.matter,
                data["contact"],
                by=request.member,
                days=data["days"],
                direct_reason=request.POST.get("direct_reason", "")[:500],
            )
        except DomainError as error:
            put_error(form, error)
        else:
            return render(request, "documents/link_made.html", context | {"link": link, "url": url})
    return render(request, "documents/link_create.html", context, status=INVALID if form.errors else 200)


@requires(Perm.PORTAL_SHARE, Perm.PORTAL_SHARE_BILL, any_of=True)
@require_POST
def link_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the link stops working at once."""
    link = get_object_or_404(ShareLink.objects.select_related("contact"), pk=pk)
    target = _target(request, link.kind, link.object_id)
    services.revoke_share_link(link, by=request.member)
    goal = next_url(request, target.get_absolute_url() if hasattr(target, "get_absolute_url") else "/")
    return redirect_to(request, goal, toast=f"The link for {link.contact.name} no longer works")
