"""What a list page is told by POST: bulk actions, saved views, and undo of both. Each ends in a redirect or
a dialog.
"""

from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string

from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, redirect_to, wants_part
from practice.lists import bulk, files, saved_views
from practice.lists.bulk import BulkAction
from practice.models import SavedView

SALT = "practice.lists.undo"
UNDO_SECONDS = 600
#: rows of one bulk run in the request or by job
MOST = 20_000
REASON_LENGTH = 500


def result_key(page) -> str:
    """Where the session keeps the failures of a bulk run for the next page."""
    return f"list-result-{page.name}"


def handle(page) -> HttpResponseBase:
    """Answer a POST to a list page."""
    request = page.request
    if request.GET.get("undo"):
        return _undo(page)
    if request.POST.get("bulk"):
        return _bulk(page)
    act = {"save_view": _save_view, "change_view": _change_view, "delete_view": _delete_view}.get(
        request.POST.get("action", "")
    )
    if act is None:
        raise DomainError("This page does not know that action.")
    return act(page)


# Saved views


def _save_view(page) -> HttpResponseBase:
    request = page.request
    try:
        view = saved_views.save_view(
            list_name=page.name,
            name=request.POST.get("name", ""),
            query=page.state.query,
            shared=bool(request.POST.get("shared")),
            by=request.member,
            replace=bool(request.POST.get("replace")),
        )
    except DomainError as error:
        return _panel_error(page, "save", error)
    return redirect_to(request, page.state.url(), toast=f"View “{view.name}” saved")


def _change_view(page) -> HttpResponseBase:
    request, view = page.request, _view(page)
    try:
        saved_views.rename_view(
            view,
            name=request.POST.get("name", ""),
            shared=bool(request.POST.get("shared")),
            by=request.member,
        )
    except Refused:
        raise
    except DomainError as error:
        return _panel_error(page, "views", error, view.pk)
    return redirect_to(request, page.state.url(), toast="View changed")


def _delete_view(page) -> HttpResponseBase:
    kept = saved_views.delete_view(_view(page), by=page.request.member)
    return redirect_to(
        page.request,
        page.state.url(),
        toast=f"View “{kept['name']}” deleted",
        undo_url=_undo_url(page, {"view": kept}),
    )


def _view(page) -> SavedView:
    text = page.request.POST.get("view", "")
    mine = {view.pk: view for view in saved_views.views_of(page.request.member, page.name)}
    if not text.isdecimal() or int(text) not in mine:
        raise Http404
    return mine[int(text)]


def _panel_error(page, panel: str, error: DomainError, view_pk: int | None = None) -> HttpResponseBase:
    page.request.GET = page.request.GET.copy()
    page.request.GET["panel"] = panel
    typed = {"name": page.request.POST.get("name", ""), "shared": bool(page.request.POST.get("shared"))}
    return page.show(status=INVALID, error=error.message, typed=typed, error_view=view_pk)


# Undo


def _undo_url(page, what: dict[str, Any]) -> str:
    token = signing.dumps({"by": page.request.member.pk, "list": page.name, **what}, salt=SALT, compress=True)
    return f"{page.request.path}?undo={token}"


def _undo(page) -> HttpResponseBase:
    request = page.request
    try:
        what = signing.loads(request.GET["undo"], salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        raise DomainError(
            "This can no longer be undone here. Ten minutes have passed, or the link is not whole."
        ) from None
    if what["by"] != request.member.pk or what["list"] != page.name:
        raise Http404
    goal = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        goal = request.path
    if "view" in what:
        view = saved_views.restore_view(what["view"], by=request.member)
        return redirect_to(request, goal, toast=f"View “{view.name}” is back")
    action = _action(page, what["bulk"])
    return _run(page, action, page.everything.filter(pk__in=what["ids"]), len(what["ids"]), {}, goal=goal)


# Bulk


def _action(page, name: str) -> BulkAction:
    action = next((action for action in page.bulk if action.name == name), None)
    if action is None:
        raise Http404
    page.ensure(action.perm)
    return action


def _bulk(page) -> HttpResponseBase:
    """Find the rows, ask what must be asked, then act."""
    request = page.request
    name = request.POST["bulk"]
    try:
        rows, wanted = _chosen(page)
    except DomainError as error:
        return _dialog(page, None, {"error": error.message}, status=INVALID)
    if name in ("csv", "xlsx"):
        return files.export(page, name, rows)
    action = _action(page, name)
    data: dict[str, Any] = {}
    if action.asks:
        form = _form(action, page, request.POST if request.POST.get("confirmed") else None)
        found = {
            "form": form,
            "count": wanted,
            "all": bool(request.POST.get("all")),
            "ids": request.POST.getlist("ids"),
        }
        if not request.POST.get("confirmed"):
            return _dialog(page, action, found)
        if not form.is_valid():
            return _dialog(page, action, found, status=INVALID)
        data = dict(form.cleaned_data)
    if wanted > action.at_once:
        return _in_background(page, action, rows, wanted, data)
    return _run(page, action, rows, wanted, data, goal=page.state.url())


def _chosen(page):
    """The rows of a POST and how many were asked for. Ticked rows count even when a filter now hides them."""
    request = page.request
    if request.POST.get("all"):
        if page.state.unsafe:
            raise DomainError(
                "A filter could not be applied, so “all” would be too many. Remove or correct it first."
            )
        rows = page.matching
        wanted = rows.order_by()[: MOST + 1].count()
    else:
        texts = request.POST.getlist("ids")
        ids = {int(text) for text in texts[: MOST + 1] if text.isdecimal() and len(text) < 19}
        rows = page.everything.filter(pk__in=ids)
        wanted = len(ids)
    if wanted == 0:
        raise DomainError("Nothing is chosen. Tick the rows first.")
    if wanted > MOST:
        raise DomainError(f"More than {MOST:,} rows are chosen. Filter the list first.")
    return rows, wanted


def _form(action: BulkAction, page, data) -> forms.Form:
    found = import_string(action.form) if isinstance(action.form, str) else action.form
    base: Any = found or forms.Form
    wants = getattr(base, "wants_member", False)
    form = base(data, member=page.request.member) if wants else base(data)
    if action.reason:
        form.fields["reason"] = forms.CharField(
            label="Reason", max_length=REASON_LENGTH, help_text="Goes into the history of each record."
        )
    return form


def _dialog(page, action: BulkAction | None, found: dict[str, Any], *, status: int = 200) -> HttpResponseBase:
    """The question before an act: a dialog for htmx, a page without it."""
    count = found.get("count", 0)
    context = {
        "page": page,
        "state": page.state,
        "action": action,
        "confirm": action.confirm.replace("{count}", f"{count:,}") if action else "",
        "nouns": page.nouns(count),
        "url": page.state.url(),
        **found,
    }
    template = "ui/list/ask.html" if wants_part(page.request) else "ui/list/ask_page.html"
    return render(page.request, template, context, status=status)


def _in_background(page, action, rows, wanted, data) -> HttpResponseBase:
    if action.job is None:
        raise DomainError(
            f"{wanted:,} {page.nouns(wanted)} are chosen; "
            f"“{action.label}” takes at most {action.at_once:,} at once."
        )
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    job = bulk.start(action, ids, by=page.request.member, data=data)
    said = f"{action.label}: {len(ids):,} {page.nouns(len(ids))} are worked on in the background"
    return redirect_to(page.request, page.job_url(job), toast=said)


def _run(page, action, rows, wanted: int, data, *, goal: str) -> HttpResponseBase:
    objects = list(page.loaded(rows).order_by(*[key.expression for key in page.order])[: action.at_once])
    result = bulk.run(
        action,
        objects,
        by=page.request.member,
        data=data,
        row_url=page.row_url,
        missing=max(0, min(wanted, action.at_once) - len(objects)),
    )
    count = len(result.done)
    noun = page.nouns(count)
    said = (
        (action.done or f"{action.label}: {{count}} {{noun}}")
        .replace("{count}", f"{count:,}")
        .replace("{noun}", noun)
    )
    if result.failures:
        page.request.session[result_key(page)] = {
            "said": said if count else "",
            "label": action.label,
            "failed": len(result.failures),
            "failures": result.failures[:50],
        }
        return redirect_to(page.request, goal)
    undo = (
        _undo_url(page, {"bulk": action.undo, "ids": result.done})
        if action.undo and count <= bulk.AT_ONCE
        else ""
    )
    return redirect_to(page.request, goal, toast=said, undo_url=undo)
