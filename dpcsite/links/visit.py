"""Ask the network about addresses, politely: one request at a time for each host, with a pause, as robots.txt allows.

HEAD first and GET where a site does not like that. What is no clear answer is "cannot-tell", never "broken": many sites
answer people and not programs. Sources: RFC 9110 (HTTP), RFC 9309 (robots.txt).
"""

import http.client
import ssl
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from dpcsite.model.links import refusal
from dpcsite.model.site import LinkState

HOSTS_AT_ONCE = 8
HOPS = 5
PATIENCE = 20.0  # seconds for one answer
LONGEST_WAIT = 60.0  # that we take from a site that asks us to come back later
BODY = 64 * 1024  # bytes of robots.txt that count; RFC 9309 asks for 500 KiB, ours need one rule

_AGAIN = frozenset({500, 502, 503, 504})
_GONE = frozenset({404, 410})
_NO_HEAD = frozenset({400, 403, 404, 405, 410, 501})  # sites that know no HEAD say one of these
_FOR_GOOD = frozenset({301, 308})
_FOR_NOW = frozenset({302, 303, 307})


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of a look at an address; `answer` says why, and `to` where it has moved."""

    url: str
    state: LinkState
    answer: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str
    retry_after: str


@dataclass(slots=True)
class Visitor:
    """Somebody who looks at addresses.

    `agent` names us to sites, `pause` is in seconds between two requests to a host; `sleep` and `patience` are for
    tests.
    """

    agent: str
    pause: float = 1.0
    patience: float = PATIENCE
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)

    def visit(self, urls: Iterable[str], say: Callable[[str], None]) -> dict[str, Visit]:
        """Look at each address once. Hosts are asked side by side, and the addresses of one host one by one."""
        hosts: dict[str, list[str]] = {}
        for url in dict.fromkeys(urls):
            hosts.setdefault(urlsplit(url).netloc, []).append(url)
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            found = pool.map(lambda host: self._host(hosts[host], say), sorted(hosts))
            return {one.url: one for visits in found for one in visits}

    def _host(self, urls: list[str], say: Callable[[str], None]) -> list[Visit]:
        visits: list[Visit] = []
        for url in urls:
            if visits and visits[-1].answer.startswith("429"):
                visits.append(Visit(url, "cannot-tell", "429: the site asked us not to go on"))
                continue
            visits.append(self._look(url))
            say(f"{visits[-1].state} {url}")
        return visits

    def _look(self, url: str) -> Visit:
        """Follow an address to its end."""
        trail, moved, for_good = [url], "", True
        while True:
            here = trail[-1]
            try:
                if not self._may(here):
                    return Visit(url, "cannot-tell", "robots.txt asks programs to stay away")
                answer = self._ask(here)
            except (OSError, http.client.HTTPException, ValueError) as error:
                return Visit(url, "cannot-tell", _why(error))
            if answer.status not in _FOR_GOOD | _FOR_NOW:
                return _end(url, answer, moved)
            target = urljoin(here, answer.location)
            problem = refusal(target, outside=True)
            if not answer.location or problem:
                return Visit(url, "cannot-tell", "it leads to an address that no page may hold")
            for_good = for_good and answer.status in _FOR_GOOD
            moved = target if for_good else moved
            if target in trail or len(trail) > HOPS:
                return Visit(url, "broken", "it leads in a circle" if target in trail else "it leads on without end")
            trail.append(target)

    def _ask(self, url: str) -> _Answer:
        """HEAD, then GET if the site does not like HEAD; a site in trouble or too busy is asked once more."""
        answer = self._request("HEAD", url)[0]
        if answer.status in _NO_HEAD:
            answer = self._request("GET", url)[0]
        wait = _seconds(answer.retry_after) if answer.status in (429, 503) else self.pause
        if answer.status in _AGAIN or (answer.status == 429 and wait is not None):
            if wait is None or wait > LONGEST_WAIT:
                return answer
            self.sleep(max(wait, self.pause))
            answer = self._request("GET", url)[0]
        return answer

    def _may(self, url: str) -> bool:
        """Whether robots.txt lets us look. One that is not there forbids nothing, one that fails forbids all."""
        parts = urlsplit(url)
        top = f"{parts.scheme}://{parts.netloc}"
        if top not in self._robots:
            answer, body = self._request("GET", f"{top}/robots.txt")
            rules: RobotFileParser | None = None
            if answer.status < 500 and answer.status != 429:
                rules = RobotFileParser()
                rules.parse(body.decode("utf-8", "replace").splitlines() if answer.status == 200 else [])
            self._robots[top] = rules
        allowed = self._robots[top]
        return allowed is not None and allowed.can_fetch(self.agent, url)

    def _request(self, method: str, url: str) -> tuple[_Answer, bytes]:
        self.sleep(self.pause)
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self.patience)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(method, path, headers={"User-Agent": self.agent, "Accept": "*/*"})
            answer = connection.getresponse()
            body = answer.read(BODY) if method == "GET" and answer.status == 200 else b""
            told = _Answer(answer.status, answer.getheader("Location", ""), answer.getheader("Retry-After", ""))
            return told, body
        finally:
            connection.close()


def _end(url: str, answer: _Answer, moved: str) -> Visit:
    words = f"{answer.status} {http.client.responses.get(answer.status, '')}".strip()
    if 200 <= answer.status < 300:
        return Visit(url, "moved" if moved else "ok", "it has moved for good" if moved else "", moved)
    return Visit(url, "broken" if answer.status in _GONE else "cannot-tell", words)


def _seconds(retry_after: str) -> float | None:
    """How long a site asks us to wait: seconds, or a time; None where it does not say."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return None


def _why(error: Exception) -> str:
    """The reason why there was no answer, in plain words."""
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, ssl.SSLError):
        return "its certificate, or the way it encrypts, was not accepted"
    if isinstance(error, http.client.HTTPException):
        return "its answer could not be read"
    return "there was no connection to it"
