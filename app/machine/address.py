"""One way to write a centre's address: what is kept by it must not depend on who typed it."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

_PORTS = {"https": 443, "http": 80}


def normal_address(typed: str) -> str:
    """Without spaces around it, a slash at its end, the scheme's own port; scheme and host in small
    letters (RFC 3986 6.2). What is no address comes back as it is, for the wire to refuse.

    >>> normal_address(" HTTPS://Centre.City.Example:443/ ")
    'https://centre.city.example'
    """
    stripped = typed.strip()
    try:
        parts = urlsplit(stripped)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return stripped
    if not host:
        return stripped.rstrip("/")
    host = f"[{host}]" if ":" in host else host
    user, at, _ = parts.netloc.rpartition("@")
    shown = "" if port in (None, _PORTS.get(parts.scheme)) else f":{port}"
    path = parts.path.rstrip("/")
    return urlunsplit((parts.scheme, f"{user}{at}{host}{shown}", path, parts.query, ""))


def earlier_spellings(address: str) -> list[str]:
    """How a normal address may have been typed when each spelling had a cache of its own."""
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    with_port = f"{scheme}://{host}:{_PORTS.get(scheme)}{slash}{path}"
    bare = scheme in _PORTS and not host.rpartition("]")[2].partition(":")[1]
    return [f"{address}/", *((with_port, f"{with_port}/") if bare else ())]
