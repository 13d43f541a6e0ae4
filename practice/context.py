"""What base.html needs on each page."""

from django.conf import settings
from django.utils.module_loading import import_string

from practice import nav, strips
from practice.facts import Fact, ask_again
from practice.jobs import delay_fact
from practice.scope import in_scope

# Context name: dotted path of function(member) -> value, offered by apps above this one. A Fact is asked for together
# with the others, the strips and the badges, in one statement.
PROVIDERS = {
    "running_timer": "billing.queries.timers.clock",
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
    offered = {name: import_string(path)(member) for name, path in PROVIDERS.items()}
    lines = strips.offers(member)
    asked = {name: value for name, value in [*offered.items(), *lines.items()] if isinstance(value, Fact)}
    known = ask_again(
        (member.standing, nav.badges_of(member), tuple(asked)),
        lambda: {"delayed": delay_fact(), **asked, **nav.badge_facts(member)},
    )
    context |= {name: known.get(name, value) for name, value in offered.items()}
    context["strips"] = strips.told(lines, known)
    context["powers"] = member.powers
    context["nav"] = nav.build(member, request.path, known)
    context["service_notice"] = (
        "Mail and PDFs are delayed. They are sent when the background service is back."
        if known["delayed"]
        else ""
    )
    return context
