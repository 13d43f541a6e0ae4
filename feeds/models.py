"""Feeds, devices, invitations and the questions that other programs raise."""
