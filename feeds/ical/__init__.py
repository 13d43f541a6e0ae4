"""iCalendar (RFC 5545) and iTIP (RFC 5546) as this product speaks them. No database and no clock: texts in, items out.

`items` says what an event or to-do is, `write` makes text of it, `read` makes it of text, `zones` writes time zones.
"""
