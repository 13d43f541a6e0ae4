"""What the acts on a firm's single sign-on share."""

from django.urls import reverse

from accounts.models import Member, SingleSignOn, SsoDomain
from accounts.services.notices import administrators, tell
from practice.models import Firm


def lock(by: Member) -> SingleSignOn | None:
    """The firm's provider, locked with the firm; None before one is entered."""
    Firm.objects.select_for_update().get(pk=by.firm_id)
    return SingleSignOn.objects.select_for_update(of=("self",)).first()


def told(by: Member, text: str) -> None:
    """Tell the other administrators what `by` did."""
    tell(administrators(), f"{by.name} {text}", url=reverse("firm_sso"), but=by)


def publish(sso: SingleSignOn) -> None:
    """Copy what the door must know to the firm's own row."""
    domains = list(SsoDomain.objects.exclude(verified_at=None).values_list("domain", flat=True))
    Firm.objects.filter(pk=sso.firm_id).update(
        sso_provider=sso.provider_id if sso.is_on else "",
        sso_name=sso.name if sso.is_on else "",
        sso_domains=domains if sso.is_on else [],
        sso_required=sso.required,
    )
