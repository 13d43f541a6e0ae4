"""manage.py deadline: a court deadline with its derivation, for operators and scripts. Needs no database.

    manage.py deadline --rule frcp.answer --trigger 2026-06-12 --service mail --state MA --json
    manage.py deadline --count 16 --unit court_days --direction before --calendar us.ca --trigger 2026-11-30
    manage.py deadline --list [PACK]
    manage.py deadline --check my-pack.yaml

Exit code 0 with a result, 2 when something asked for does not exist or cannot be counted, 1 when an example of a checked pack fails.
"""

import datetime
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from court_rules.calendars import FEDERAL, names
from court_rules.engine import Day, Result, RuleError, compute, count, run_tests
from court_rules.engine.words import said
from court_rules.packs import Pack, day_of, load, shipped

BAD_INPUT = 2
UNITS = ("days", "court_days", "weeks", "months", "years", "hours")


class Command(BaseCommand):
    help = "Compute a court deadline and show how it was found."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--rule", metavar="PACK.RULE", help="A rule, or a trigger for all that follows from it."
        )
        what.add_argument("--count", type=int, metavar="N", help="A bare period of N units.")
        what.add_argument("--list", nargs="?", const="", metavar="PACK", help="The packs, or what is in one.")
        what.add_argument("--check", metavar="FILE", help="Check a pack in a file and run its examples.")
        parser.add_argument(
            "--trigger", metavar="DATE[THH:MM]", help="When it happened: 2026-11-30 or 2026-11-30T14:30."
        )
        parser.add_argument("--service", default="", metavar="METHOD", help="How the paper was served.")
        parser.add_argument(
            "--state", default="", metavar="ST", help="State in which the court sits: MA; or two: MA,NY."
        )
        parser.add_argument(
            "--closed",
            nargs="+",
            action="extend",
            default=[],
            metavar="DATE",
            help="Days on which the court is closed.",
        )
        parser.add_argument(
            "--choice",
            nargs="+",
            action="extend",
            default=[],
            metavar="NAME=OPTION",
            help="Answers to the pack's questions.",
        )
        parser.add_argument(
            "--date",
            nargs="+",
            action="extend",
            default=[],
            metavar="EVENT=DATE",
            help="Days of further events, or the day a rule's act was done.",
        )
        parser.add_argument("--zone", default="", help="Time zone of the court: America/Chicago.")
        parser.add_argument(
            "--pack", action="append", default=[], metavar="FILE", help="A pack of your own, as YAML."
        )
        parser.add_argument("--unit", choices=UNITS, default="days")
        parser.add_argument("--direction", choices=["after", "before"], default="after")
        parser.add_argument("--calendar", default=FEDERAL, help=f"Default: {FEDERAL}.")
        parser.add_argument("--json", action="store_true", help="As JSON.")

    def handle(self, **options: Any) -> None:
        try:
            if options["list"] is not None:
                return self.list(options["list"], as_json=options["json"])
            if options["check"]:
                return self.check_pack(options["check"])
            if not options["trigger"]:
                raise RuleError("Say when it happened: --trigger DATE.")
            return self.deadline(options)
        except RuleError as error:
            raise CommandError(_told(error), returncode=BAD_INPUT) from error

    def deadline(self, options: dict[str, Any]) -> None:
        """Compute and print."""
        trigger = _day(options["trigger"], "--trigger")
        closed = []
        for text in options["closed"]:
            day = _day(text, "--closed")
            if isinstance(day, datetime.datetime):
                raise RuleError(f"--closed takes days, not “{text}”.")
            closed.append(day)
        if options["count"] is not None:
            for name in ("service", "choice", "date", "pack"):
                if options[name]:
                    raise RuleError(f"--{name} belongs to --rule, not to --count.")
            found = [
                count(
                    options["count"],
                    options["unit"],
                    options["direction"],
                    trigger,
                    options["calendar"],
                    closed,
                    state=options["state"],
                    zone=options["zone"],
                )
            ]
        else:
            found = compute(
                options["rule"],
                trigger,
                service=options["service"],
                state=options["state"],
                closed=closed,
                packs=[_pack(name) for name in options["pack"]],
                choices=dict(_pair(text, "--choice") for text in options["choice"]),
                dates={
                    key: _day(day, "--date")
                    for key, day in (_pair(text, "--date") for text in options["date"])
                },
                zone=options["zone"],
            )
        if options["json"]:
            self.stdout.write(
                json.dumps(_as_json(found, options["rule"] or "", trigger), indent=2, ensure_ascii=False)
            )
        elif not found:
            self.stdout.write("Nothing follows from that event under the choices made.")
        else:
            self.stdout.write("\n\n".join(_as_text(result) for result in found))

    def list(self, name: str, *, as_json: bool) -> None:
        """The packs and calendars, or the triggers, rules and ways of service of one pack."""
        if not name:
            packs = {key: f"{pack.title}, version {pack.version}" for key, pack in shipped().items()}
            if as_json:
                self.stdout.write(
                    json.dumps({"packs": packs, "calendars": names()}, indent=2, ensure_ascii=False)
                )
                return
            self.stdout.write("Packs:\n" + _columns(packs) + "\n\nCalendars:\n" + _columns(names()))
            return
        pack = shipped().get(name)
        if pack is None:
            raise RuleError(f"There is no pack “{name}”. Known: {', '.join(shipped())}.")
        parts = {
            "triggers": {key: one.title for key, one in pack.triggers.items()},
            "rules": {key: f"{one.title} ({one.cite})" for key, one in pack.rules.items()},
            "service": pack.methods(),
            "choices": {
                key: f"{one.title}: {', '.join(option for option, _ in one.options)}"
                for key, one in pack.choices.items()
            },
        }
        if as_json:
            self.stdout.write(
                json.dumps({"pack": name, "version": pack.version, **parts}, indent=2, ensure_ascii=False)
            )
            return
        self.stdout.write(f"{pack.title}, version {pack.version}")
        for title, rows in parts.items():
            if rows:
                self.stdout.write(f"\n{title.capitalize()}:\n{_columns(rows)}")

    def check_pack(self, name: str) -> None:
        """Read a pack and run its examples."""
        pack = _pack(name)
        failures = run_tests(pack)
        if failures:
            raise CommandError("\n".join(str(failure) for failure in failures), returncode=1)
        self.stdout.write(f"{pack.title}: {len(pack.rules)} rules, {len(pack.tests)} examples, all hold.")


def _day(text: str, name: str) -> Day:
    try:
        return day_of(text)
    except ValueError as error:
        raise RuleError(
            f"{name}: “{text}” is no day. Write 2026-11-30, or 2026-11-30T14:30 with a time."
        ) from error


def _pair(text: str, name: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key or not value:
        raise RuleError(f"{name}: “{text}” is not NAME=VALUE.")
    return key, value


def _pack(name: str) -> Pack:
    try:
        return load(Path(name).read_text())
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{name} cannot be read.") from error


def _told(error: RuleError) -> str:
    if len(error.problems) > 1 or error.problems[0].line:
        return "\n".join(str(problem) for problem in error.problems)
    return error.message


def _as_json(found: list[Result], rule: str, trigger: Day) -> dict[str, Any]:
    """The asked-for result with its `date`; what hangs on it, or follows from a trigger, in `chain`."""
    rows = [{"date": row["due"], **row} for row in (result.as_json() for result in found)]
    if rows and (not rule or rows[0]["rule"] == rule):
        return {**rows[0], "chain": rows[1:]}
    return {"trigger": rule, "from": trigger.isoformat(), "chain": rows}


def _as_text(result: Result) -> str:
    head = f"{said(result.due)}  {result.title}" + (f" [{result.rule}]" if result.rule else "")
    lines = [head]
    for number, step in enumerate(result.steps, 1):
        lines.append(f"  {number}. {step.text}")
        if step.skipped and not all(said(day) in step.text for day, _ in step.skipped):
            out = "; ".join(f"{day.isoformat()} {why}" for day, why in step.skipped)
            lines.append(f"     Left out: {out}.")
        if step.citation:
            lines.append(f"     {step.citation}")
    if result.reason:
        assert result.earliest
        assert result.latest
        lines.append(f"  Earliest safe: {said(result.earliest)}. Latest arguable: {said(result.latest)}.")
        lines.append(f"  {result.reason}")
    if result.note:
        lines.append(f"  Note: {result.note}")
    return "\n".join(lines)


def _columns(rows: dict[str, str]) -> str:
    width = max((len(key) for key in rows), default=0)
    return "\n".join(f"  {key.ljust(width)}  {title}" for key, title in rows.items())
