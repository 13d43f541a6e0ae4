"""manage.py conflict_check --firm SLUG NAME…: search the firm for names, from a terminal or a script."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Member
from conflicts.queries.quick import Glances, look_up, look_up_whole
from practice import audit
from practice.models import Firm
from practice.scope import firm_scope

SIDES = {"client": "ours", "opposing": "opposing", "other": "third"}


class Command(BaseCommand):
    help = "Search a firm for names as a conflict check does. Keeps no check; that it was asked is recorded."

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="+", metavar="NAME")
        parser.add_argument("--firm", required=True, help="Slug of the firm.")
        parser.add_argument(
            "--as", dest="member", help="Mail address of a member: what walls hide from them is left out."
        )
        parser.add_argument(
            "--side", choices=sorted(SIDES), default="client", help="Where the names would stand."
        )
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *, names, firm, member, side, **options):
        found_firm = Firm.objects.filter(slug=firm).first()
        if found_firm is None:
            raise CommandError(f"There is no firm “{firm}”.")
        answers = {}
        with firm_scope(found_firm):
            who = Member.objects.active().filter(user__email__iexact=member).first() if member else None
            if member and who is None:
                raise CommandError(f"{member} is no member of this firm.")
            for name in names:
                side_ = SIDES[side]
                answers[name] = look_up(name, who, side=side_) if who else look_up_whole(name, side=side_)
                said = {"name": [None, name], "hits": [None, answers[name].total]}
                audit.record(
                    who, "conflict.looked_up", found_firm, changes=said, reason="manage.py conflict_check"
                )
        self.show(answers, as_json=options["json"])

    def show(self, answers: dict[str, Glances], *, as_json: bool) -> None:
        if as_json:
            plain = {name: as_plain(found) for name, found in answers.items()}
            self.stdout.write(json.dumps(plain, indent=2, ensure_ascii=False))
            return
        for name, found in answers.items():
            self.stdout.write(f"{name}: {found.total} hit{'' if found.total == 1 else 's'}")
            for hit in found.hits:
                self.stdout.write(
                    f"  {hit.score:>3}{' ADVERSE' if hit.adverse else ''}  {'; '.join(hit.why)}"
                )
                for line, _url in hit.places:
                    said = ", ".join(
                        part for part in (line.name, line.role, line.side, line.place, line.state) if part
                    )
                    self.stdout.write(f"       {said}")
            if found.restricted:
                self.stdout.write(f"       Restricted hit, ask {found.ask}")


def as_plain(found: Glances) -> dict:
    """What was found, as JSON says it."""
    return {
        "hits": [
            {
                "score": hit.score,
                "adverse": hit.adverse,
                "why": hit.why,
                "places": [asdict(line) for line, _url in hit.places],
            }
            for hit in found.hits
        ],
        "restricted": {"ask": found.ask} if found.restricted else None,
        "left_off": found.left_off,
    }
