"""Content lines (RFC 5545, 3.1) made components: what is nested in what, and within which limits."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar import vText
from icalendar.parser import Contentline

MAX_COMPONENTS = 5000
MAX_LINES = 400_000
MAX_LINE = 100_000


class Unreadable(ValueError):
    """Why something cannot be read, in words."""


@dataclass
class Block:
    """The properties of one component: [(name, parameters, raw value)], and what was nested in it."""

    kind: str
    line: int
    rows: list = field(default_factory=list)
    inner: list = field(default_factory=list)
    broken: str = ""

    def first(self, name: str) -> tuple[dict, str] | None:
        """Parameters and raw value of the first property of that name."""
        return next(((params, value) for key, params, value in self.rows if key == name), None)

    def every(self, name: str) -> list[tuple[dict, str]]:
        """Parameters and raw values of all properties of that name."""
        return [(params, value) for key, params, value in self.rows if key == name]

    def text(self, name: str) -> str:
        """A TEXT property without its escapes; "" when there is none."""
        found = self.first(name)
        return str(vText.from_ical(found[1])).strip() if found else ""


def _lines(raw: bytes) -> Iterator[tuple[int, str]]:
    """Unfolded content lines with the number of the line they begin on."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    parts: list[str] = []
    started = size = 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if number > MAX_LINES:
            raise Unreadable(f"The file has more than {MAX_LINES:,} lines.")
        if line[:1] in (" ", "\t") and parts:
            size += len(line)
            if size <= MAX_LINE:
                parts.append(line[1:])
            continue
        if parts:
            yield started, "".join(parts)
        parts, started, size = ([line] if line.strip() else []), number, len(line)
    if parts:
        yield started, "".join(parts)


def calendars_of(raw: bytes) -> Iterator[Block]:
    stack: list[Block] = []
    count = 0
    for number, line in _lines(raw):
        head = line[:6].upper()
        if head == "BEGIN:":
            count += 1
            if count > MAX_COMPONENTS * 4 or len(stack) > 4:
                raise Unreadable("The file has more parts than a calendar can have.")
            block = Block(line[6:].strip().upper(), number)
            if stack:
                stack[-1].inner.append(block)
            stack.append(block)
        elif line[:4].upper() == "END:":
            if not stack or stack[-1].kind != line[4:].strip().upper():
                raise Unreadable(f"Line {number} ends something that was not begun.")
            done = stack.pop()
            if not stack and done.kind == "VCALENDAR":
                yield done
        elif stack:
            try:
                name, params, value = Contentline(line).parts()
            except ValueError:
                # One bad line spoils the event it is in, unless it is one that nobody needs.
                if not line.upper().startswith("X-"):
                    stack[-1].broken = stack[-1].broken or f"line {number} is not iCalendar"
                continue
            stack[-1].rows.append((name.upper(), params, value))
    if stack:
        raise Unreadable(
            f"The file ends inside the {stack[-1].kind} of line {stack[-1].line}: it was cut off."
        )
