"""The public pages: booking a time, and one booking by its own link. No sign-in, no cookie, works without script and inside
pages of web sites that the firm names.

Signed addresses, the signed page, the trap for robots and the limits are those of public forms (intake.views.public). Free
times are worked out in the system's own scope; before anything is rendered the scope is narrowed to no matter.
"""
