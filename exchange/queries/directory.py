"""Looking up what a file names, for thousands of rows in a handful of queries."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import Member
from calendar_app.models import Event
from matters.models import Contact, Matter, PracticeArea, Wall
from practice.scope import current_firm_id, firm_scope


def fold(text: str) -> str:
    """Text as it is compared: lower case, single spaces."""
    return " ".join(text.split()).lower()


class NotFound(LookupError):
    """Nothing, or more than one thing, goes by the text. The message says what to do."""


class People:
    """The firm's members by e-mail address, name (both orders) and initials."""

    def __init__(self, members: Iterable[Member]):
        self.members = list(members)
        self._found: dict[str, list[Member]] = {}
        for member in self.members:
            first, _, last = member.name.rpartition(" ")
            keys = {member.user.email, member.name, f"{last}, {first}" if first else "", member.initials}
            for key in {fold(key) for key in keys if key}:
                self._found.setdefault(key, []).append(member)

    @classmethod
    def load(cls) -> "People":
        """Everybody who has or had a seat in the firm, with role and licences. Two queries."""
        rows = Member.objects.select_related("role", "user").prefetch_related("licences")
        return cls(rows.order_by("name", "id"))

    def find(self, text: str) -> Member:
        """The member of this e-mail address, name or initials; of several the only one who still works here."""
        found = self._found.get(fold(text), [])
        if len(found) > 1:
            found = [member for member in found if member.is_active]
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound("Several people of the firm go by this. Write the e-mail address instead.")
        raise NotFound(
            "Nobody in the firm goes by this. Write an e-mail address, a name or initials as under People."
        )

    def guess(self, name: str) -> Member | None:
        """The member a foreign name probably means: the same name, or the same surname and first letter, if only one."""
        try:
            return self.find(name)
        except NotFound:
            pass
        surname, _, first = (fold(part) for part in name.partition(","))
        same = [m for m in self.members if fold(m.name).rpartition(" ")[2] == surname and m.is_active]
        if first:
            same = [m for m in same if fold(m.name)[:1] == first.strip()[:1]]
        return same[0] if len(same) == 1 else None


class Matters:
    """Matters that the member in scope may see, by number, by their ID in the old system, or by a caption that is theirs
    alone. Unknown and walled matters are one and the same: there is no such matter."""

    def __init__(self, rows: Iterable[Matter]):
        self._numbers: dict[str, Matter] = {}
        self._others: dict[str, list[Matter]] = {}
        for matter in rows:
            self._numbers[fold(matter.number)] = matter
            for key in {fold(matter.external_id), fold(matter.name)} - {""}:
                self._others.setdefault(key, []).append(matter)

    @classmethod
    def load(cls, member: Member, texts: Iterable[str]) -> "Matters":
        """The matters that `texts` may mean. One query."""
        keys = sorted({fold(text) for text in texts} - {""})
        rows = (
            Matter.objects.visible_to(member)
            .annotate(low_number=Lower("number"), low_name=Lower("name"), low_id=Lower("external_id"))
            .filter(Q(low_number__in=keys) | Q(low_name__in=keys) | Q(low_id__in=keys))
            .select_related("client")
        )
        return cls(rows)

    def find(self, text: str) -> Matter:
        """The matter of this number, old ID or caption."""
        key = fold(text)
        if key in self._numbers:
            return self._numbers[key]
        found = self._others.get(key, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound("Several matters go by this. Write the matter number.")
        raise NotFound(
            "There is no such matter. Write the number as it stands on the matter, or import matters first."
        )


class Clients:
    """Contacts by name and by their ID in the old system."""

    def __init__(self, rows: Iterable[Contact]):
        self._names: dict[str, list[Contact]] = {}
        self._ids: dict[str, list[Contact]] = {}
        for contact in rows:
            for key in {fold(contact.name), fold(contact.sort_name)}:
                self._names.setdefault(key, []).append(contact)
            if contact.external_id:
                self._ids.setdefault(fold(contact.external_id), []).append(contact)

    @classmethod
    def load(cls, member: Member, *, names: Iterable[str] = (), ids: Iterable[str] = ()) -> "Clients":
        """The contacts that may be meant. One query."""
        folded, keys = {fold(n) for n in names} - {""}, {fold(i) for i in ids} - {""}
        rows = (
            Contact.objects.visible_to(member)
            .annotate(low_name=Lower("name"), low_sort=Lower("sort_name"), low_id=Lower("external_id"))
            .filter(Q(low_name__in=folded) | Q(low_sort__in=folded) | Q(low_id__in=keys))
        )
        return cls(rows.order_by("id"))

    def named(self, name: str) -> list[Contact]:
        """Contacts of this name, oldest first."""
        return self._names.get(fold(name), [])

    def with_id(self, external_id: str) -> list[Contact]:
        """Contacts of this ID in the old system."""
        return self._ids.get(fold(external_id), [])


def areas() -> dict[str, PracticeArea]:
    """The firm's practice areas by folded name."""
    return {fold(area.name): area for area in PracticeArea.objects.order_by("is_active", "id")}


def screens() -> set[tuple[int, int]]:
    """(member, matter) of every wall that stands, as far as the member in scope sees them."""
    return set(Wall.objects.filter(lifted_at=None).values_list("member_id", "matter_id"))


def taken_numbers(numbers: Iterable[str]) -> set[str]:
    """Which of `numbers` a matter of the firm has, hidden ones too: a number is given once. Says nothing else of them."""
    with firm_scope(current_firm_id()):
        return set(Matter.objects.filter(number__in=set(numbers)).values_list("number", flat=True))


def known_ids(model, ids: Iterable[str]) -> set[str]:
    """Which of the external ids are in use, seen through no walls: an imported row comes in once."""
    with firm_scope(current_firm_id()):
        return set(model.objects.filter(external_id__in=set(ids)).values_list("external_id", flat=True))


def known_uids(uids: Iterable[str]) -> set[str]:
    """Which of the names of events are in use, seen through no walls: an imported row comes in once."""
    with firm_scope(current_firm_id()):
        rows = Event.objects.filter(uid__in=set(uids), parent=None)
        return set(rows.order_by().values_list("uid", flat=True))
