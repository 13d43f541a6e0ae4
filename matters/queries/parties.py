"""Who takes part in matters."""

from dataclasses import dataclass, field

from django.utils import timezone

from matters.models import Contact, Matter, Party


@dataclass
class Part:
    """A contact's parts in one matter, on one side."""

    contact: Contact
    roles: list[str] = field(default_factory=list)
    party: Party | None = None  # None: the matter's own client
    gone: bool = False


@dataclass
class Side:
    """One side with who stands on it."""

    key: str
    label: str
    parts: list[Part]


def sides_of(matter: Matter) -> list[Side]:
    """The sides in a fixed order, each with its people; sides without anybody are left out. One query."""
    today = timezone.localdate()
    found = {key: Side(key, str(label), []) for key, label in Party.Side.choices}
    found["ours"].parts.append(Part(matter.client, ["Client"]))
    for party in Party.objects.filter(matter=matter).with_people().order_by("id"):
        gone = party.until_on is not None and party.until_on < today
        found[party.side].parts.append(Part(party.contact, [party.get_role_display()], party, gone))
    return [side for side in found.values() if side.parts]
