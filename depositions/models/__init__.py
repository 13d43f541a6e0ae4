"""Depositions, their exhibits and their costs."""

from depositions.models.costs import DepositionCost
from depositions.models.depositions import Deposition
from depositions.models.exhibits import DepositionExhibit

__all__ = ["Deposition", "DepositionCost", "DepositionExhibit"]
