"""Which firm a provider or an address belongs to. Needs no scope."""

from accounts.models import SingleSignOn
from practice.models import Firm
from practice.scope import firm_scope


def firm_of(provider_id: str) -> int:
    """Id of the firm whose provider this is, as it stands in the id; 0 for any other text."""
    number = provider_id.partition("-")[0]
    return int(number) if number.isdecimal() and len(number) < 16 else 0


def find(provider_id: str) -> SingleSignOn | None:
    """The provider while it is on, with its firm; None for anything else. Needs no scope."""
    firm = Firm.objects.filter(pk=firm_of(provider_id), is_active=True, sso_provider=provider_id).first()
    if firm is None or not provider_id:
        return None
    with firm_scope(firm):
        sso = SingleSignOn.objects.filter(provider_id=provider_id, is_on=True).first()
    if sso is not None:
        sso.firm = firm
    return sso


def domain_of(email: str) -> str:
    """The part behind the @, in small letters."""
    return email.rpartition("@")[2].lower()


def firms_for(email: str) -> list[Firm]:
    """Firms with single sign-on for the domain of `email`. Says nothing about whether the address has an account."""
    domain = domain_of(email)
    return list(Firm.objects.filter(is_active=True, sso_domains__contains=[domain]).exclude(sso_provider=""))
