"""Packs of court rules: data files with citations, effective dates and tests of their own. No database, no clock.

`shipped()` has those under court_rules/data/packs; `load(text)` and `build(data)` make one from YAML or JSON.
"""

from court_rules.packs.loading import build, load, named, shipped
from court_rules.packs.pack import Choice, Count, Extension, Method, Pack, Period, Rule, Span, Trigger
from court_rules.packs.parts import day_of

__all__ = [
    "Choice", "Count", "Extension", "Method", "Pack", "Period", "Rule", "Span", "Trigger", "build", "day_of", "load",
    "named", "shipped",
]  # fmt: skip
