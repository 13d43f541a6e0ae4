"""Deadlines that explain themselves: `compute` a rule of a pack, `count` a bare period. No database, no clock."""

from court_rules.engine.asked import pack_of
from court_rules.engine.bare import count, either
from court_rules.engine.chains import compute
from court_rules.engine.checks import Failure, run_tests
from court_rules.engine.result import Day, Result, Step, written
from court_rules.engine.undated import Undated, undated
from court_rules.text import Problem, RuleError

__all__ = [
    "Day", "Failure", "Problem", "Result", "RuleError", "Step", "compute", "count", "either", "pack_of", "run_tests", "Undated", "undated",
    "written",
]  # fmt: skip
