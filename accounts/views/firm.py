"""The firm's settings and its audit trail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.filters import AuditFilterSet, object_word
from accounts.forms.firm import FirmSettingsForm
from accounts.permissions import Perm
from accounts.queries import audit_events
from accounts.services import firms
from accounts.sudo import posts_only, sudo, sudo_exports
from practice import audit
from practice.access import requires
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to
from practice.lists import Column, Empty, ListPage
from practice.models import AuditEvent


@requires(Perm.FIRM_SETTINGS)
@sudo(when=posts_only)
def firm_settings(request: HttpRequest, tab: str = "settings") -> HttpResponse:
    """Name, numbers, billing defaults of the firm."""
    firm = request.firm
    form = FirmSettingsForm(request.POST or None, instance=firm)
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                firms.change_firm(firm, by=request.member, **form.cleaned_data)
            except DomainError as error:
                put_error(form, error)
            else:
                return redirect_to(request, "firm_settings", toast="Settings saved")
    return _settings_page(request, form, "settings", status=status)


@requires(Perm.FIRM_SETTINGS)
def firm_history(request: HttpRequest) -> HttpResponse:
    """The History tab of the settings."""
    return _settings_page(request, None, "history")


def _settings_page(request, form, tab: str, *, status: int = 200) -> HttpResponse:
    samples = {}
    for name in ("matter_number_format", "invoice_number_format"):
        text = (form[name].value() if form else "") or ""
        try:
            firms.check_format(text)
            samples[name] = firms.sample_number(text)
        except DomainError:
            samples[name] = ""
    context = {
        "form": form,
        "samples": samples,
        "tab": tab,
        "tabs": [
            {"label": "Settings", "url": reverse("firm_settings"), "current": tab == "settings"},
            {"label": "History", "url": reverse("firm_history"), "current": tab == "history"},
        ],
        "events": audit.history_of(request.firm) if tab == "history" else [],
    }
    return render(request, "accounts/firm.html", context, status=status)


class AuditList(ListPage):
    """Who did what, when. The database hides events of matters that the reader may not see."""

    name = "audit"
    title, noun = "Audit trail", "event"
    model, filterset, perm = AuditEvent, AuditFilterSet, Perm.AUDIT_VIEW
    columns = [
        Column(
            "at",
            "When",
            template="accounts/cells/at.html",
            sort="id",
            always=True,
            exports=[("When", "at")],
            css="c-when",
            phone="num",
        ),
        Column(
            "who",
            "Who",
            value="actor_name",
            exports=[("Who", "actor_name"), ("Acting person", "real_actor")],
        ),
        Column(
            "what",
            "What",
            value=lambda e: e.verb.replace("_", " ").replace(".", " ").capitalize(),
            phone="main",
            exports=[("What", "verb")],
        ),
        Column(
            "object",
            "On",
            kind="two",
            value="object_label",
            second=lambda e: object_word(e.object_type),
            phone="date",
            exports=[
                ("Kind", lambda e: object_word(e.object_type)),
                ("Id", "object_id"),
                ("Name", "object_label"),
            ],
        ),
        Column(
            "changes",
            "Before → after",
            template="accounts/cells/changes.html",
            exports=[("Changes", lambda e: changes_text(e))],
        ),
        Column("reason", "Reason", default=False),
    ]
    default_sort = "-at"
    search = ("actor_name", "object_label", "verb")
    template = "accounts/audit.html"
    table_class = "top"
    export_name = "audit-trail"
    empty = Empty("history", "Nothing has happened yet", "Every change in the firm is listed here.")

    def queryset(self, request):
        return audit_events(request.member)

    def row_url(self, obj):
        return ""


def changes_text(event: AuditEvent) -> str:
    """The changes of an event in a line of text: "title: Associate → Partner; …"."""
    return "; ".join(
        f"{name}: {pair[0]} → {pair[1]}" if isinstance(pair, list) and len(pair) == 2 else f"{name}: {pair}"
        for name, pair in event.changes.items()
    )


audit_list = sudo_exports(AuditList.as_view())
