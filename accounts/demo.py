"""One-click sign-in of demo mode."""

from dataclasses import dataclass

from django.conf import settings

from accounts.models import Member, Membership
from practice.models import Firm
from practice.scope import firm_scope


@dataclass(frozen=True)
class Login:
    """A person of a demo firm who can be signed in with one click."""

    email: str
    name: str
    role: str
    title: str
    firm: str
    firm_id: int


def logins() -> list[Login]:
    """The first person of each role of each demo firm; nothing unless DEMO is on.

    Demo firms are those whose people have an address that ends in DEMO_EMAIL_SUFFIX, as `manage.py demo` makes them.
    Roles come in the firm's order, partners first.
    """
    if not settings.DEMO:
        return []
    seats = Membership.objects.filter(is_active=True, user__email__endswith=settings.DEMO_EMAIL_SUFFIX)
    found = []
    for firm in Firm.objects.filter(is_active=True, pk__in=seats.values("firm_id")).order_by("id"):
        with firm_scope(firm):
            members = (
                Member.objects.active()
                .filter(user__email__endswith=settings.DEMO_EMAIL_SUFFIX)
                .select_related("role", "user")
                .order_by("role__position", "role__name", "-is_partner", "id")
            )
            roles = set()
            for member in members:
                if member.role_id not in roles:
                    roles.add(member.role_id)
                    found.append(
                        Login(
                            member.user.email, member.name, member.role.name, member.title, firm.name, firm.pk
                        )
                    )
    return found
