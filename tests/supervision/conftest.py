"""Kinds for the tests of approvals."""

from tests.supervision.kit import kit

__all__ = ["kit"]
