"""A preview server as a test drives it: the command in a process of its own, with a browser's connection to it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import sample

import pytest

EPOCH = "1795392000"  # 23 November 2026
DPCSITE = str(Path(sysconfig.get_path("scripts")) / "dpcsite")
PATIENCE = 30.0  # seconds until a condition that does not come true is a failure

SERVICE = "content/services/report-stalking.md"


def until(condition: Callable[[], object], what: str, *, seconds: float = PATIENCE) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            pytest.fail(f"This did not come about: {what}.")
        time.sleep(0.02)


@dataclass(frozen=True)
class Answer:
    """An answer of the server."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Browser:
    """A page's connection to /livereload: the handshake of RFC 6455 and its frames, as far as they are needed."""

    def __init__(self, port: int, *, origin: str | None = None, host: str | None = None) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.file = self.socket.makefile("rb")
        own = f"127.0.0.1:{port}"
        lines = [
            "GET /livereload HTTP/1.1",
            f"Host: {own if host is None else host}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            f"Origin: {f'http://{own}' if origin is None else origin}",
        ]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.status = int(self.file.readline().split()[1])
        self.headers = http.client.parse_headers(self.file)

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.socket.close()

    def greet(self) -> None:
        """Say hello and which page this is; from now on the server tells of changes."""
        self.send({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]})
        assert self.receive()["command"] == "hello"
        self.send({"command": "info", "url": "http://127.0.0.1/"})

    def send(self, message: dict[str, object]) -> None:
        """One text frame, masked with noughts."""
        content = json.dumps(message).encode()
        assert len(content) < 126
        self.socket.sendall(bytes([0x81, 0x80 | len(content), 0, 0, 0, 0]) + content)

    def receive(self) -> dict[str, str]:
        """The next text frame."""
        head = self.file.read(2)
        assert head[:1] == b"\x81", "The server closed the connection."
        assert head[1] < 126
        message: dict[str, str] = json.loads(self.file.read(head[1]))
        return message


class Served:
    """A running `dpcsite serve`."""

    def __init__(self, site: Path, folder: Path, *arguments: str, command: tuple[str, ...] = (DPCSITE,)) -> None:
        self.site, self.folder = site, folder
        self.port = free_port()
        self.log = folder / "log.txt"
        (folder / "tmp").mkdir(parents=True)
        ours = {"NO_COLOR", "FORCE_COLOR"}
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        environment |= {"SOURCE_DATE_EPOCH": EPOCH, "TMPDIR": str(folder / "tmp")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "serve", "--source", str(site), "--port", str(self.port), *arguments],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=_heed_ctrl_c,  # noqa: PLW1509 - no other thread of ours holds a lock
            )

    def listens(self) -> bool:
        """Whether somebody answers."""
        if self.process.poll() is not None:
            pytest.fail(f"The server ended: {self.said()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def said(self) -> str:
        """Everything that it printed so far."""
        return self.log.read_text(encoding="utf-8")

    def ask(
        self, path: str, *, method: str = "GET", host: str | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request, with the path as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            if host != "":
                connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode("utf-8"))
        finally:
            connection.close()

    def edit(self, path: str, content: str) -> None:
        """Save a file of the site."""
        (self.site / path).write_text(content, encoding="utf-8")

    def watches(self) -> None:
        """Wait until the server sees edits: save a file as it is until a browser is told."""
        with Browser(self.port) as browser:
            browser.greet()
            browser.socket.settimeout(0.5)
            content = (self.site / SERVICE).read_text(encoding="utf-8")

            def told() -> bool:
                self.edit(SERVICE, content)
                try:
                    return bool(browser.socket.recv(1))
                except TimeoutError:
                    return False

            until(told, "the server sees an edit")

    def stop(self) -> int:
        """Press Ctrl-C; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def _heed_ctrl_c() -> None:
    """Undo what a shell does to commands in the background, and they to theirs: not to hear Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def free_port() -> int:
    """A port below those that systems give to connections: a probe of such a one may connect to itself."""
    for port in sample(range(20000, 32000), 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    pytest.fail("There is no free port.")
