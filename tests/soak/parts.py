"""What docker-compose.yml's profile scale runs, natively: a part is started again when it ends, as there."""

import contextlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
import yaml
from psycopg.conninfo import conninfo_to_dict

from pgdesk.cli import demo_data
from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.process import dying_with_parent, free_port
from pgdesk.cli.tokens import find_person, make_token
from tests.replica.pair import Server, catch_up, running_primary, running_standby
from tests.waiting import until

_TICKETS = 1_000
#: Seconds until a part that has ended is started again.
_REST = 1.0
_SBIN = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"
_SECRETS = ("SECRET_KEYS", "INBOUND_SECRET", "MAILGUN_SIGNING_KEY")


def missing() -> list[str]:
    """Programs that are not installed (Debian: apt-get install nginx-light pgbouncer)."""
    return [name for name in ("nginx", "pgbouncer") if shutil.which(name, path=_SBIN) is None]


@dataclass
class Part:
    """A program that is kept running."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    arguments: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._is_over = False
        self._process = self._launch()
        self._keeper = threading.Thread(target=self._keep, name=self.name, daemon=True)
        self._keeper.start()

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        """With its children."""
        parent = psutil.Process(self._process.pid)
        for process in [parent, *parent.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def end(self) -> None:
        self._is_over = True
        self._process.terminate()
        self._keeper.join(30)

    def _launch(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            return subprocess.Popen(
                self.command, env=self.environment, cwd=ROOT, stdout=output, stderr=output, **self.arguments
            )

    def _keep(self) -> None:
        while True:
            self._process.wait()
            if self._is_over:
                return
            time.sleep(_REST)
            self._process = self._launch()


@dataclass
class House:
    """All parts; `root` is the proxy's address, `apis` are those behind it."""

    root: str
    apis: list[str]
    primary: Server
    standby: Server
    parts: dict[str, Part]
    tokens: dict[str, str]
    point_pooler_at: Callable[[Server], None]

    def wait(self) -> None:
        """Until each api process serves, and the proxy."""
        for address in [*self.apis, self.root]:
            until(lambda address=address: _serves(address, self.tokens["agent"]), 120)


@contextmanager
def running_house() -> Iterator[House]:
    """Everything is gone afterwards."""
    room = Path("/var/tmp") / f"pgdesk-soak-{secrets.token_hex(4)}"
    room.mkdir(mode=0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, room, ignore_errors=True)
        primary = stack.enter_context(running_primary(room))
        demo_data.load(primary.dsn(), _TICKETS)
        primary.execute("UPDATE helpdesk.rate_limit SET requests = 1000000")
        standby = stack.enter_context(running_standby(primary, room / "standby"))
        catch_up(primary, standby)
        parts: dict[str, Part] = {}
        stack.callback(lambda: [part.end() for part in parts.values()])
        pooler, point = _pooler(room, primary, parts)
        ports = [free_port(), free_port()]
        secret = secrets.token_hex(32)
        known = _environment(primary, standby, pooler, secret)
        for number, port in enumerate(ports, 1):
            _start(parts, room, f"api {number}", ["pgdesk.cli.run.serve"], known | {"PGDESK_PORT": str(port)})
            _start(parts, room, f"worker {number}", ["pgdesk.workers"], known)
        root = _proxy(room, ports, parts)
        tokens = _tokens(primary, secret)
        apis = [f"http://127.0.0.1:{port}" for port in ports]
        house = House(root, apis, primary, standby, parts, tokens, point)
        house.wait()
        yield house


def _start(
    parts: dict[str, Part], room: Path, name: str, module: list[str], environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", *module]
    died = dying_with_parent(signal.SIGTERM)
    parts[name] = Part(name, command, environment, room / f"{name}.log", {"preexec_fn": died})


def _environment(primary: Server, standby: Server, pooler: str, secret: str) -> dict[str, str]:
    """The API's statements go by the pooler; LISTEN, logins and workers find the server that takes writes."""
    servers = [conninfo_to_dict(server.dsn()) for server in (primary, standby)]
    hosts = ",".join(f"{server['host']}:{server['port']}" for server in servers)

    def direct(login: str) -> str:
        word = servers[0]["password"]
        return f"postgresql://{login}:{word}@{hosts}/pgdesk?target_session_attrs=read-write&connect_timeout=3"

    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PGDESK_")},
        "PGDESK_API_DATABASE_URL": pooler,
        "PGDESK_WORKER_DATABASE_URL": direct("worker"),
        "PGDESK_LOGIN_DATABASE_URL": direct("doorkeeper"),
        "PGDESK_REPORT_DATABASE_URL": standby.dsn("reporter"),
        # Debian 12 has PgBouncer 1.18.
        "PGDESK_PREPARE": "off",
        "PGDESK_JWT_SECRET": secret,
        "PGDESK_TRUSTED_PROXIES": "127.0.0.1",
        "PGDESK_LOG_LEVEL": "warning",
        **{f"PGDESK_{name}": secrets.token_hex(32) for name in _SECRETS},
    }


def _tokens(primary: Server, secret: str) -> dict[str, str]:
    with psycopg.connect(primary.dsn()) as connection:
        return {
            role: make_token(secret, role, find_person(connection, role, None)[0], 24)
            for role in ("agent", "admin")
        }


def _pooler(room: Path, primary: Server, parts: dict[str, Part]) -> tuple[str, Callable[[Server], None]]:
    """PgBouncer in transaction mode; its address for login authenticator, and what points it elsewhere."""
    port, folder = free_port(), room / "pooler"
    folder.mkdir()
    word = conninfo_to_dict(primary.dsn())["password"]
    (folder / "users").write_text(f'"authenticator" "{word}"\n')
    (folder / "users").chmod(0o644)

    def write(server: Server) -> None:
        there = conninfo_to_dict(server.dsn())
        (folder / "ini").write_text(
            f"[databases]\npgdesk = host={there['host']} port={there['port']} dbname=pgdesk\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
            f"auth_type = scram-sha-256\nauth_file = {folder / 'users'}\npool_mode = transaction\n"
            "default_pool_size = 32\nserver_login_retry = 1\n"
        )

    def point(server: Server) -> None:
        write(server)
        parts["pooler"].send(signal.SIGHUP)

    write(primary)
    command = [str(shutil.which("pgbouncer", path=_SBIN)), str(folder / "ini")]
    parts["pooler"] = Part(
        "pooler", command, dict(os.environ), room / "pooler.log", primary.runner.popen_args()
    )
    return f"postgresql://authenticator:{word}@127.0.0.1:{port}/pgdesk", point


def _proxy(room: Path, ports: list[int], parts: dict[str, Part]) -> str:
    """nginx with the lines of docker-compose.yml."""
    port, folder = free_port(), room / "proxy"
    folder.mkdir()
    lines = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["configs"]["proxy"]["content"]
    lines = lines.replace("$$", "$").replace("listen 8080", f"listen 127.0.0.1:{port}")
    for host, there in (("api", ports[0]), ("api-2", ports[1])):
        lines, times = re.subn(rf"server {host}:8000", f"server 127.0.0.1:{there}", lines)
        assert times == 1
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {folder / kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"{'' if os.getuid() else 'user root;'} daemon off; pid {folder / 'pid'}; events {{}}"
        f" http {{ access_log off; error_log stderr; {folders} {lines} }}"
    )
    command = [str(shutil.which("nginx", path=_SBIN)), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    died = {"preexec_fn": dying_with_parent(signal.SIGTERM)}
    parts["proxy"] = Part("proxy", command, dict(os.environ), room / "proxy.log", died)
    return f"http://127.0.0.1:{port}"


def _serves(address: str, token: str) -> bool:
    headers = {"Authorization": f"Bearer {token}"}
    try:
        answer = httpx.get(f"{address}/rest/tickets?limit=1", headers=headers, trust_env=False, timeout=10)
    except httpx.TransportError:
        return False
    return answer.status_code == 200
