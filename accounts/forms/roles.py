"""Forms about roles."""

from django import forms

from accounts.models import Role
from accounts.permissions import (
    GROUPS,
    LEVEL_WORDS,
    ROLES,
    TEMPLATES,
    Perm,
    allowed_levels,
    lock_reason,
)


class NewRoleForm(forms.Form):
    """A role from a template."""

    name = forms.CharField(max_length=60)
    template = forms.ChoiceField(
        label="Start from",
        choices=list(TEMPLATES.items()),
        help_text="Decides which powers can never be given, and what people of this role see first.",
    )


class RoleForm(forms.Form):
    """A role's name and the level of each power. Locked powers have no field."""

    name = forms.CharField(max_length=60)

    def __init__(self, *args, role: Role, substantive: bool = False, **kwargs):
        kwargs.setdefault("initial", {"name": role.name})
        super().__init__(*args, **kwargs)
        self.role, self.substantive = role, substantive
        self.held = role.granted
        for perm in Perm:
            levels = allowed_levels(role.template, perm, substantive=substantive)
            if levels:
                self.fields[perm.value] = forms.ChoiceField(
                    label=perm.label,
                    required=False,
                    choices=[("", LEVEL_WORDS[""]), *((level.value, LEVEL_WORDS[level]) for level in levels)],
                    initial=self.held.get(perm, ""),
                )

    def posted_powers(self) -> dict[str, str]:
        """Every power that was sent, known and locked ones too: the service refuses what may not be."""
        sent = {
            name: value for name, value in self.data.items() if name not in ("name", "csrfmiddlewaretoken")
        }
        return {name: value for name, value in sent.items() if value}

    def groups(self) -> list[dict]:
        """The powers by subject for the page: [{title, rows: [{perm, field, level, lock}]}]."""
        found = []
        for title, subjects in GROUPS:
            rows = [self._row(perm) for perm in Perm if perm.value.split(".")[0] in subjects]
            found.append({"title": title, "rows": rows})
        return found

    def _row(self, perm: Perm) -> dict:
        return {
            "perm": perm,
            "label": perm.label,
            "field": self[perm.value] if perm.value in self.fields else None,
            "level": LEVEL_WORDS[self.held.get(perm, "")],
            "lock": lock_reason(self.role.template, perm, substantive=self.substantive),
            "own": self.held.get(perm) != ROLES[self.role.template].get(perm),
            "usual": LEVEL_WORDS[ROLES[self.role.template].get(perm, "")],
        }


class CopyRoleForm(forms.Form):
    """The name of a copy."""

    name = forms.CharField(max_length=60)
