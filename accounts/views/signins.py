"""The history of sign-ins: one's own, and for administrators their firm's. Ending what was not oneself."""

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.browsers import browser_name
from accounts.filters import SignInFilterSet
from accounts.models import FirmSignIn, SecurityNotice, SignIn
from accounts.permissions import Perm
from accounts.services import notices, signins
from accounts.sudo import sudo_exports
from practice.access import allowed_in_preview, public, requires
from practice.htmx import redirect_to
from practice.lists import Column, Empty, ListPage, View

SHOWN = 200


def own_sign_ins(request: HttpRequest, limit: int) -> list[SignIn]:
    """The reader's own, newest first. In a session of single sign-on only those through the same provider."""
    found = SignIn.objects.filter(user_id=request.user.pk, at__gt=timezone.now() - signins.KEPT)
    if request.sso_provider:
        found = found.filter(firm_id__in=[door.firm_id for door in request.memberships])
    rows = list(found[:limit])
    for row in rows:
        row.browser = browser_name(row.user_agent)
    return rows


@public
def sign_ins(request: HttpRequest) -> HttpResponse:
    """One's own sign-ins of the last 180 days, and tries that failed."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    return render(request, "accounts/sign_ins.html", {"rows": own_sign_ins(request, SHOWN), "most": SHOWN})


@public
@require_POST
def not_me(request: HttpRequest) -> HttpResponse:
    """Somebody else was in the account: every other session ends, and the password is changed next."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    for session in UserSession.objects.filter(user=request.user):
        if not session.is_current():
            session.end()
    return redirect_to(
        request, "account_change_password", toast="Your other sign-ins have ended. Choose a new password now"
    )


not_me.own_identity = True  # type: ignore[attr-defined]


@public
@allowed_in_preview
def session_left(request: HttpRequest) -> HttpResponse:
    """How many seconds the session has left, for the page's warning. POST, by "Stay signed in", is activity."""
    if not request.user.is_authenticated or request.session_left is None:
        return JsonResponse({"left": 0, "final": True}, status=401)
    return JsonResponse({"left": request.session_left.seconds, "final": request.session_left.final})


@requires()
@require_POST
def notice_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a notice off one's Today."""
    notices.see(get_object_or_404(SecurityNotice, pk=pk, member=request.member), by=request.member)
    return redirect_to(request, "home")


def result_word(row: FirmSignIn) -> str:
    """in, new (in, from a browser not seen before), or failed."""
    if not row.ok:
        return "failed"
    return "new" if row.new_browser else "in"


class SignInList(ListPage):
    """Who came into the firm, when, how and from where, and tries that failed. The firm's own copy."""

    name = "sign_ins"
    title, noun = "Sign-ins", "sign-in"
    model, filterset, perm = FirmSignIn, SignInFilterSet, Perm.USER_MANAGE
    columns = [
        Column(
            "at",
            "When",
            template="accounts/cells/at.html",
            sort="at",
            always=True,
            exports=[("When", "at")],
            css="c-when",
            phone="date",
        ),
        Column("who", "Who", value="member.name", select=("member",), phone="main", sort="member__name"),
        Column(
            "result",
            "Result",
            kind="state",
            value=result_word,
            states={"in": "ok", "new": "accent", "failed": "tag danger"},
            labels={"in": "In", "new": "In, new browser", "failed": "Failed"},
            exports=[("Result", result_word), ("Reason", "why")],
            phone="num",
        ),
        Column("how", "How", value="how"),
        Column("why", "Reason", value="why"),
        Column("ip", "Address", value="ip"),
        Column("browser", "Browser", value=lambda r: browser_name(r.user_agent)),
    ]
    default_sort = "-at"
    search = ("member__name", "ip")
    default_views = [View("All", ""), View("Failed", "ok=no"), View("New browsers", "new=yes")]
    export_name = "sign-ins"
    template = "accounts/audit.html"
    empty = Empty("login", "No sign-ins yet", "Sign-ins of the last 180 days are listed here.")

    def queryset(self, request):
        return FirmSignIn.objects.all()

    def row_url(self, obj):
        return ""


sign_in_list = sudo_exports(SignInList.as_view())
