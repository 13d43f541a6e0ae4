"""Password rules beside Django's own."""

from django.core.exceptions import ValidationError


class MaximumLengthValidator:
    """NIST SP 800-63B-4 asks to accept at least 64 characters; 128 keeps hashing cheap to bound."""

    maximum = 128

    def validate(self, password, user=None):
        if len(password) > self.maximum:
            raise ValidationError(f"Use at most {self.maximum} characters.")

    def get_help_text(self):
        return f"At most {self.maximum} characters; spaces and any letters count."
