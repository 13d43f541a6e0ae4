"""Who a session is, how long it lasts, and the firm scope of the request's active membership; refusals become pages."""

import time
from zoneinfo import ZoneInfo

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts import door as at_door
from accounts.models import Member, Role
from accounts.permissions import Perm, Powers
from accounts.queries import firms_of
from accounts.services import security, sessions, signins, sso
from accounts.sudo import ask_again, page_of, wants_json
from practice.exceptions import DomainError, Refused
from practice.jobs import enqueue_after_commit
from practice.scope import firm_scope, narrow

# What a member may not see is decided by matters, an app above this one, hence by dotted name.
VISIBILITY = "matters.queries.visibility_of"
ATTEMPT = "matters.tasks.look_into_attempt"
HAS_SIGNED = "matters.queries.guests.has_signed"
UNDERTAKING = "guest_undertaking"
# Emergency access of an administrator: (member, sight) -> (sight, access), and what is kept of a page opened in it.
EMERGENCY = "matters.services.breakglass.widened"
EMERGENCY_LOG = "matters.services.breakglass.note_page"
BREAK_GLASS = "break_glass"  # set in the session that opened one: no other of the person's sessions has it
SAFE = {"GET", "HEAD", "OPTIONS"}
# Pages of the sign-in library that a session of single sign-on may open: they change nothing of the person's own account.
LIBRARY_IN_SSO = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_inactive",
}


class NoSecondFactor(Exception):
    """The member's role requires a second factor, the grace is over, and none is set up."""

    def __init__(self, duty: security.Duty):
        super().__init__()
        self.duty = duty


class SessionClock:
    """Ends a session that was idle or has grown too old, and notes in the session list that it is in use.

    What a page asks for by itself (polling) is marked by its script with X-Background and is no activity; leaving the
    mark out gains a thief of the session nothing that a click would not. Sets request.memberships, request.sso_provider
    and request.session_left (None for strangers).
    """

    EVERY = 300
    KEY = "seen_at"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.memberships = []
        request.sso_provider, request.session_left = "", None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        request.memberships = firms_of(request.user)
        request.sso_provider = at_door.provider_of(request)
        if request.sso_provider:
            # An identity of one firm's provider opens that firm and no other.
            request.memberships = [
                door for door in request.memberships if door.firm.sso_provider == request.sso_provider
            ]
            if not request.memberships:
                return sign_out(request, "This sign-in is no longer valid. Sign in again.")
        if sessions.left(request.session, request.memberships).seconds <= 0:
            return sign_out(request, "You were signed out after a time without activity, or at the end of the day’s "
                                     "sign-in. What you typed is kept in this browser tab.")  # fmt: skip
        if request.headers.get("X-Background") != "1":
            sessions.touch(request.session)
            now = int(time.time())
            if now - request.session.get(self.KEY, 0) >= self.EVERY:
                request.session[self.KEY] = now
                UserSession.objects.create_from_request(request)
        request.session_left = sessions.left(request.session, request.memberships)
        request.session_idle = sessions.limits(request.memberships)[0]
        return None


def sign_out(request, why: str):
    """End the session and lead to the sign-in page, from there back to the page the person was on."""
    logout(request)
    if wants_json(request):
        return JsonResponse({"detail": why, "code": "signed_out"}, status=401)
    if getattr(request, "htmx", None):
        # static/js/errors.js keeps what is typed and goes to the sign-in page.
        return HttpResponse(status=401)
    messages.info(request, why)
    return redirect_to_login(page_of(request))


class MemberScope:
    """Each view of a signed-in member runs in one transaction, held to the firm and walls of that member.

    Sets request.member (None for strangers), request.firm and request.memberships. The answer is rendered inside the
    scope; an exception rolls the transaction back and is answered in a scope of its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.member = request.firm = None
        request.closed_firm = request.factor_duty = request.break_glass = None
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            if hasattr(view, "perms"):
                return redirect_to_login(request.get_full_path())
            return None
        door = self._door(request)
        if door is not None and sso.is_closed(request.user, door, request.sso_provider):
            return self._shut(
                request, view, door.firm, "sso_needed", f"Sign in through {door.firm.sso_name}."
            )
        if door is None:
            if hasattr(view, "perms"):
                return redirect("no_firm")
            return None
        # Today is the firm's today, whatever zone the server keeps.
        with timezone.override(ZoneInfo(door.firm.time_zone)):
            response = self._serve(request, view, args, kwargs, door)
            if (
                response is not None
                and response.status_code == 404
                and "pk" in kwargs
                and request.member is not None
            ):
                self._look_into(request, door, kwargs["pk"])
            return response

    @staticmethod
    def _look_into(request, door, pk: int) -> None:
        """Have a job find out whether a wall hid the page. Queued for ids of nothing too: the answer takes as long."""
        with firm_scope(door.firm, door.member_id):
            enqueue_after_commit(
                ATTEMPT, member_id=door.member_id, url_name=request.resolver_match.url_name, pk=pk
            )

    def _serve(self, request, view, args, kwargs, door):
        try:
            with firm_scope(door.firm, door.member_id):
                self._enter(request, door)
                self._ask_factor(request)
                self._note_sign_in(request)
                self._guard_preview(request, view)
                self._guard_identity(request, view)
                if self._must_sign(request, view):
                    return redirect(UNDERTAKING)
                response = self._rendered(view(request, *args, **kwargs))
                if request.break_glass is not None and response.status_code < 400:
                    import_string(EMERGENCY_LOG)(request.break_glass, request, response)
                return response
        except NoSecondFactor as missing:
            request.member = request.firm = None
            text = f"{missing.duty.firm} requires a second step at sign-in. Set one up to go on."
            return self._shut(request, view, door.firm, "security", text)
        except ReauthenticationRequired as asked:
            return ask_again(request, asked)
        except ImmediateHttpResponse as answer:
            return answer.response
        except Http404:
            status, error = 404, None
        except PermissionDenied as denied:
            status, error = 403, DomainError(str(denied))
        except DomainError as broken:
            status, error = 403 if isinstance(broken, Refused) else 400, broken
        from practice.views import error_page

        with firm_scope(door.firm, door.member_id):
            if status in (403, 404) and request.member is not None:
                # Who is refused was read a moment ago; only the new transaction must hear of the walls.
                self._narrow(request.sight)
            else:
                self._enter(request, door)
            return self._rendered(error_page(request, status, error=error))

    @staticmethod
    def _shut(request, view, firm, to: str, why: str):
        """The firm does not open: pages of the firm lead to `to`; pages of the person's own account go on without it."""
        request.closed_firm = firm
        if not hasattr(view, "perms"):
            return None
        if wants_json(request):
            return JsonResponse({"detail": why, "code": to}, status=403)
        if getattr(request, "htmx", None):
            return HttpResponse(status=204, headers={"HX-Redirect": reverse(to)})
        return redirect(to)

    @staticmethod
    def _ask_factor(request) -> None:
        """Within the grace a strip counts the days; after it the member gets nowhere. A provider answers for its own."""
        duty = request.factor_duty
        if duty is not None and duty.is_over:
            raise NoSecondFactor(duty)

    @staticmethod
    def _must_sign(request, view) -> bool:
        """Whether a guest is kept at the door: nothing of the firm opens before the undertaking is signed."""
        if not request.member.sees_named_matters_only or request.preview_role is not None:
            return False
        inside = hasattr(view, "perms") and not getattr(view, "before_entry", False)
        return inside and not import_string(HAS_SIGNED)(request.member, request.firm)

    @staticmethod
    def _note_sign_in(request) -> None:
        """The firm's own line in its list of sign-ins, at the session's first step into it."""
        row = request.session.get(at_door.SIGN_IN)
        inside = request.session.get(at_door.ENTERED, [])
        if row and request.firm.pk not in inside:
            signins.entered(row, member=request.member)
            request.session[at_door.ENTERED] = [*inside, request.firm.pk]

    @staticmethod
    def _guard_identity(request, view) -> None:
        """Single sign-on of a firm never reaches what belongs to the person: password, factors, address, other firms."""
        if not request.sso_provider:
            return
        match = request.resolver_match
        library = view.__module__.startswith("allauth.") and match.url_name not in LIBRARY_IN_SSO
        if library or getattr(view, "own_identity", False):
            raise Refused(
                f"You are signed in through {request.firm.sso_name}. What belongs to your account beyond "
                f"{request.firm.name} is changed after signing in with your own password or passkey."
            )

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
        member = (
            Member.objects.select_related("role", "office")
            .prefetch_related("licences")
            .get(pk=door.member_id)
        )
        member.user, member.firm = request.user, door.firm
        # A firm's provider answers for the second step of those who come in through it.
        request.factor_duty = None if request.sso_provider else security.duty_of(member)
        visibility = import_string(VISIBILITY)
        sight = visibility(member, door.firm)
        request.preview_role = _previewed(request, member)
        if request.preview_role is not None:
            member = _as_role(member, request.preview_role)
            sight = _both(sight, visibility(member, door.firm))
        elif request.method in SAFE and request.session.get(BREAK_GLASS):
            # To read and nothing else: a request that could write does not see the matter.
            sight, request.break_glass = import_string(EMERGENCY)(member, sight)
        MemberScope._narrow(sight)
        request.sight = sight
        request.member, request.firm = member, door.firm

    @staticmethod
    def _narrow(sight) -> None:
        only_named, matters = sight
        if only_named or matters:
            narrow(only_named=only_named, matters=matters)

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
    member.powers = Powers(role.granted, licensed, seen_by=own)
    return member


def _both(one: tuple[bool, set[int]], other: tuple[bool, set[int]]) -> tuple[bool, set[int]]:
    """The matters that both sights show. A sight is (only_named, ids), as practice.scope reads it."""
    (only, ids), (only_too, ids_too) = one, other
    if only and only_too:
        return True, ids & ids_too
    if only or only_too:
        return True, (ids - ids_too) if only else (ids_too - ids)
    return False, ids | ids_too
