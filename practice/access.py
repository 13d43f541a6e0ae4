"""The two marks of a view: `requires` the powers it needs, or `public`. A test finds every view that carries neither."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404
from django.utils.module_loading import import_string

# Known to the app of people: refusal(member, perm) -> the error that says why not, and who can.
REFUSAL = "accounts.queries.refusal"


def requires(*perms: str, any_of: bool = False) -> Callable:
    """View decorator: a signed-in member with all of `perms` (or any of them; none given: any member).

    Strangers are sent to sign in by the middleware; a member without the power gets Refused, which says who can.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request, *args, **kwargs):
            member = getattr(request, "member", None)
            if member is None:
                raise Http404
            missing = [perm for perm in perms if not member.can(perm)]
            if missing and not (any_of and len(missing) < len(perms)):
                raise import_string(REFUSAL)(member, missing[0])
            return view(request, *args, **kwargs)

        guarded.perms = perms  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable) -> Callable:
    """Mark a view as open to people who are not signed in. A test lists every view that carries no mark."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    opened.public = True  # type: ignore[attr-defined]
    return opened


def allowed_in_preview(view: Callable) -> Callable:
    """Mark a view that may write while a role is previewed: it changes only the viewer's own session."""
    view.allowed_in_preview = True  # type: ignore[attr-defined]
    return view
