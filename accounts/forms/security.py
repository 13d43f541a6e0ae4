"""Forms about the security of the firm: sessions, single sign-on, second factors."""

from django import forms

from accounts.models import Member, Role, SingleSignOn
from accounts.permissions import Perm
from accounts.services.security import LONGEST_GRACE
from accounts.services.sessions import IDLE_MINUTES, SESSION_HOURS
from accounts.services.sso import MAILBOXES


def minutes_word(minutes: int) -> str:
    """30 → "30 minutes", 120 → "2 hours"."""
    if minutes % 60:
        return f"{minutes} minutes"
    return "1 hour" if minutes == 60 else f"{minutes // 60} hours"


class SessionsForm(forms.Form):
    """How long people stay signed in."""

    idle_minutes = forms.TypedChoiceField(
        label="Sign out after no activity for",
        choices=[(n, minutes_word(n)) for n in IDLE_MINUTES],
        coerce=int,
        help_text="A warning comes two minutes before. What is typed stays in the browser tab.",
    )
    session_hours = forms.TypedChoiceField(
        label="Sign in anew after",
        choices=[(n, minutes_word(n * 60)) for n in SESSION_HOURS],
        coerce=int,
        help_text="Active or not.",
    )


class ProviderForm(forms.Form):
    """The firm's OpenID Connect provider. The secret is written, never shown."""

    name = forms.CharField(label="Name on the button", max_length=40, help_text="Continue with …")
    issuer = forms.CharField(
        label="Issuer",
        max_length=300,
        help_text="Such as https://login.microsoftonline.com/<tenant>/v2.0 or https://firm.okta.com.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    client_id = forms.CharField(
        label="Client ID", max_length=191, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    secret = forms.CharField(
        label="Client secret",
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, sso: SingleSignOn | None, **kwargs):
        if sso is not None:
            kwargs.setdefault("initial", {"name": sso.name, "issuer": sso.issuer, "client_id": sso.client_id})
        super().__init__(*args, **kwargs)
        self.fields["secret"].help_text = (
            "Stored encrypted and never shown. Leave it empty to keep the one you entered."
            if sso
            else "Stored encrypted and never shown again."
        )


class DomainForm(forms.Form):
    """A domain that the provider may speak for."""

    domain = forms.CharField(
        max_length=190, help_text="Behind the @.", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    mailbox = forms.ChoiceField(
        label="Ask",
        choices=[(name, f"{name}@") for name in MAILBOXES],
        help_text="Who keeps the domain’s mail confirms it with a link.",
    )


class ExceptionForm(forms.Form):
    """Somebody who may go around single sign-on."""

    member = forms.ModelChoiceField(queryset=None, empty_label="Choose")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = Member.objects.active().select_related("role").prefetch_related("licences")
        able = [m.pk for m in people if m.can(Perm.FIRM_SETTINGS)]
        self.fields["member"].queryset = Member.objects.filter(pk__in=able).order_by("name")


class FactorRuleForm(forms.Form):
    """Whether a role needs a second factor, and the days to set one up."""

    mfa_required = forms.BooleanField(
        label="A second step is required",
        required=False,
        help_text="An authenticator app or a passkey. After the grace nothing else opens until one is set up.",
    )
    mfa_grace_days = forms.IntegerField(
        label="Days of grace",
        min_value=0,
        max_value=LONGEST_GRACE,
        help_text="Counted for each person from when this begins for them.",
    )

    def __init__(self, *args, role: Role, **kwargs):
        kwargs.setdefault(
            "initial", {"mfa_required": role.mfa_required, "mfa_grace_days": role.mfa_grace_days}
        )
        super().__init__(*args, **kwargs)


class SsoStartForm(forms.Form):
    """The address whose firm's sign-in is looked for."""

    email = forms.EmailField(
        label="Work e-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
