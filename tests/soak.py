"""The long run of the suite (`make soak`): each sweep whole, ten times the examples of each property."""

import os

SOAK = os.environ.get("SOAK") == "1"


def times(examples: int) -> int:
    """How many examples a property is tried with; ten times as many in the long run."""
    return examples * 10 if SOAK else examples
