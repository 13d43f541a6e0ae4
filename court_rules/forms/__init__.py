"""Forms of court rules."""

from court_rules.forms.bench import BenchForm, ExampleForm
from court_rules.forms.packs import ClosureForm, CopyForm, HeadForm, PackForm, TextForm
from court_rules.forms.rules import MODES, RuleForm, TooDeep

__all__ = [
    "MODES",
    "BenchForm",
    "ClosureForm",
    "CopyForm",
    "ExampleForm",
    "HeadForm",
    "PackForm",
    "RuleForm",
    "TextForm",
    "TooDeep",
]
