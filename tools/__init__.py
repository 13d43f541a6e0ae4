"""Set-up, embedded servers and the demo supervisor. Standard library only; run as ``python3 -m tools.NAME``."""
