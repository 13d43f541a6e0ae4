"""What people are called towards clients. A non-lawyer's title says that the person is no lawyer (ABA Guideline 4)."""

from dataclasses import dataclass

from accounts.permissions import TEMPLATES

# Words of a title that say "lawyer". One pattern for Python and PostgreSQL: no syntax of either alone.
CLAIMS = "attorneys?|lawyers?|counsel|counsell?ors?|esq|esquire|partners?|solicitors?|barristers?|abogad[oa]s?|licenciad[oa]s?"

_LABELS = " ".join(f"WHEN '{name}' THEN '{label}'" for name, label in TEMPLATES.items() if name != "attorney")
# An empty title becomes the role's own; one that says "lawyer" needs an attorney's role, or a guest's verified licence.
HONEST_TITLE = f"""
    IF TG_OP = 'UPDATE' AND (NEW.title, NEW.role_id) IS NOT DISTINCT FROM (OLD.title, OLD.role_id) THEN
        RETURN NEW;
    END IF;
    SELECT r.template INTO kind FROM accounts_role r WHERE r.firm_id = NEW.firm_id AND r.id = NEW.role_id;
    IF kind = 'attorney' THEN
        RETURN NEW;
    END IF;
    IF btrim(NEW.title) = '' THEN
        NEW.title := coalesce(CASE kind {_LABELS} END, NEW.title);
    ELSIF NEW.title ~* '\\m({CLAIMS})\\M' AND NOT (kind = 'freelancer' AND EXISTS (
        SELECT 1 FROM accounts_barlicence held WHERE held.firm_id = NEW.firm_id AND held.member_id = NEW.id
           AND held.status = 'active' AND held.verified_by_id IS NOT NULL
    )) THEN
        RAISE EXCEPTION 'member %: the title of a non-lawyer says lawyer', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


@dataclass(frozen=True)
class Signature:
    """How a member signs: "Otis Farrow, Paralegal". `bar` has an attorney's current licences."""

    name: str
    title: str
    bar: tuple[str, ...] = ()

    def __str__(self):
        return f"{self.name}, {self.title}" if self.title else self.name

    @property
    def full(self) -> str:
        """With the bar numbers: "Imogen Vance, Partner, California 214300"."""
        return ", ".join((str(self), *self.bar))
