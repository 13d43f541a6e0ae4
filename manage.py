#!/usr/bin/env python
"""Bailiwick's command line. Commands that change the schema connect as the owner role, all others as the app role."""

import os
import secrets
import sys

OWNER_COMMANDS = {"migrate", "sqlmigrate", "createcachetable", "flush", "dbshell", "rotate_scope_key"}
# Commands that only compute. They run without a configuration: keys are made up, and no database is opened.
COMPUTING_COMMANDS = {"deadline"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    if len(sys.argv) > 1 and sys.argv[1] in COMPUTING_COMMANDS:
        for name in ("SECRET_KEY", "SCOPE_KEY", "PORTAL_KEY"):
            if f"{name}_FILE" not in os.environ:
                os.environ.setdefault(name, secrets.token_hex(32))
        if "DATABASE_URL_FILE" not in os.environ:
            os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/nothing")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ["DATABASE_ROLE"] = "owner"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
