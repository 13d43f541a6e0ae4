"""Powers in words, as sentences use them."""

from collections.abc import Sequence

from accounts.permissions.matrix import Perm


def act_of(perm: Perm) -> str:
    """The power as an act of whoever is spoken to: "approve a bill", "record your own time"."""
    said = perm.label[0].lower() + perm.label[1:]
    return said.replace("one's", "your").replace("one’s", "your")


def either(names: Sequence[str]) -> str:
    """ "Imogen Vance", "Imogen Vance or Priya Tollett", "A, B or C"."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
