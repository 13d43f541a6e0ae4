"""manage.py demo: make the two demo firms where they are missing, and print how to sign in."""

import json
from dataclasses import asdict

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.demo import Login, logins
from exchange.demo import names, world
from exchange.demo.base import PASSWORD
from practice.models import Firm


class Command(BaseCommand):
    help = "Create the demo firms once and print one login per role."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="Print the logins as JSON for scripts.")
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--small", action="store_true", help="A tenth of the matters, for tests.")

    def handle(self, *, seed: int, small: bool, **options):
        if not settings.DEMO:
            raise CommandError("Set DEMO=1. Demo firms do not belong on a real server.")
        share = 10 if small else 1
        with transaction.atomic():
            if not Firm.objects.filter(slug="merrow-vance").exists():
                world.build(
                    name="Merrow & Vance LLP", slug="merrow-vance", domain="merrowvance.example", people=names.PEOPLE,
                    contacts=300 // share, matters=250 // share, months=18 if not small else 4, seed=seed,
                )  # fmt: skip
            if not Firm.objects.filter(slug="harrow-lane").exists():
                world.build(
                    name="Harrow Lane Legal", slug="harrow-lane", domain="harrowlane.example",
                    people=[*names.SMALL_PEOPLE, names.PEOPLE[-1]],
                    contacts=60 // share, matters=40 // share, months=8 if not small else 3, seed=seed + 1,
                )  # fmt: skip
        self.show(logins(), as_json=options["json"])

    def show(self, found: list[Login], *, as_json: bool) -> None:
        if as_json:
            answer = {
                "url": settings.BASE_URL,
                "password": PASSWORD,
                "logins": [asdict(one) for one in found],
            }
            self.stdout.write(json.dumps(answer, indent=2))
            return
        self.stdout.write(f"Address   {settings.BASE_URL}")
        for one in found:
            self.stdout.write(f"{one.role:<20} {one.email:<36} {one.firm}")
        self.stdout.write(f"Password  {PASSWORD}")
