"""Approvals and the firm's rules for them."""

from supervision.models.approvals import Approval
from supervision.models.policy import Policy

__all__ = ["Approval", "Policy"]
