#!/usr/bin/env python
"""Bailiwick's command line. Commands that change the schema connect as the owner role, all others as the app role."""

import os
import sys

OWNER_COMMANDS = {"migrate", "sqlmigrate", "createcachetable", "flush", "dbshell", "rotate_scope_key"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ["DATABASE_ROLE"] = "owner"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
