"""The server operator's way back for a person whom no administrator may reset: `manage.py reset_second_step EMAIL`."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services.members import end_user_sessions, record_security_change
from accounts.services.security import clear_factors


class Command(BaseCommand):
    help = "Remove the app, passkeys and recovery codes of a person who lost them. Their password stays; they are told."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="Kept in the audit trail of each of their firms.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *, email, reason, yes, **options):
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        if not yes and input(f"Reset the second step of {user.name} <{user.email}>? [y/N] ").lower() != "y":
            raise CommandError("Nothing was changed.")
        if not clear_factors(user):
            raise CommandError(f"{user.email} has no second step.")
        end_user_sessions(user.pk)
        record_security_change(user, f"Second step reset by the server’s operator: {reason}")
        self.stdout.write(f"{user.email} now signs in with the password alone and was told by mail.")
