"""`_headers` and `_redirects`, as Netlify and Cloudflare Pages read them from the top of a site.

Both hosts join the values when two rules give the same header, so no header stands in two rules that can meet. What
they do with pages by themselves (`max-age=0, must-revalidate`) is left to them.
Sources: docs.netlify.com "Custom headers", "Redirect options"; developers.cloudflare.com/pages "Headers", "Redirects".
"""

from dpcsite.model.serving import KEPT, STATE, Hosting


def headers_file(hosting: Hosting) -> str:
    """The text of `_headers`."""
    rows = [f"{hosting.prefix}/*", *(f"  {name}: {value}" for name, value in hosting.headers.items())]
    rows += [f"{hosting.prefix}/assets/*", f"  Cache-Control: {KEPT['asset']}"]
    for name in sorted(STATE):
        rows += [f"{hosting.prefix}/{name}", f"  Cache-Control: {KEPT['state']}"]
    return "\n".join(rows) + "\n"


def redirects_file(hosting: Hosting) -> str:
    """The text of `_redirects`.

    The last lines choose the page for what is missing by language. Cloudflare Pages passes over them and looks for
    the nearest 404.html by itself.
    """
    rows = [f"{old} {new} 301" for old, new in hosting.redirects.items()]
    rows += [f"{start}* {page} 404" for start, page in hosting.missing.items() if start != f"{hosting.prefix}/"]
    return "".join(f"{row}\n" for row in rows)
