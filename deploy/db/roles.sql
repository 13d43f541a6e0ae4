-- The three database roles and the database, for the embedded server and for docker compose alike.
-- Run by psql as the cluster's superuser; running it again changes nothing. Passwords are set elsewhere.
--
-- bailiwick_owner   owns the schema and migrates; may bypass row security, or a data migration would see no rows
-- bailiwick_app     web, worker and beat: bound by row security, owns nothing, member of nothing
-- bailiwick_backup  reads every row for pg_dump
\set ON_ERROR_STOP on
SET client_min_messages = warning;

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['bailiwick_owner', 'bailiwick_app', 'bailiwick_backup'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', role);
        END IF;
    END LOOP;
END $$;

ALTER ROLE bailiwick_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
ALTER ROLE bailiwick_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
ALTER ROLE bailiwick_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
GRANT pg_read_all_data TO bailiwick_backup;
ALTER ROLE bailiwick_backup SET default_transaction_read_only = on;

SELECT 'CREATE DATABASE bailiwick OWNER bailiwick_owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'bailiwick') \gexec

ALTER DATABASE bailiwick OWNER TO bailiwick_owner;
REVOKE ALL ON DATABASE bailiwick FROM PUBLIC;
GRANT CONNECT ON DATABASE bailiwick TO bailiwick_app, bailiwick_backup;

\connect bailiwick
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
