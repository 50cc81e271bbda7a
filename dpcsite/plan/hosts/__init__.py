"""Headers and redirects in the language of each host, all from one table.

Netlify, Cloudflare Pages and Azure read theirs from the site itself, so these files are part of every build. The
others are parts of a server's configuration, and are asked for by name.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from dpcsite.model.serving import HEADERS, SECURE, Hosting
from dpcsite.model.site import Site
from dpcsite.plan.addresses import localised
from dpcsite.plan.hosts.azure import azure
from dpcsite.plan.hosts.caddy import caddy
from dpcsite.plan.hosts.cloudfront import cloudfront, cloudfront_headers
from dpcsite.plan.hosts.netlify import headers_file, redirects_file
from dpcsite.plan.hosts.nginx import nginx

_ROOT = re.compile(r"[A-Za-z0-9/._~+@:, -]+")

SERVERS: Mapping[str, Callable[[Hosting, str], str]] = {
    "caddy": caddy,
    "cloudfront": lambda hosting, _: cloudfront(hosting),
    "cloudfront-headers": lambda hosting, _: cloudfront_headers(hosting),
    "nginx": nginx,
    "nginx-brotli": lambda hosting, root: nginx(hosting, root, brotli=True),
}


def hosting_of(site: Site, redirects: Mapping[str, str]) -> Hosting:
    """What hosts must know; `redirects` are addresses of the site, old to new."""
    base = urlsplit(site.settings.base_url)
    prefix = base.path.rstrip("/")
    first, *others = site.settings.languages
    missing = {f"{prefix}/{lang}/": prefix + localised(lang, "/404.html", first) for lang in others}
    return Hosting(
        prefix,
        {**HEADERS, **(SECURE if base.scheme == "https" else {})},
        {prefix + old: prefix + new for old, new in sorted(redirects.items())},
        {**missing, f"{prefix}/": f"{prefix}/404.html"},
    )


def files_for_hosts(hosting: Hosting) -> dict[str, bytes]:
    """The files that hosts read from the top of a site, by their names."""
    return {
        "_headers": headers_file(hosting).encode(),
        "_redirects": redirects_file(hosting).encode(),
        "staticwebapp.config.json": azure(hosting).encode(),
    }


def configuration(server: str, hosting: Hosting, root: str) -> str:
    """The configuration for one of `SERVERS`; `root` is the folder that it serves.

    Raises `ValueError` for a folder whose name a server would not read as it is.
    """
    if not _ROOT.fullmatch(root):
        raise ValueError("A server reads only plain names of folders: letters, digits, spaces and / . _ ~ + - @ : ,")
    return SERVERS[server](hosting, root)


__all__ = ["SERVERS", "configuration", "files_for_hosts", "hosting_of"]
