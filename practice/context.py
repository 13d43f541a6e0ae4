"""What base.html needs on each page."""

from django.conf import settings
from django.utils.module_loading import import_string

from practice import nav
from practice.jobs import delayed_since
from practice.scope import in_scope
from practice.strips import strips_for

# (context name, dotted path of function(member) -> value), offered by apps above this one.
PROVIDERS = {
    "running_timer": "billing.queries.timers.running",
    "pinned": "matters.queries.pinned",
}


def shell(request) -> dict:
    """Context of the shell: firm, member, powers, navigation, running timer, badges, notices."""
    member = getattr(request, "member", None)
    user = getattr(request, "user", None)
    context = {
        "demo": settings.DEMO,
        "theme": getattr(user, "theme", "system") if user and user.is_authenticated else "system",
        "member": member,
        "firm": getattr(request, "firm", None),
        "memberships": getattr(request, "memberships", []),
        "preview_role": getattr(request, "preview_role", None),
    }
    # After a fault the page of the error is made outside the firm's scope, where no table can be read.
    if member is None or not in_scope() or request.headers.get("HX-Request"):
        return context | {"powers": member.powers if member else None}
    context |= {name: import_string(path)(member) for name, path in PROVIDERS.items()}
    context["strips"] = strips_for(member)
    context["powers"] = member.powers
    context["nav"] = nav.build(member, request.path)
    context["service_notice"] = (
        "Mail and PDFs are delayed. They are sent when the background service is back."
        if delayed_since()
        else ""
    )
    return context
