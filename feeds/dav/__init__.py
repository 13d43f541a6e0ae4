"""The narrow part of CalDAV that calendar programs use (RFC 4918, 4791, 6578, 5397, parts of 3744). No database here:

`xml` reads and writes the bodies safely, `reading` makes questions of requests, `props` answers for each property.
"""
