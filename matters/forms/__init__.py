"""Forms about matters and contacts. They only validate; rules live in the services."""

from matters.forms.access import GrantForm, TeamForm, WallForm
from matters.forms.areas import AreaForm
from matters.forms.contact_parts import part_sets
from matters.forms.contacts import ConsentForm, ContactForm, RelationForm
from matters.forms.matters import AttorneysForm, DeclineForm, FeeForm, MatterEditForm, MatterForm
from matters.forms.pickers import ContactPick, MatterPick

__all__ = [
    "AreaForm",
    "AttorneysForm",
    "ConsentForm",
    "ContactForm",
    "ContactPick",
    "DeclineForm",
    "FeeForm",
    "GrantForm",
    "MatterEditForm",
    "MatterForm",
    "MatterPick",
    "RelationForm",
    "TeamForm",
    "WallForm",
    "part_sets",
]
