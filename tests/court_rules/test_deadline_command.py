"""manage.py deadline, as an operator or a script calls it: no configuration, no database."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

ROOT = Path(__file__).parents[2]


def run(*arguments):
    """(exit code, stdout, stderr) of the command in a process of its own without any variable of the product."""
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "manage.py", "deadline", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def said(*arguments):
    out = StringIO()
    call_command("deadline", *arguments, stdout=out)
    return out.getvalue()


def test_a_rule_as_json_without_configuration():
    code, out, _err = run("--rule", "frcp.answer", "--trigger", "2026-06-12", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["date"] == "2026-07-06"
    assert (found["earliest"], found["latest"]) == ("2026-07-03", "2026-07-06")
    assert "Fed. R. Civ. P. 12(a)(1)(A)(i)" in found["citations"]
    moved = next(step for step in found["steps"] if step["skipped"])
    assert [day["date"] for day in moved["skipped"]] == ["2026-07-03", "2026-07-04", "2026-07-05"]
    assert found["version"]
    assert found["chain"] == []


def test_bad_input_ends_with_2():
    code, out, err = run("--rule", "frcp.answer", "--trigger", "2026-02-30")
    assert code == 2
    assert out == ""
    assert "“2026-02-30” is no day" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--rule", "frcp.nothing", "--trigger", "2026-03-02"],
            "--rule: There is no such rule or trigger",
        ),
        (["--rule", "nothing.answer", "--trigger", "2026-03-02"], "--rule: There is no pack “nothing”"),
        (["--rule", "frcp", "--trigger", "2026-03-02"], "--rule: Name a rule or trigger: PACK.RULE."),
        (["--rule", "frcp.answer"], "--trigger DATE"),
        (["--rule", "frcp.answer", "--trigger", "soon"], "“soon” is no day"),
        (["--rule", "frcp.answer", "--trigger", "2026-03-02", "--closed", "2026-03-40"], "--closed"),
        (["--rule", "frcp.answer", "--trigger", "2026-03-02", "--service", "pigeon"], "no way of service"),
        (["--rule", "frcp.answer", "--trigger", "2026-03-02", "--choice", "defendant"], "not NAME=VALUE"),
        (["--count", "5", "--trigger", "2026-03-02", "--calendar", "us.zz"], "no court calendar"),
        (
            ["--count", "5", "--unit", "hours", "--trigger", "2026-03-02"],
            "--trigger: A period in hours needs the time",
        ),
        (
            ["--count", "5", "--trigger", "2026-03-02", "--service", "mail"],
            "--service does not go with --count",
        ),
        (
            ["--rule", "frcp.answer", "--trigger", "2026-03-02", "--unit", "weeks"],
            "--unit does not go with --rule",
        ),
        (
            ["--rule", "frcp.answer", "--trigger", "2026-03-02", "--calendar", "us.ca"],
            "--calendar does not go",
        ),
        (
            ["--rule", "frcp.answer", "--trigger", "2026-03-02", "--direction", "before"],
            "--direction does not go",
        ),
        (["--list", "--trigger", "2026-03-02"], "--trigger does not go with --list"),
        (["--check", "a.yaml", "--json"], "--json does not go with --check"),
        (
            ["--rule", "frcp.answer", "--trigger", "2026-03-02", "--zone", "Mars"],
            "--zone: There is no time zone “Mars”",
        ),
        (
            ["--rule", "frcp.answer", "--trigger", "2026-03-02", "--state", "ZZ"],
            "--state: There is no state “ZZ”",
        ),
        (
            ["--rule", "frcp.answer", "--trigger", "2026-03-02", "--choice", "defendant=x"],
            "--choice: “x” is no option",
        ),
        (
            ["--rule", "frcp.answer", "--trigger", "2026-03-02", "--date", "x=2026-03-02"],
            "--date: There is no trigger",
        ),
        (
            ["--rule", "frcp.answer", "--trigger", "1990-03-02"],
            "--trigger: No version of the pack is in force",
        ),
        (["--count", "-5", "--trigger", "2026-03-02"], "--count: A count lies between 0 and 40,000"),
        (
            ["--count", "5", "--trigger", "2026-03-02", "--calendar", "us.zz"],
            "--calendar: There is no court calendar",
        ),
        ([], "Say what to count"),
        (["--list", "nothing"], "no pack"),
        (["--check", "/nonexistent.yaml"], "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(arguments, message):
    with pytest.raises(CommandError) as caught:
        call_command("deadline", *arguments, stdout=StringIO())
    assert caught.value.returncode == 2
    assert message in str(caught.value)


def test_a_count():
    found = json.loads(said("--count", "16", "--unit", "court_days", "--direction", "before", "--calendar", "us.ca",
                            "--trigger", "2026-11-30", "--json"))  # fmt: skip
    # Back over Thanksgiving and the day after, Veterans Day and four weekends.
    assert found["date"] == "2026-11-03"
    assert len(found["steps"][1]["skipped"]) == 11


def test_hours_without_a_zone_follow_the_clocks_on_the_wall():
    # Committee note of 2009: 72 hours from Friday 10:23 a.m. end at 9:23 a.m. when the clocks go back. The command of a script
    # that names no zone says the hour of the wall; Hawaii and Arizona keep no summer time.
    asked = ("--count", "72", "--unit", "hours", "--json", "--trigger")
    for more, end in (
        (["2007-11-02T10:23"], "2007-11-05T09:23"),
        (["2007-11-02T10:23", "--state", "MA"], "2007-11-05T09:23"),
        (["2026-10-30T10:23", "--state", "HI"], "2026-11-02T10:23"),
        (["2026-10-30T10:23", "--state", "AZ"], "2026-11-02T10:23"),
        (["2026-03-06T10:23", "--state", "TX"], "2026-03-09T11:23"),
    ):
        found = json.loads(said(*asked, *more))
        assert (found["date"], found["steps"][-1]["to"]) == (end, end), more
    with pytest.raises(CommandError, match=r"--trigger: There is no 2:30 a\.m\."):
        said(*asked, "2026-03-08T02:30")
    twice = json.loads(said("--count", "24", "--unit", "hours", "--trigger", "2026-11-01T01:30", "--json"))
    assert twice["date"] == "2026-11-02T00:30"
    assert "first of the two" in twice["steps"][0]["text"]


def test_what_is_wrong_is_said_as_json_too():
    for arguments, option, words in (
        (["--rule", "frcp.12(a)", "--trigger", "2026-03-02"], "--rule", "Did you mean: frcp.answer?"),
        (["--rule", "frcp.anser", "--trigger", "2026-03-02"], "--rule", "frcp.answer"),
        (["--count", "many", "--trigger", "2026-03-02"], "--count", "is no number"),
        (["--count", "5", "--unit", "moons", "--trigger", "2026-03-02"], "--unit", "is no unit"),
        (["--count", "5", "--direction", "up", "--trigger", "2026-03-02"], "--direction", "is no direction"),
        (["--count", "5"], "--trigger", "missing"),
    ):
        out = StringIO()
        with pytest.raises(CommandError) as caught:
            call_command("deadline", *arguments, "--json", stdout=out)
        found = json.loads(out.getvalue())
        assert (caught.value.returncode, found["option"]) == (2, option), arguments
        assert words in found["error"]
        assert found["error"] == str(caught.value)


def test_hours_with_a_zone():
    found = json.loads(
        said(
            "--count",
            "72",
            "--unit",
            "hours",
            "--trigger",
            "2007-11-02T10:23",
            "--zone",
            "America/New_York",
            "--json",
        )
    )
    assert found["date"] == "2007-11-05T09:23-05:00"


def test_state_and_closed_days():
    assert (
        json.loads(said("--count", "14", "--trigger", "2026-04-06", "--state", "MA", "--json"))["date"]
        == "2026-04-21"
    )
    closed = said(
        "--count", "14", "--trigger", "2026-04-06", "--closed", "2026-04-20", "2026-04-21", "--json"
    )
    assert json.loads(closed)["date"] == "2026-04-22"


def test_service_choices_and_further_dates():
    assert (
        json.loads(
            said("--rule", "frcp.interrogatories", "--trigger", "2026-03-02", "--service", "mail", "--json")
        )["date"]
        == "2026-04-06"
    )
    assert (
        json.loads(
            said("--rule", "frcp.answer", "--trigger", "2026-03-02", "--choice", "defendant=us", "--json")
        )["date"]
        == "2026-05-01"
    )
    two = said(
        "--rule",
        "frcp.answer_to_amended",
        "--trigger",
        "2026-03-09",
        "--date",
        "original_response_due=2026-04-10",
        "--json",
    )
    assert json.loads(two)["date"] == "2026-04-10"


def test_a_trigger_gives_its_chain():
    found = json.loads(said("--rule", "frcp.trial", "--trigger", "2026-10-05", "--json"))
    assert found["trigger"] == "frcp.trial"
    dates = {row["rule"]: row["date"] for row in found["chain"]}
    assert dates["frcp.expert_disclosures"] == "2026-07-07"
    assert dates["frcp.pretrial_objections"] == "2026-09-18"


def test_text_for_people():
    text = said("--rule", "frcp.answer", "--trigger", "2026-06-12")
    assert text.startswith("Monday, July 6, 2026  Answer the complaint")
    assert "Friday, July 3, 2026 (Independence Day (observed))" in text
    assert "Earliest safe: Friday, July 3, 2026. Latest arguable: Monday, July 6, 2026." in text


def test_what_there_is():
    packs = json.loads(said("--list", "--json"))
    assert {"frcp", "frap", "frbp"} <= packs["packs"].keys()
    assert {"us.federal", "us.ca"} <= packs["calendars"].keys()
    assert "mail" in json.loads(said("--list", "frcp", "--json"))["service"]
    assert "interrogatories" in said("--list", "frcp")


def test_a_pack_in_a_file_is_checked_and_used(tmp_path):
    good = (
        (ROOT / "court_rules" / "data" / "packs" / "frap.yaml")
        .read_text()
        .replace("pack: frap", "pack: mine")
    )
    file = tmp_path / "mine.yaml"
    file.write_text(good)
    assert "all hold" in said("--check", str(file))
    assert (
        json.loads(said("--pack", str(file), "--rule", "mine.appeal", "--trigger", "2026-03-02", "--json"))[
            "date"
        ]
        == "2026-04-01"
    )
    file.write_text(good.replace("due: 2026-04-01", "due: 2026-04-02"))
    with pytest.raises(CommandError) as caught:
        said("--check", str(file))
    assert caught.value.returncode == 1
    assert "should be 2026-04-02, found 2026-04-01" in str(caught.value)
    file.write_text("pack: mine\n")
    with pytest.raises(CommandError) as caught:
        said("--check", str(file))
    assert caught.value.returncode == 2
    assert "Line 1: “title” is missing." in str(caught.value)
