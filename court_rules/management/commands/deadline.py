"""manage.py deadline: a court deadline with its derivation, for operators and scripts. Needs no database.

    manage.py deadline --rule frcp.answer --trigger 2026-06-12 --service mail --state MA --json
    manage.py deadline --rule frcp.ordered --trigger 2026-06-12 --count 21
    manage.py deadline --count 16 --unit court_days --direction before --calendar us.ca --trigger 2026-11-30
    manage.py deadline --list [PACK]
    manage.py deadline --check my-pack.yaml

Exit code 0 with a result, 2 when something asked for does not exist or cannot be counted, 1 when an example of a checked pack fails.
With --json what is wrong is said on stdout too: {"error": "…", "option": "--state"}.
"""

import datetime
import json
import re
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter

from court_rules.calendars import FEDERAL, names
from court_rules.engine import Day, Result, RuleError, Undated, compute, count, pack_of, run_tests, undated
from court_rules.engine.counting import day_in
from court_rules.engine.words import said
from court_rules.packs import Pack, day_of, load, shipped

BAD_INPUT = 2
UNITS = ("days", "court_days", "weeks", "months", "years", "hours")
# Which options go with what is asked: of a rule, of a bare count, of a list or a check.
TO_RULE = ("trigger", "count", "service", "state", "closed", "choice", "date", "zone", "pack", "json")
TO_COUNT = ("trigger", "state", "closed", "zone", "unit", "direction", "calendar", "json")
TO_LIST = ("json",)
# The option by which the engine's complaint came in.
OPTIONS = {
    "service": "--service", "choices": "--choice", "dates": "--date", "zone": "--zone", "count": "--count",
    "unit": "--unit", "direction": "--direction", "calendar": "--calendar", "state": "--state",
    "effective": "--trigger", "time": "--trigger", "rule": "--rule", "periods": "--rule",
}  # fmt: skip
EXAMPLES = """\
Examples:
  manage.py deadline --rule frcp.answer --trigger 2026-06-12 --service personal --state MA --json
  manage.py deadline --rule frcp.trial --trigger 2026-10-05             all that follows from an event
  manage.py deadline --rule frcp.ordered --trigger 2026-06-12 --count 21
  manage.py deadline --count 16 --unit court_days --direction before --calendar us.ca --trigger 2026-11-30
  manage.py deadline --count 72 --unit hours --trigger 2026-10-30T10:23 --state NY
  manage.py deadline --list                                             packs and calendars
  manage.py deadline --list frcp                                        its events, rules, ways of service, choices

JSON: date, earliest and latest where a reading is open (with reason), steps (text, citation, from, to, skipped), citations, chain with
what hangs on the result, undated with what the rules say without a day; for an event, chain and undated.
Exit code: 0; 2 for input that cannot be used; 1 when an example of a checked pack fails.
"""


class _Help(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Django's order of options, and the examples line by line."""


class Command(BaseCommand):
    help = "Compute a court deadline and show how it was found."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = _Help
        parser.epilog = EXAMPLES
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--rule", metavar="PACK.RULE", help="A rule, or a trigger for all that follows from it."
        )
        parser.add_argument(
            "--count", metavar="N",
            help="A bare period of N units; with --rule, the number that the order gives.",
        )  # fmt: skip
        what.add_argument("--list", nargs="?", const="", metavar="PACK", help="The packs, or what is in one.")
        what.add_argument("--check", metavar="FILE", help="Check a pack in a file and run its examples.")
        parser.add_argument(
            "--trigger", metavar="DATE[THH:MM]", help="When it happened: 2026-11-30 or 2026-11-30T14:30."
        )
        parser.add_argument(
            "--service", default="", metavar="METHOD",
            help="How the paper was served: personal, mail, electronic and others; --list PACK names them.",
        )  # fmt: skip
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
        parser.add_argument(
            "--zone", default="",
            help="Time zone of the court, for hours: America/Chicago. Without one the hour is that of the wall, and clocks change as "
            "they do in the state.",
        )  # fmt: skip
        parser.add_argument(
            "--pack", action="append", default=[], metavar="FILE", help="A pack of your own, as YAML."
        )
        parser.add_argument("--unit", metavar="UNIT", help=f"{', '.join(UNITS)}. Default: days.")
        parser.add_argument("--direction", metavar="after|before", help="Default: after.")
        parser.add_argument(
            "--calendar", metavar="NAME", help=f"us.ca and others; --list names them. Default: {FEDERAL}."
        )
        parser.add_argument("--json", action="store_true", help="As JSON.")

    def handle(self, **options: Any) -> None:
        try:
            _fitting(options)
            if options["list"] is not None:
                return self.list(options["list"], as_json=options["json"])
            if options["check"]:
                return self.check_pack(options["check"])
            if not options["trigger"]:
                raise RuleError("--trigger is missing: say when it happened, --trigger DATE[THH:MM].")
            return self.deadline(options)
        except RuleError as error:
            told = _told(error)
            if options["json"]:
                option = re.match(r"(--[a-z]+)\b", told)
                wrong = {"error": told, "option": option.group(1) if option else ""}
                self.stdout.write(json.dumps(wrong, indent=2, ensure_ascii=False))
            raise CommandError(told, returncode=BAD_INPUT) from error

    def deadline(self, options: dict[str, Any]) -> None:
        """Compute and print."""
        number = _number(options["count"])
        trigger = _day(options["trigger"], "--trigger")
        closed = []
        for text in options["closed"]:
            day = _day(text, "--closed")
            if isinstance(day, datetime.datetime):
                raise RuleError(f"--closed takes days, not “{text}”.")
            closed.append(day)
        without: list[Undated] = []
        if not options["rule"]:
            found = [
                count(
                    number or 0,
                    options["unit"] or "days",
                    options["direction"] or "after",
                    trigger,
                    options["calendar"] or FEDERAL,
                    closed,
                    state=options["state"],
                    zone=options["zone"],
                )
            ]
        else:
            packs = [_pack(name) for name in options["pack"]]
            choices = dict(_pair(text, "--choice") for text in options["choice"])
            if number is not None:
                if number < 0:
                    raise RuleError(f"--count: {number} is less than nothing.")
                choices[_number_of(options["rule"], trigger, packs)] = str(number)
            found = compute(
                options["rule"],
                trigger,
                service=options["service"],
                state=options["state"],
                closed=closed,
                packs=packs,
                choices=choices,
                dates={
                    key: _day(day, "--date")
                    for key, day in (_pair(text, "--date") for text in options["date"])
                },
                zone=options["zone"],
            )
            without = undated(options["rule"], trigger, packs=packs, choices=choices)
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    _as_json(found, without, options["rule"] or "", trigger), indent=2, ensure_ascii=False
                )
            )
        elif not found and not without:
            self.stdout.write("Nothing follows from that event under the choices made.")
        else:
            blocks = [_as_text(result) for result in found]
            blocks += [f"No day: {one.title} [{one.rule}]\n  {one.says}\n  {one.cite}" for one in without]
            self.stdout.write("\n\n".join(blocks))

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
                key: f"{one.title}: {', '.join(option for option, _ in one.options) or 'a number'}"
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


def _number(text: str | int | None) -> int | None:
    """The number of --count. Raises RuleError for what is none."""
    if text is None:
        return None
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", str(text)):
        raise RuleError(f"--count: “{text}” is no number of days, weeks or hours. Write 21.")
    return int(text)


def _fitting(options: dict[str, Any]) -> None:
    """Raise RuleError for options that nothing was asked for, or that do not go with what was asked."""
    fit: tuple[str, ...]
    if options["rule"] is not None:
        asked, fit = "--rule", TO_RULE
    elif options["list"] is not None:
        asked, fit = "--list", TO_LIST
    elif options["check"] is not None:
        asked, fit = "--check", ()
    elif options["count"] is not None:
        asked, fit = "--count without --rule", (*TO_COUNT, "count")
    else:
        raise RuleError("Say what to count: --rule PACK.RULE or --count N; or --list, or --check FILE.")
    for name in sorted({*TO_RULE, *TO_COUNT, *TO_LIST} - set(fit)):
        if options[name] not in (None, "", [], False):
            raise RuleError(f"--{name} does not go with {asked}.")


def _number_of(rule: str, trigger: Day, packs: list[Pack]) -> str:
    """The choice of the rule that asks for a number, for --count. Raises RuleError unless there is exactly one."""
    key, _, name = rule.partition(".")
    pack = pack_of(key, day_in(trigger, None), packs)
    asked = [choice.key for choice in pack.choices_of(name) if choice.number]
    if not asked:
        raise RuleError(f"--count: the number of {rule} is fixed; it is left out.")
    if len(asked) > 1:
        raise RuleError(
            f"--count: {rule} asks for several numbers. Say --choice NAME=N for: {', '.join(asked)}."
        )
    return asked[0]


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
    option = OPTIONS.get(error.at, "")
    if not option and not error.at and error.pack:
        option = "--rule"
    return f"{option}: {error.problems[0].message}" if option else error.message


def _as_json(found: list[Result], without: list[Undated], rule: str, trigger: Day) -> dict[str, Any]:
    """The asked-for result with its `date`; what hangs on it, or follows from a trigger, in `chain`; in `undated` what rules
    say that name no day."""
    rows = [{"date": row["due"], **row} for row in (result.as_json() for result in found)]
    if rows and (not rule or rows[0]["rule"] == rule):
        return {**rows[0], "chain": rows[1:], "undated": [one.as_json() for one in without]}
    return {
        "trigger": rule,
        "from": trigger.isoformat(),
        "chain": rows,
        "undated": [one.as_json() for one in without],
    }


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
