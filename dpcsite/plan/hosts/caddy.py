"""A part of a Caddyfile, to be imported into the block of a site.

Source: caddyserver.com/docs, the directives header, redir, file_server and handle_errors.
"""

from dpcsite.model.serving import KEPT, MISSING, STATE, Hosting

_FILES = """\
\tfile_server {
\t\tprecompressed br gzip
\t\thide .dpcsite-output
\t}"""


def caddy(hosting: Hosting, root: str) -> str:
    """The text of the file; `root` is the folder that it serves."""
    rows = ["# Made by `dpcsite hosting caddy`. Import it into the block of the site.", f'root * "{root}"', ""]
    rows += ["header {", *(f"\t{name} `{value}`" for name, value in hosting.headers.items()), "}", "header -Server"]
    rows += ["header Vary Accept-Encoding"]
    kept = {
        f"{hosting.prefix}/assets/*": KEPT["asset"],
        **{f"{hosting.prefix}/{name}": KEPT["state"] for name in STATE},
    }
    rows += [f"@short not path {' '.join(sorted(kept))}", f"header @short Cache-Control `{KEPT['page']}`"]
    rows += [f"header {path} Cache-Control `{value}`" for path, value in sorted(kept.items())]
    rows += ["", *(f"redir {old} {new} 301" for old, new in hosting.redirects.items()), ""]
    rows += [_FILES.replace("\t", "", 1).replace("\n\t", "\n"), "", "handle_errors {"]
    rows += [f"\theader Cache-Control `{MISSING}`"]
    for number, (start, page) in enumerate(hosting.missing.items()):
        rows += [f"\t@start{number} path {start}*", f"\thandle @start{number} {{", f"\t\trewrite * {page}"]
        rows += ["\t\tfile_server", "\t}"]
    return "\n".join([*rows, "}"]) + "\n"
