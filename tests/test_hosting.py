"""Headers and redirects for each host: what the table says arrives, asked of nginx and Caddy themselves."""

import gzip
import http.client
import json
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest

from dpcsite.model.serving import HEADERS, KEPT, MISSING, SECURE, Hosting, kind_of, packed_as, type_of
from dpcsite.plan.hosts import SERVERS, configuration, files_for_hosts
from dpcsite.plan.hosts.azure import MAX_BYTES as AZURE_BYTES
from dpcsite.plan.hosts.cloudfront import MAX_BYTES as CLOUDFRONT_BYTES
from tests.conftest import TODAY, Run, requires
from tests.serving import DPCSITE, Answer, free_port, until
from tests.sites import MINIMAL, contents, write_site

OLD = "-- content/redirects.yaml --\n/old/: /about/\n/cy/hen/: /cy/about/\n"
SET = {**HEADERS, **SECURE}
MANY = {f"/old/{number}/": f"/new/{number}/" for number in range(2000)}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The minimal site with redirects, built."""
    folder = write_site(tmp_path_factory.mktemp("hosting") / "site", MINIMAL, OLD)
    command = ["build", "--source", str(folder), "--output", str(folder.parent / "public"), "--today", TODAY]
    assert subprocess.run([DPCSITE, *command, "--compress"], check=False).returncode == 0
    return folder.parent


# --- the files in the site ----------------------------------------------------------------------------------------


def test_hosts_find_their_files_at_the_top(site: Path) -> None:
    """The full header set for everything, digests for good, and each redirect once."""
    public = site / "public"
    rules = re.split(r"^(?=/)", (public / "_headers").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    table = {rule.split("\n")[0]: dict(re.findall(r"^  (\S+): (.+)$", rule, re.MULTILINE)) for rule in rules}
    assert table.pop("/*") == SET
    assert table["/assets/*"] == {"Cache-Control": KEPT["asset"]}
    assert {name for rule in table.values() for name in rule} == {"Cache-Control"}, "no header in two rules"
    assert (public / "_redirects").read_text(encoding="utf-8") == (
        "/cy/hen/ /cy/about/ 301\n/old/ /about/ 301\n/cy/* /cy/404.html 404\n"
    )
    azure = json.loads((public / "staticwebapp.config.json").read_bytes())
    assert azure["globalHeaders"].items() >= SET.items()
    assert {"route": "/old/", "redirect": "/about/", "statusCode": 301} in azure["routes"]
    assert azure["responseOverrides"]["404"]["rewrite"] == "/404.html"


def test_what_a_host_cannot_hold_is_left_to_the_pages() -> None:
    """Azure takes 20 KiB and a CloudFront function 10 KB: with thousands of redirects they still fit."""
    hosting = Hosting("", SET, MANY, {"/": "/404.html"})
    files = files_for_hosts(hosting)
    assert len(files["_redirects"].splitlines()) == len(MANY)
    assert len(files["staticwebapp.config.json"]) <= AZURE_BYTES
    assert len(configuration("cloudfront", hosting, "/").encode()) <= CLOUDFRONT_BYTES
    assert all(f"{old} " in configuration("nginx", hosting, "/") for old in MANY)


def test_a_site_below_a_path_keeps_below_it(tmp_path: Path, run: Run) -> None:
    """Every rule and redirect begins with the path of the base URL; over plain HTTP there is no HSTS."""
    site = write_site(tmp_path / "site", MINIMAL, OLD)
    base = ("--base-url", "http://localhost/preview/7/", "--today", TODAY)
    assert run("build", "--source", site, "--output", tmp_path / "public", *base).code == 0
    headers = (tmp_path / "public" / "_headers").read_text(encoding="utf-8")
    assert {
        line for line in headers.splitlines() if line.startswith("/") and not line.startswith("/preview/7/")
    } == set()
    assert "Strict-Transport-Security" not in headers
    assert "/preview/7/old/ /preview/7/about/ 301\n" in (tmp_path / "public" / "_redirects").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "kind", "media", "packed"),
    [
        ("index.html", "page", "text/html; charset=utf-8", ""),
        ("a/index.html.br", "page", "text/html; charset=utf-8", "br"),
        ("assets/site.0123456789.css", "asset", "text/css; charset=utf-8", ""),
        ("assets/site.0123456789.css.gz", "asset", "text/css; charset=utf-8", "gzip"),
        ("forces/kent/assets/map.png", "other", "image/png", ""),
        ("assets/site.css", "other", "text/css; charset=utf-8", ""),
        ("deployed.json", "state", "application/json", ""),
        ("_headers", "other", "application/octet-stream", ""),
        ("sitemap.xml", "other", "application/xml", ""),
    ],
)
def test_a_path_tells_how_its_file_is_served(path: str, kind: str, media: str, packed: str) -> None:
    """Only what has its digest in its name may be kept for good."""
    assert (kind_of(path), type_of(path), packed_as(path)) == (kind, media, packed)


# --- security.txt -------------------------------------------------------------------------------------------------

SECURITY = "security:\n  contact: [mailto:security@example.org, https://www.example.org/report, tel:+44-20-0000000]\n"


def _with_security(lines: str) -> str:
    return MINIMAL.replace("quick_exit:", f"{SECURITY}{lines}quick_exit:", 1)


def test_security_txt_says_what_site_yaml_says(tmp_path: Path, run: Run) -> None:
    """RFC 9116: Contact in order, Expires once; and no such file where nothing was written."""
    site = write_site(tmp_path / "site", _with_security("  expires: 2027-03-31\n  policy: https://example.org/p\n"))
    assert run("build", "--source", site, "--output", tmp_path / "public", "--today", TODAY).code == 0
    assert (tmp_path / "public" / ".well-known" / "security.txt").read_text(encoding="utf-8") == (
        "Contact: mailto:security@example.org\nContact: https://www.example.org/report\nContact: tel:+44-20-0000000\n"
        "Expires: 2027-03-31T23:59:59Z\nPolicy: https://example.org/p\n"
        "Canonical: https://www.example.org/.well-known/security.txt\n"
    )


@pytest.mark.parametrize("base", [(), ("--base-url", "https://www.example.org/preview/")])
def test_security_txt_is_left_out_where_it_would_mislead(tmp_path: Path, run: Run, base: tuple[str, ...]) -> None:
    """After its day there is a warning and no file; below a path nobody would look for it."""
    expires = "2026-11-01" if not base else "2027-11-01"
    site = write_site(tmp_path / "site", _with_security(f"  expires: {expires}\n"))
    ran = run("build", "--source", site, "--output", tmp_path / "public", "--today", TODAY, *base)
    assert ran.code == 0
    assert ("security.txt says held until 2026-11-01" in ran.out) is not base
    assert not (tmp_path / "public" / ".well-known").exists()


@pytest.mark.parametrize("contact", ["javascript:alert(1)", "security@example.org", "tel:999"])
def test_a_contact_that_is_no_address_is_refused(tmp_path: Path, run: Run, contact: str) -> None:
    """With its place in site.yaml."""
    lines = f"security: {{contact: ['{contact}'], expires: 2027-01-01}}\nquick_exit:"
    site = write_site(tmp_path / "site", MINIMAL.replace("quick_exit:", lines, 1))
    ran = run("check", "--source", site, "--today", TODAY)
    assert ran.code == 1
    assert re.match(r"content/site\.yaml:\d+:\d+: error field: ", ran.out)


# --- the command --------------------------------------------------------------------------------------------------


def test_each_server_has_a_configuration(site: Path, run: Run) -> None:
    """It is printed whole, and holds every header and redirect."""
    for server in SERVERS:
        ran = run("hosting", server, "--source", site / "site", "--today", TODAY)
        assert (ran.code, ran.err) == (0, "")
        assert SET["Content-Security-Policy"] in ran.out
        assert ("/old/" in ran.out) is (server != "cloudfront-headers")


def test_a_broken_site_and_a_strange_folder_have_none(site: Path, tmp_path: Path, run: Run) -> None:
    """A mistake is told at its place, with exit code 1; a folder that would end a directive is a wrong use."""
    wrong = write_site(tmp_path / "site", MINIMAL, "-- content/redirects.yaml --\n/a/: /a/\n")
    ran = run("hosting", "nginx", "--source", wrong, "--today", TODAY)
    assert ran.code == 1
    assert ran.out.startswith("content/redirects.yaml:1:1: error redirect: ")
    ran = run("hosting", "nginx", "--source", site / "site", "--root", '/srv"; return 200 "')
    assert ran.code == 2
    assert "plain names of folders" in ran.err


# --- CloudFront ---------------------------------------------------------------------------------------------------

ASK = """
for (const uri of JSON.parse(process.argv[1])) {
  const made = handler({request: {uri, headers: {}}});
  console.log(JSON.stringify(made.uri || [made.statusCode, made.headers.location ? made.headers.location.value : '']));
}
"""


def test_cloudfront_s_function_leads_where_it_should(site: Path, run: Run) -> None:
    """Run by Node: folders, old addresses, a slash that is missing, what is hidden, and no way to another site."""
    node = requires("node", "install nodejs")
    code = run("hosting", "cloudfront", "--source", site / "site", "--today", TODAY).out
    asked = [
        "/",
        "/about/",
        "/about",
        "/old/",
        "/assets/a.css",
        "/.dpcsite/state.json",
        "/.well-known/x.txt",
        "//evil",
        "/a/.git/",
    ]
    made = subprocess.run([node, "-e", code + ASK, json.dumps(asked)], capture_output=True, text=True, check=True)
    assert [json.loads(line) for line in made.stdout.splitlines()] == [
        "/index.html",
        "/about/index.html",
        [301, "/about/"],
        [301, "/about/"],
        "/assets/a.css",
        [404, ""],
        "/.well-known/x.txt",
        [301, "/evil/"],
        [404, ""],
    ]


def test_cloudfront_s_policy_is_one_that_its_api_takes(site: Path, run: Run) -> None:
    """Held against the service's own description of the call."""
    from botocore.loaders import Loader
    from botocore.model import ServiceModel
    from botocore.validate import ParamValidator

    policy = json.loads(run("hosting", "cloudfront-headers", "--source", site / "site", "--today", TODAY).out)
    service = ServiceModel(Loader().load_service_model("cloudfront", "service-2"))
    shape = service.operation_model("CreateResponseHeadersPolicy").input_shape
    report = ParamValidator().validate({"ResponseHeadersPolicyConfig": policy}, shape)
    assert not report.has_errors(), report.generate_report()
    assert policy["SecurityHeadersConfig"]["StrictTransportSecurity"]["AccessControlMaxAgeSec"] == 63072000


# --- servers ------------------------------------------------------------------------------------------------------

Ask = Callable[..., Answer]

NGINX = """\
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; include {folder}/part; }}
}}
"""
CADDY = "{{\n\tadmin off\n\tauto_https off\n}}\nhttp://127.0.0.1:{port} {{\n\timport {folder}/part\n}}\n"


@pytest.fixture(scope="module", params=["nginx-brotli", "caddy"])
def ask(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A server from Debian with our configuration, serving the site."""
    server: str = request.param.partition("-")[0]
    program = requires(server, f"install Debian's {'nginx-light' if server == 'nginx' else server}")
    folder, port = tmp_path_factory.mktemp(server), free_port()
    command = [
        "hosting",
        request.param,
        "--source",
        str(site / "site"),
        "--root",
        str(site / "public"),
        "--today",
        TODAY,
    ]
    made = subprocess.run([DPCSITE, *command], capture_output=True, text=True, check=True)
    (folder / "part").write_text(made.stdout, encoding="utf-8")
    (folder / "conf").write_text((NGINX if server == "nginx" else CADDY).format(folder=folder, port=port))
    start = {
        "nginx": [program, "-p", str(folder), "-c", str(folder / "conf")],
        "caddy": [program, "run", "--adapter", "caddyfile", "--config", str(folder / "conf")],
    }
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(start[server], stdout=log, stderr=log, env={"HOME": str(folder)})

    def listens() -> bool:
        if running.poll() is not None:
            pytest.fail((folder / "log").read_text(encoding="utf-8"))
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def asks(path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, _plain(answer.headers["Content-Encoding"], answer.read()))
        finally:
            connection.close()

    try:
        until(listens, f"{server} listens")
        yield asks
    finally:
        running.terminate()
        running.wait(30)


def _plain(encoding: str | None, content: bytes) -> str:
    unpacked = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding](content)
    return unpacked.decode("utf-8", "replace")


def _asset(site: Path, ending: str) -> str:
    return next(
        f"/{path}" for path in contents(site / "public") if path.startswith("assets/") and path.endswith(ending)
    )


def test_every_kind_of_answer_has_every_header(ask: Ask, site: Path) -> None:
    """Pages, assets, data, redirects, what is missing, what has not changed: each header once, and no older policy."""
    expected = [
        ("/", 200, KEPT["page"]),
        ("/about/", 200, KEPT["page"]),
        ("/cy/", 200, KEPT["page"]),
        (_asset(site, ".css"), 200, KEPT["asset"]),
        (_asset(site, ".svg"), 200, KEPT["asset"]),
        ("/deployed.json", 200, KEPT["state"]),
        ("/sitemap.xml", 200, KEPT["other"]),
        ("/robots.txt", 200, KEPT["other"]),
        ("/nowhere/", 404, MISSING),
        ("/cy/unman/", 404, MISSING),
        ("/assets/gone.0123456789.css", 404, MISSING),
        ("/.dpcsite-output", 404, MISSING),
        ("/old/", 301, None),
        ("/about", (301, 308), None),
    ]
    for path, status, kept in expected:
        answer = ask(path)
        assert answer.status in (status if isinstance(status, tuple) else (status,)), path
        found = {name: answer.headers.get_all(name) for name in SET}
        assert found == {name: [value] for name, value in SET.items()}, path
        if kept:
            assert answer.headers.get_all("Cache-Control") == [kept], path
    again = ask("/about/", If_None_Match=ask("/about/").headers["ETag"])
    assert (again.status, {name: again.headers[name] for name in SET}) == (304, SET)


def test_what_is_asked_for_is_what_was_built(ask: Ask, site: Path) -> None:
    """Whole pages, the right type for each, the page for what is missing in the reader's language, and redirects."""
    public = site / "public"
    assert ask("/cy/").text == (public / "cy/index.html").read_text(encoding="utf-8")
    assert ask("/cy/unman/").text == (public / "cy/404.html").read_text(encoding="utf-8")
    assert ask("/unman/").text == (public / "404.html").read_text(encoding="utf-8")
    assert (ask("/old/").headers["Location"], ask("/cy/hen/").headers["Location"]) == ("/about/", "/cy/about/")
    assert ask("/about").headers["Location"].endswith("/about/")
    for path, url in (("index.html", "/"), ("sitemap.xml", "/sitemap.xml"), ("deployed.json", "/deployed.json")):
        media = ask(url).headers["Content-Type"].partition(";")[0].replace("text/xml", "application/xml")
        assert media == type_of(path).partition(";")[0]
    for path in ("/../site/content/site.yaml", "/%2e%2e/site/content/site.yaml", "/about/..%2f..%2f../etc/passwd"):
        assert ask(path).status in (400, 403, 404), path
    assert ask("//evil.example/%2f..").headers["Location"] in (None, "/"), "no way to another site"


# --- packed files -------------------------------------------------------------------------------------------------


def test_packed_files_unpack_to_their_files_and_are_the_same_each_time(site: Path, tmp_path: Path, run: Run) -> None:
    """Every text has both forms, in the manifest too; a clean build and a second one give the same bytes."""
    public = contents(site / "public")
    texts = [path for path in public if path.endswith((".html", ".css", ".js", ".svg", ".xml", ".txt"))]
    for path in texts:
        assert gzip.decompress(public[f"{path}.gz"]) == brotli.decompress(public[f"{path}.br"]) == public[path]
    assert len(texts) > 25
    assert {f"{path}.br" for path in texts} < set(json.loads(public["deployed.json"])["files"])
    shutil.copytree(site / "public", tmp_path / "again")
    build = ("build", "--source", site / "site", "--compress", "--today", TODAY, "--output")
    assert run(*build, tmp_path / "again").code == 0
    assert run(*build, tmp_path / "clean").code == 0
    assert contents(tmp_path / "again") == contents(tmp_path / "clean") == public


def test_a_packed_file_that_is_not_of_its_page_is_made_anew(site: Path, tmp_path: Path, run: Run) -> None:
    """Of another page, cut, or empty: the next build puts it right; one without --compress takes it away."""
    shutil.copytree(site / "public", tmp_path / "public")
    here = tmp_path / "public"
    (here / "index.html.br").write_bytes((here / "about/index.html.br").read_bytes())
    (here / "about/index.html.br").write_bytes((here / "about/index.html.br").read_bytes()[:50])
    (here / "404.html.gz").write_bytes(b"")
    build = ("build", "--source", site / "site", "--today", TODAY, "--output", here)
    assert run(*build, "--compress").code == 0
    assert contents(here) == contents(site / "public")
    assert run(*build).code == 0
    assert not [path for path in contents(here) if path.endswith((".br", ".gz"))]


def test_a_browser_gets_what_it_can_unpack(ask: Ask, site: Path) -> None:
    """Brotli, gzip or plain, as it asks; the same text each time, told apart for caches, with every header."""
    text = (site / "public" / "about" / "index.html").read_text(encoding="utf-8")
    style = _asset(site, ".css")
    for path, plain in (("/about/", text), (style, (site / f"public{style}").read_text(encoding="utf-8"))):
        for wanted in ("br", "gzip", "identity"):
            answer = ask(path, Accept_Encoding=wanted)
            assert (answer.headers["Content-Encoding"] or "identity") == wanted
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert {name: answer.headers[name] for name in SET} == SET
            assert answer.text == plain
    assert ask("/nowhere/", Accept_Encoding="br").status == 404


def test_without_the_library_it_is_said(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong use, with the command that installs it."""
    monkeypatch.setattr("dpcsite.formats.packing.brotli", None)
    ran = run("build", "--source", site / "site", "--compress")
    assert (ran.code, "dpcsite[compress]" in ran.err) == (2, True)
