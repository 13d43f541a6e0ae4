"""Set-up, embedded servers, demo supervisor: standard library only, run as ``python3 -m tools.NAME``."""
