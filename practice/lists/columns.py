"""Columns of a list page: where a value comes from, what an export writes, how it sorts and adds up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.db.models import Prefetch

KINDS = ("text", "two", "money", "hours", "date", "ago", "state", "avatars", "number", "bool")
RIGHT = {"money", "hours", "number"}
WIDTHS = {
    "money": "c-mon",
    "hours": "c-hrs",
    "date": "c-date",
    "ago": "c-date",
    "avatars": "c-team",
    "state": "c-st",
}
TENTH = Decimal("0.1")
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Column:
    """One column of a list.

    value     attribute path ("client.name"), or a function of the object; without it the column's name is
              the path
    kind      text, two (title and grey second line), money (Decimal), hours (integer seconds, or Decimal
              hours), date, ago (a moment, as "2 hours ago"), state, avatars (members), number, bool
    second    path or function for the second line of `two`
    href      function of the object, or True for the row's own address: the value becomes the link that
              opens it
    template  file that renders the inside of the cell from `object`, `value` and `request`
    same      for `template`: a function of the object; the cell is rendered once for each value it gives
    sort      ORM path(s) that the head cell sorts by: the model's own columns, a relation's, or an annotation
    annotate  {name: expression} or a function of the request giving one; added only when the column is in use
    total     True, or the ORM path to sum over the whole filtered set; `total_label` names it in the foot
    always    cannot be hidden; `default=False` starts hidden; `perm` hides it from members without the
              permission
    states    for `state`: {value: "accent"} gives a dot, {value: "tag danger"} a tinted tag; `labels` the
              words
    tone      text colour of figures: "trust", "danger", or a function of the object
    phone     place on a phone: main, date (below it) or num (right); "" hides it there; None lets the list
              choose
    select, prefetch   relations to load when the column is shown or exported
    exports   [(heading, path or function), …] when an export should have several columns instead of one
    """

    name: str
    label: str
    kind: str = "text"
    _: KW_ONLY
    value: str | Callable[[Any], Any] | None = None
    second: str | Callable[[Any], Any] | None = None
    href: Callable[[Any], str] | bool | None = None
    template: str | None = None
    same: Callable[[Any], Any] | None = None
    sort: str | tuple[str, ...] | None = None
    annotate: Mapping[str, Any] | Callable[[Any], Mapping[str, Any]] | None = None
    total: bool | str = False
    total_label: str = ""
    always: bool = False
    default: bool = True
    perm: Any = None
    states: Mapping[Any, str] | None = None
    labels: Mapping[Any, str] | None = None
    tone: str | Callable[[Any], str] = ""
    phone: str | None = None
    select: tuple[str, ...] = ()
    prefetch: tuple[Any, ...] = ()
    exports: Iterable[tuple[str, Any]] | None = None
    descending: bool | None = None
    css: str = ""

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ImproperlyConfigured(f"Column {self.name}: unknown kind {self.kind!r}")

    @cached_property
    def sorts(self) -> tuple[str, ...]:
        """The ORM paths of `sort`."""
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort or ())

    @cached_property
    def down_first(self) -> bool:
        """Whether the first click sorts downwards: amounts do."""
        return self.kind in RIGHT if self.descending is None else self.descending

    @cached_property
    def get(self) -> Callable[[Any], Any]:
        """The function that gives an object's plain value in this column."""
        if self._own_list:
            many, listed = self._own_list, f"_listed_{self._own_list}"
            return lambda obj: obj.__dict__[listed] if listed in obj.__dict__ else getattr(obj, many)
        return getter(self.value or self.name)

    @property
    def _own_list(self) -> str:
        """The relation that this column alone reads, when it is what the column prefetches."""
        path = self.value or self.name
        alone = self.kind == "avatars" and not self.template and self.prefetch == (path,)
        return path if alone and isinstance(path, str) else ""

    @property
    def loads(self) -> tuple[Any, ...]:
        """What to prefetch. Into a plain list where possible: a related manager for each row costs more."""
        if self._own_list:
            return (Prefetch(self._own_list, to_attr=f"_listed_{self._own_list}"),)
        return self.prefetch

    @cached_property
    def get_second(self) -> Callable[[Any], Any] | None:
        """The function that gives the second line."""
        return getter(self.second) if self.second else None

    @property
    def total_path(self) -> str:
        """ORM path that is summed in the foot."""
        if isinstance(self.total, str):
            return self.total
        return self.sorts[0] if self.sorts else self.name

    @property
    def right(self) -> bool:
        return self.kind in RIGHT

    @property
    def td_class(self) -> str:
        """Classes of a cell: the kind's, the width's and the column's own."""
        kind = {"two": "two", "text": "clip", "date": "nowrap", "ago": "nowrap", "state": "nowrap"}.get(
            self.kind, ""
        )
        return " ".join(
            part for part in ("num" if self.right else kind, self.width, f"c-{self.name}", self.css) if part
        )

    @property
    def th_class(self) -> str:
        """Classes of the head cell, the same width as the cells below it."""
        return " ".join(
            part for part in ("num" if self.right else "", self.width, f"c-{self.name}", self.css) if part
        )

    @property
    def width(self) -> str:
        """Class that gives the column its width; the rest is shared by the text columns."""
        return WIDTHS.get(self.kind, "")

    def export_columns(self) -> list[tuple[str, str, Callable[[Any], Any]]]:
        """(heading, kind, function) of each column that an export writes for this one."""
        if self.exports is not None:
            return [(heading, "text", getter(path)) for heading, path in self.exports]
        found = [(self.label, self.kind, self._exported)]
        if self.get_second:
            found.append((f"{self.label}, detail", "text", self.get_second))
        return found

    def _exported(self, obj):
        value = self.get(obj)
        if value is None:
            return None
        if self.kind == "state":
            return self.word(obj, value)
        if self.kind == "avatars":
            return ", ".join(str(person) for person in each(value))
        if self.kind == "hours":
            return hours(value, HUNDREDTH)
        return value

    def word(self, obj: Any, value: Any) -> str:
        """The label of a state: from `labels`, or the model's own choices."""
        if self.labels is not None:
            return str(self.labels.get(value, value))
        display = getattr(
            obj, f"get_{self.value if isinstance(self.value, str) else self.name}_display", None
        )
        return str(display() if display else value)


def getter(path: str | Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function that follows `client.name` (or `client__name`) and gives None where a link is missing."""
    if callable(path):
        return path
    parts = path.replace("__", ".").split(".")
    if len(parts) == 1:
        only = parts[0]
        return lambda obj: _called(getattr(obj, only))

    def follow(obj):
        for part in parts:
            try:
                obj = _called(getattr(obj, part))
            except ObjectDoesNotExist:
                return None
            if obj is None:
                return None
        return obj

    return follow


def _called(value):
    return value() if callable(value) and not hasattr(value, "all") else value


def each(value: Any) -> Iterable[Any]:
    """The members of a list, or of a related manager."""
    return value.all() if hasattr(value, "all") else value


def hours(value: int | Decimal, step: Decimal = TENTH) -> Decimal:
    """Hours, rounded half up to `step`, from integer seconds or from Decimal hours."""
    exact = value if isinstance(value, Decimal) else Decimal(int(value)) / 3600
    return exact.quantize(step, rounding=ROUND_HALF_UP)
