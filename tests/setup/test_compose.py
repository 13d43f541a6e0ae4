"""docker-compose.yml, checked without an engine: names, files, health, secrets and the database script."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg2
import pytest
import yaml

from tools.common import ROOT
from tools.postgres import Postgres

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {"web", "worker", "beat", "migrate"}
# Keys of a service in the Compose specification, as far as they are used here.
KEYS = (
    {"build", "cap_add", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image"}
    | {"networks", "ports", "read_only", "restart", "secrets", "security_opt", "shm_size"}
    | {"stop_grace_period", "tmpfs", "volumes"}
)


def settings_names() -> set[str]:
    """Every environment name that the settings read."""
    text = "".join(path.read_text() for path in sorted((ROOT / "practice" / "settings").glob("*.py")))
    found = set(re.findall(r'env(?:_bool|_int|_list)?\(\s*"([A-Z_]+)"', text))
    return found | set(re.findall(r'os\.environ(?:\.get\(|\[)\s*"([A-Z_]+)"', text))


def test_the_services_are_the_promised_ones_and_spell_their_keys_right():
    assert set(SERVICES) == OURS | {"db", "redis", "proxy"}
    for name, service in SERVICES.items():
        assert set(service) <= KEYS, name
    assert set(COMPOSE) == {"name", "x-app", "services", "networks", "volumes", "secrets"}


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_setting_is_one_that_the_product_reads(name):
    known = settings_names()
    assert {"DATABASE_URL", "SECRET_KEY", "BASE_URL"} <= known
    given = {key.removesuffix("_FILE") for key in SERVICES[name]["environment"]}
    assert given <= known
    needed = {
        "SECRET_KEY",
        "SCOPE_KEY",
        "PORTAL_KEY",
        "DATABASE_URL",
        "REDIS_URL",
        "EMAIL_URL",
        "BASE_URL",
        "DATA_DIR",
    }
    assert needed <= given


def test_only_migrate_holds_the_owners_address():
    for name in OURS:
        has = "MIGRATION_DATABASE_URL_FILE" in SERVICES[name]["environment"]
        assert has == (name == "migrate")
        assert ("migration_database_url" in SERVICES[name]["secrets"]) == has


def test_every_service_restarts_and_has_a_health_check():
    for name, service in SERVICES.items():
        if name == "migrate":
            # It runs once, and the others wait for its success.
            assert service["restart"] == "no"
            assert service["healthcheck"] == {"disable": True}
            continue
        assert service["restart"] == "unless-stopped", name
        assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}, name
    for name in OURS - {"migrate"}:
        waits = {other: how["condition"] for other, how in SERVICES[name]["depends_on"].items()}
        assert waits["migrate"] == "service_completed_successfully"
    assert "/healthz" in str(SERVICES["web"]["healthcheck"]["test"])


def test_our_containers_run_bare():
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.search(r"^USER (?!root)\w+$", (ROOT / "Dockerfile").read_text(), re.M)


def test_nothing_but_the_proxy_is_open_and_the_database_has_no_way_out():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["db"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


def test_every_file_volume_secret_and_network_exists():
    made = subprocess.run(
        [ROOT / "deploy" / "make-secrets", tempfile.mkdtemp(prefix="bailiwick-secrets-")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    folder = Path(re.search(r"The secrets are in (.+?)\. Keep", made.stdout)[1])
    try:
        secrets = {path.name: path.read_text() for path in folder.iterdir()}
        assert folder.stat().st_mode & 0o777 == 0o700
    finally:
        shutil.rmtree(folder)
    assert set(COMPOSE["secrets"]) == set(secrets)
    assert secrets["db_app_password"] in secrets["database_url"]
    assert len({secrets[name] for name in ("secret_key", "scope_key", "portal_key")}) == 3
    for name, place in COMPOSE["secrets"].items():
        assert place == {"file": f"./secrets/{name}"}
    for service in SERVICES.values():
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).is_file(), source
            else:
                assert source in COMPOSE["volumes"], source
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.M):
        for source in line.split():
            assert (ROOT / source).exists(), source


def test_env_example_names_what_the_file_asks_for():
    wanted = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / "deploy" / "env.example").read_text(), re.M))
    assert wanted == offered
    in_proxy = set(re.findall(r"\{\$([A-Z_]+)\}", (ROOT / "deploy" / "Caddyfile").read_text()))
    assert in_proxy == set(SERVICES["proxy"]["environment"])


def test_no_secret_is_written_down():
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if re.search(r"KEY|PASSWORD|DATABASE_URL|EMAIL_URL", key):
                assert key.endswith("_FILE"), (name, key)
                assert value.startswith("/run/secrets/"), (name, key)
                assert value.removeprefix("/run/secrets/") in service["secrets"], (name, key)
    assert "secrets/" in (ROOT / ".gitignore").read_text()


def test_the_image_has_every_app():
    allowed = set(re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(), re.M))
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps <= allowed
    assert {"static", "templates", "tools"} <= allowed


def test_the_database_script_makes_roles_with_their_passwords():
    folder = Path(tempfile.mkdtemp(prefix="bailiwick-init-", dir="/var/tmp"))
    folder.chmod(0o755)
    server = Postgres(folder / "pg", test=True)
    try:
        server.start()
        subprocess.run(
            [ROOT / "deploy" / "make-secrets", folder / "secrets"], capture_output=True, check=True
        )
        # Binaries first on the path: a psql older than the server is a source of errors of its own.
        env = {
            "PATH": f"{server.binaries}:{os.environ['PATH']}",
            "POSTGRES_USER": "postgres",
            "PGHOST": str(server.socket),
            "ROLES_SQL": str(ROOT / "deploy" / "db" / "roles.sql"),
            "SECRETS_DIR": str(folder / "secrets"),
        }
        script = ["bash", str(ROOT / "deploy" / "db" / "init.sh")]
        done = subprocess.run(script, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        connection = psycopg2.connect(server.url("postgres", "postgres"))
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolname, left(rolpassword, 14) FROM pg_authid "
                "WHERE rolname LIKE 'bailiwick%' ORDER BY 1"
            )
            rows = cursor.fetchall()
        connection.close()
        assert rows == [
            ("bailiwick_app", "SCRAM-SHA-256$"),
            ("bailiwick_backup", "SCRAM-SHA-256$"),
            ("bailiwick_owner", "SCRAM-SHA-256$"),
        ]
    finally:
        server.stop(immediate=True)
        shutil.rmtree(folder)
        shutil.rmtree(server.staging, ignore_errors=True)
