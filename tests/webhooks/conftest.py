"""A receiver that speaks TLS, and the desk whose database is a clone of its own."""

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.api.server import SECRET_KEY
from tests.conftest import Connection, login_dsn
from tests.desk import make_desk
from tests.rules.desk import RuleDesk


@dataclass
class Receiver:
    """What arrived, oldest first, as (headers in lower case, body); answers with `status`, `headers`, `body`.

    At /hang it never answers, at /drip a byte at a time, at /slow after two seconds, at /huge without end,
    until `end`.
    """

    port: int = 0
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    end: threading.Event = field(default_factory=threading.Event)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    connections: set[int] = field(default_factory=set)
    #: called before it answers
    before: Callable[[], object] | None = None

    @property
    def url(self) -> str:
        return self.at("/in?key=1")

    def at(self, path: str) -> str:
        return f"https://localhost:{self.port}{path}"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of localhost in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def receiver(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.connections.add(self.client_address[1])
            found.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if found.before is not None:
                found.before()
            if self.path == "/hang":
                found.end.wait()
                self.close_connection = True
                return
            if self.path == "/drip":
                self._send_until_end(b"H")
                return
            if self.path == "/slow":
                found.end.wait(2)
            self.send_response(found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            if self.path == "/huge":
                self.end_headers()
                self._send_until_end(b"x" * 65_536)
                return
            if found.status != 204:
                self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        def _send_until_end(self, part: bytes) -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                while not found.end.wait(0.2 if len(part) == 1 else 0):
                    self.wfile.write(part)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("PGDESK_WEBHOOK_NETWORKS", "127.0.0.0/8,::1/128")
    monkeypatch.setenv("PGDESK_SECRET_KEYS", SECRET_KEY)
    yield found
    found.end.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def committed(fresh_db: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[RuleDesk]:
    """A desk whose statements commit at once, and the worker's login in the environment."""
    monkeypatch.setenv("PGDESK_WORKER_DATABASE_URL", login_dsn(fresh_db, "worker"))
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        yield RuleDesk(**vars(make_desk(connection)))


@pytest.fixture
def desk(db: Connection) -> RuleDesk:
    return RuleDesk(**vars(make_desk(db)))
