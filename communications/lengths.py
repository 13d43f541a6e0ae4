"""How long a call lasted, as people type it: 12 (minutes), 12m, 4:30 (minutes and seconds), 1h 5m, 45s."""

import re

_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
_PARTS = re.compile(r"(?:(\d{1,2})\s*h)?\s*(?:(\d{1,3})\s*(?:m|min)?)?\s*(?:(\d{1,2})\s*s)?")
EXAMPLES = "Type minutes: 12, 4:30 or 1h 5m."


def parse_length(text: str) -> int:
    """Seconds of a typed length; 0 for none. Raises ValueError with a text for the user."""
    typed = " ".join(text.lower().split())
    if not typed:
        return 0
    if match := _CLOCK.fullmatch(typed):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        if seconds > 59:
            raise ValueError(f"“{typed[:20]}” has more than 59 seconds. {EXAMPLES}")
    elif (match := _PARTS.fullmatch(typed)) and any(match.groups()):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
    else:
        raise ValueError(f"“{typed[:20]}” is no length of a call. {EXAMPLES}")
    found = hours * 3600 + minutes * 60 + seconds
    if found > 86_400:
        raise ValueError("A call lasts at most a day.")
    return found


def length_text(seconds: int) -> str:
    """4 min, 1 h 5 min, 45 s; empty for none."""
    if not seconds:
        return ""
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part
    )


def typed_length(seconds: int) -> str:
    """The length as the form shows it for editing."""
    return f"{seconds // 60}:{seconds % 60:02d}" if seconds else ""
