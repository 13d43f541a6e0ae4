"""Writes about people: firms, members, invitations, licences, roles."""
