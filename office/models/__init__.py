"""Physical files, supplies and equipment."""

from office.models.equipment import Equipment, Loan
from office.models.files import FileBox, FileMove, Original, PhysicalFile
from office.models.supplies import StockMove, SupplyItem, SupplyRequest

__all__ = [
    "Equipment",
    "FileBox",
    "FileMove",
    "Loan",
    "Original",
    "PhysicalFile",
    "StockMove",
    "SupplyItem",
    "SupplyRequest",
]
