"""A part of an nginx configuration, to be included in a `server` block.

An `add_header` in a location drops every header of the server around it, so all of them stand once, outside; what
differs by location is a variable. `always` gives them to errors and redirects too.
Source: nginx.org, ngx_http_headers_module and ngx_http_gzip_static_module.
"""

from dpcsite.model.serving import KEPT, MISSING, STATE, TYPES, Hosting

_HEAD = """\
# Made by `dpcsite hosting nginx`. Include it in the server block of the site.
root {root};
index index.html;
charset utf-8;
charset_types text/css text/javascript text/plain;
default_type application/octet-stream;
types {{
{types}}}
absolute_redirect off;
server_tokens off;
autoindex off;
disable_symlinks off;

gzip_static on;
gzip_vary on;
{brotli}

# All headers stand here and nowhere below: an add_header in a location would drop every one of these.
set $dpc_kept "{page}";
{headers}
"""


def nginx(hosting: Hosting, root: str, *, brotli: bool = False) -> str:
    """The text of the file; `root` is the folder that it serves, `brotli` whether nginx has the module for it."""
    headers = [f'add_header {name} "{value}" always;' for name, value in hosting.headers.items()]
    headers.append("add_header Cache-Control $dpc_kept always;")
    types = "".join(f"  {media.partition(';')[0]} {ending[1:]};\n" for ending, media in TYPES.items())
    packed = f"{'' if brotli else '# '}brotli_static on;  # with the module ngx_http_brotli_static"
    rows = [_HEAD.format(brotli=packed, root=f'"{root}"', types=types, page=KEPT["page"], headers="\n".join(headers))]
    rows += [_location(f"^~ {hosting.prefix}/assets/", f'set $dpc_kept "{KEPT["asset"]}";', hosting)]
    rows += [
        _location(f"= {hosting.prefix}/{name}", f'set $dpc_kept "{KEPT["state"]}";', hosting) for name in sorted(STATE)
    ]
    rows += [f"location {start} {{\n  error_page 404 {page};\n}}\n" for start, page in hosting.missing.items()]
    rows += [
        f'location = {page} {{\n  internal;\n  set $dpc_kept "{MISSING}";\n}}\n' for page in hosting.missing.values()
    ]
    rows += [_location("~ /\\.(?!well-known/)", "return 404;", hosting)]
    rows += [f"location = {old} {{ return 301 {new}; }}" for old, new in hosting.redirects.items()]
    return "\n".join(rows).rstrip("\n") + "\n"


def _location(match: str, line: str, hosting: Hosting) -> str:
    page = hosting.missing[f"{hosting.prefix}/"]
    return f"location {match} {{\n  {line}\n  error_page 404 {page};\n}}\n"
