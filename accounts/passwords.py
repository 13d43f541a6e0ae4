"""Password rules beside Django's own."""

import string
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError


class MaximumLengthValidator:
    """NIST SP 800-63B-4 asks to accept at least 64 characters; 128 keeps hashing cheap to bound."""

    maximum = 128

    def validate(self, password, user=None):
        if len(password) > self.maximum:
            raise ValidationError(f"Use at most {self.maximum} characters.")

    def get_help_text(self):
        return f"At most {self.maximum} characters; spaces and any letters count."


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


class EasyPasswordValidator:
    """Long passwords that are easy all the same: a common one with figures around it or twice, or few characters."""

    fewest = 5

    def validate(self, password, user=None):
        core = password.lower().strip(string.digits + string.punctuation + string.whitespace)
        half = core[: len(core) // 2]
        if (
            len(set(password)) < self.fewest
            or core in _common()
            or core == ""
            or (half * 2 == core and half in _common())
        ):
            raise ValidationError("This is among the first a guesser tries. Use a sentence of your own.")

    def get_help_text(self):
        return "Not a common password with figures around it."
