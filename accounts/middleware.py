"""Opens the firm scope of the request's active membership and turns refusals into pages."""

import time
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.usersessions.models import UserSession
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Member, Role
from accounts.permissions import Perm, Powers
from accounts.queries import firms_of
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope, narrow

# What a member may not see is decided by matters, an app above this one, hence by dotted name.
VISIBILITY = "matters.queries.visibility_of"
SAFE = {"GET", "HEAD", "OPTIONS"}


class SessionActivity:
    """Notes in the session list that a session is in use: at most every five minutes, not a write for each page."""

    EVERY = 300
    KEY = "seen_at"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(self.KEY, 0) >= self.EVERY:
                request.session[self.KEY] = now
                UserSession.objects.create_from_request(request)
        return self.get_response(request)


class MemberScope:
    """Each view of a signed-in member runs in one transaction, held to the firm and walls of that member.

    Sets request.member (None for strangers), request.firm and request.memberships. The answer is rendered inside the
    scope; an exception rolls the transaction back and is answered in a scope of its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.member = request.firm = None
        request.memberships = []
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            if hasattr(view, "perms"):
                return redirect_to_login(request.get_full_path())
            return None
        request.memberships = firms_of(request.user)
        door = self._door(request)
        if door is None:
            if hasattr(view, "perms"):
                return redirect("no_firm")
            return None
        # Today is the firm's today, whatever zone the server keeps.
        with timezone.override(ZoneInfo(door.firm.time_zone)):
            return self._serve(request, view, args, kwargs, door)

    def _serve(self, request, view, args, kwargs, door):
        try:
            with firm_scope(door.firm, door.member_id):
                self._enter(request, door)
                self._guard_preview(request, view)
                return self._rendered(view(request, *args, **kwargs))
        except ReauthenticationRequired:
            ways = get_adapter().get_reauthentication_methods(request.user)
            return suspend_request(request, ways[0]["url"])
        except ImmediateHttpResponse as answer:
            return answer.response
        except Http404:
            status, reason, who = 404, "", []
        except Refused as refused:
            status, reason, who = 403, refused.message, refused.who
        except PermissionDenied as denied:
            status, reason, who = 403, str(denied), []
        except DomainError as error:
            status, reason, who = 400, error.message, []
        from practice.views import error_page

        with firm_scope(door.firm, door.member_id):
            self._enter(request, door)
            return self._rendered(error_page(request, status, reason=reason, who=who))

    @staticmethod
    def _rendered(response):
        if hasattr(response, "render") and callable(response.render):
            response = response.render()
        if response.streaming and not getattr(response, "file_to_stream", None):
            raise RuntimeError("A streamed body would be read after the firm scope has closed.")
        return response

    @staticmethod
    def _door(request):
        wanted = request.session.get("firm_id") or request.user.last_firm_id
        doors = request.memberships
        return next((d for d in doors if d.firm_id == wanted), doors[0] if doors else None)

    @staticmethod
    def _enter(request, door) -> None:
        member = Member.objects.select_related("role").prefetch_related("licences").get(pk=door.member_id)
        member.user = request.user
        visibility = import_string(VISIBILITY)
        sight = visibility(member, door.firm)
        request.preview_role = _previewed(request, member)
        if request.preview_role is not None:
            member = _as_role(member, request.preview_role)
            sight = _both(sight, visibility(member, door.firm))
        only_named, matters = sight
        if only_named or matters:
            narrow(only_named=only_named, matters=matters)
        request.member, request.firm = member, door.firm

    @staticmethod
    def _guard_preview(request, view) -> None:
        if (
            request.preview_role
            and request.method not in SAFE
            and not getattr(view, "allowed_in_preview", False)
        ):
            raise Refused(
                f"You are previewing the product as {request.preview_role.name}. Nothing is changed while you look. "
                "End the preview to work again."
            )


def _previewed(request, member: Member) -> Role | None:
    """The role that the session previews. Asked at each request: whoever loses role.manage loses the preview."""
    chosen = request.session.get("preview_role_id")
    if not chosen:
        return None
    role = Role.objects.filter(pk=chosen).first() if member.can(Perm.ROLE_MANAGE) else None
    if role is None:
        del request.session["preview_role_id"]
    return role


def _as_role(member: Member, role: Role) -> Member:
    """`member` as they would be in `role`: never with more sight than their own (permissions.READING)."""
    own = member.powers
    licensed = role.template == "attorney"
    member.role, member.is_partner = role, False
    member.licences_current = licensed
    member.powers = Powers(role.powers, licensed, seen_by=own)
    return member


def _both(one: tuple[bool, set[int]], other: tuple[bool, set[int]]) -> tuple[bool, set[int]]:
    """The matters that both sights show. A sight is (only_named, ids), as practice.scope reads it."""
    (only, ids), (only_too, ids_too) = one, other
    if only and only_too:
        return True, ids & ids_too
    if only or only_too:
        return True, (ids - ids_too) if only else (ids_too - ids)
    return False, ids | ids_too
