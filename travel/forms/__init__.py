"""Forms of travel, a module for each noun."""

from travel.forms.common import RowChoice
from travel.forms.costs import CostForm
from travel.forms.extras import DocumentForm, ItemForm, TripContactForm
from travel.forms.legs import LegForm
from travel.forms.rules import ChooseRuleForm, RuleForm
from travel.forms.stays import StayForm
from travel.forms.trips import CancelForm, SharesForm, TripForm

__all__ = [
    "CancelForm",
    "ChooseRuleForm",
    "CostForm",
    "DocumentForm",
    "ItemForm",
    "LegForm",
    "RowChoice",
    "RuleForm",
    "SharesForm",
    "StayForm",
    "TripContactForm",
    "TripForm",
]
