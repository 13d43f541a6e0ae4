"""Approvals, requests to those who may, and the firm's rules for them."""

from supervision.models.approvals import Approval
from supervision.models.policy import Policy
from supervision.models.requests import Request

__all__ = ["Approval", "Policy", "Request"]
