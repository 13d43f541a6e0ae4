"""Depositions and their exhibits."""

from depositions.models.depositions import Deposition
from depositions.models.exhibits import DepositionExhibit

__all__ = ["Deposition", "DepositionExhibit"]
