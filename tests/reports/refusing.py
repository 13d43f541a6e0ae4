"""A mail server that is not there."""

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """Refuses every mail, as a server does that cannot be reached."""

    def send_messages(self, email_messages):
        raise OSError("no mail server")
