"""Forms at the door: sign-in and passwords (the sign-in library's, in our words), sign-up, joining, profile."""

import struct

from allauth.account import forms as library
from allauth.core import context
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.door import place_of
from accounts.models import User
from accounts.models.security import Method
from accounts.services import signins
from accounts.time_zones import ZONES

PASSWORD_HINT = "At least 15 characters. A sentence works well; spaces count."


class Plain:
    """Takes out the placeholders that repeat the label, and puts our labels and hints in."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(Plain, library.LoginForm):
    labels = {"login": "E-mail"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username webauthn", "autofocus": True}


class ReauthenticateForm(Plain, library.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs["autofocus"] = True


class ResetPasswordForm(Plain, library.ResetPasswordForm):
    labels = {"email": "E-mail"}


class ResetPasswordKeyForm(Plain, library.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(Plain, library.SetPasswordForm):
    labels = {"password1": "Password", "password2": "Password again"}
    hints = {"password1": PASSWORD_HINT}


class ChangePasswordForm(Plain, library.ChangePasswordForm):
    labels = {
        "oldpassword": "Present password",
        "password1": "New password",
        "password2": "New password again",
    }
    hints = {"password1": PASSWORD_HINT}


class AddEmailForm(Plain, library.AddEmailForm):
    labels = {"email": "New e-mail"}


class _Code:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autofocus": True, "inputmode": "numeric", "spellcheck": "false"}


class CodeForm(_Code, Plain, codes.AuthenticateForm):
    labels = {"code": "Code"}
    hints = {"code": "Six digits from your authenticator app, or one of your recovery codes."}

    def _emit_authentication_failed(self, authenticator) -> None:
        """A wrong code at the door goes into the person's history of sign-ins."""
        super()._emit_authentication_failed(authenticator)
        signins.failed(self.user, method=Method.PASSWORD, why="Wrong code", **place_of(context.request))


class CodeAgainForm(_Code, Plain, codes.ReauthenticateForm):
    labels = {"code": "Code"}
    hints = {"code": "Six digits from your authenticator app, or one of your recovery codes."}


class ActivateTOTPForm(_Code, Plain, totp.ActivateTOTPForm):
    labels = {"code": "Code from the app"}


class _Passkey:
    """A credential that is no credential is a wrong answer, not a fault: the library lets some errors through."""

    def _checked(self, check):
        try:
            return check()
        except (ValueError, KeyError, TypeError, AttributeError, struct.error):
            raise ValidationError("That passkey does not fit this account.") from None

    def clean(self):
        return self._checked(super().clean)


class _UsedPasskey(_Passkey):
    def clean_credential(self):
        return self._checked(super().clean_credential)


class PasskeyForm(_UsedPasskey, passkeys.AuthenticateWebAuthnForm):
    def clean(self):
        """A passkey that does not fit goes into the person's history of sign-ins."""
        cleaned = super().clean()
        if self.errors and self.user is not None:
            signins.failed(
                self.user, method=Method.PASSWORD, why="Wrong passkey", **place_of(context.request)
            )
        return cleaned


class PasskeyAgainForm(_UsedPasskey, passkeys.ReauthenticateWebAuthnForm):
    pass


class PasskeyLoginForm(_UsedPasskey, passkeys.LoginWebAuthnForm):
    pass


class AddPasskeyForm(_Passkey, Plain, passkeys.AddWebAuthnForm):
    labels = {"name": "Name", "passwordless": "Sign in with it alone"}
    hints = {
        "name": "To tell it apart: the device or the key.",
        "passwordless": "No password needed: the device asks for your finger, face or PIN. Off: it is asked for after "
        "the password.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = 60
        self.fields["passwordless"].initial = True


class _NewPassword(forms.Form):
    """A password for a user who does not exist yet: the product's rules, shown beside the field."""

    def new_user(self) -> User:
        """The user to be, for the rule that a password is not like name or address."""
        return User(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))

    def clean(self):
        super().clean()
        password = self.cleaned_data.get("password")
        if password:
            try:
                validate_password(password, self.new_user())
            except ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data


def _password_field() -> forms.CharField:
    return forms.CharField(
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class FirmForm(forms.Form):
    """A new firm, by somebody who is signed in."""

    firm_name = forms.CharField(
        label="Firm", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    time_zone = forms.ChoiceField(choices=ZONES, initial="America/New_York")
    attorney = forms.TypedChoiceField(
        label="Are you a licensed attorney?",
        choices=[("yes", "Yes"), ("no", "No, I manage the firm’s office")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    jurisdiction = forms.CharField(
        required=False, max_length=60, help_text="Where you are admitted, such as California."
    )
    bar_number = forms.CharField(
        required=False,
        max_length=40,
        help_text="Recorded as your own declaration until another attorney verifies it.",
    )

    def clean_firm_name(self):
        name = self.cleaned_data["firm_name"].strip()
        if not any(letter.isalnum() for letter in name):
            raise ValidationError("Type the firm’s name.")
        return name

    def clean(self):
        super().clean()
        if self.cleaned_data.get("attorney"):
            for name, text in (
                ("jurisdiction", "Type where you are admitted."),
                ("bar_number", "Type your bar number."),
            ):
                if not self.cleaned_data.get(name, "").strip() and name not in self.errors:
                    self.add_error(name, text)
        return self.cleaned_data


class FirmSignupForm(_NewPassword, FirmForm):
    """A new firm and its first person."""

    field_order = [
        "name",
        "email",
        "password",
        "firm_name",
        "time_zone",
        "attorney",
        "jurisdiction",
        "bar_number",
    ]

    name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = _password_field()

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(
                "This address cannot be used for a new account. If it is yours, sign in first."
            )
        return email


class JoinForm(_NewPassword):
    """An invited person without an account."""

    name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = _password_field()

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def new_user(self) -> User:
        return User(email=self.email, name=self.cleaned_data.get("name", ""))


class ProfileForm(forms.ModelForm):
    """One's own name and settings."""

    class Meta:
        model = User
        fields = ["name", "theme", "single_keys"]
        labels = {"name": "Your name", "theme": "Colours", "single_keys": "Single-key shortcuts"}
        widgets = {"theme": forms.RadioSelect}
        help_texts = {"single_keys": "Such as E for a time entry. Shortcuts with Ctrl or ⌘ always work."}
