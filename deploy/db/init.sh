#!/bin/bash
# Runs once, when the database volume is empty: roles and database, then the roles' passwords from the secret files.
set -euo pipefail
roles=${ROLES_SQL:-/deploy/roles.sql}
secrets=${SECRETS_DIR:-/run/secrets}

psql -X -q -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --file "$roles"
psql -X -q -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v owner="$(cat "$secrets/db_owner_password")" \
  -v app="$(cat "$secrets/db_app_password")" \
  -v backup="$(cat "$secrets/db_backup_password")" <<'SQL'
ALTER ROLE bailiwick_owner PASSWORD :'owner';
ALTER ROLE bailiwick_app PASSWORD :'app';
ALTER ROLE bailiwick_backup PASSWORD :'backup';
SQL
