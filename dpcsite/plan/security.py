"""`security.txt`: whom to tell of a weakness in the site, in the form of RFC 9116."""

from datetime import date
from urllib.parse import urlsplit

from dpcsite.model.site import Site


def security_txt(site: Site, today: date) -> dict[str, bytes]:
    """The file by its path; none where site.yaml says nothing, where it holds no longer, or below a host's top.

    RFC 9116 wants it at the top of a host, and warns of a file whose day has passed (2.5.5).
    """
    given, base = site.settings.security, site.settings.base_url
    if given is None or given.expires < today or urlsplit(base).path != "/":
        return {}
    rows = [f"Contact: {one}" for one in given.contact]
    rows += [f"Expires: {given.expires}T23:59:59Z"]
    rows += [f"Policy: {given.policy}"] if given.policy else []
    rows += [f"Canonical: {base}.well-known/security.txt"]
    return {".well-known/security.txt": "".join(f"{row}\n" for row in rows).encode()}
