"""A file of a server that is not the centre: https alone, no redirect, no cookie, no token."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookiejar import DefaultCookiePolicy

import requests

from app.cases.failure import cause_of
from app.central import errors
from app.central.transport import Trust, body, session_for
from app.machine.build import user_agent
from app.machine.cancel import CancelScope

TIMEOUTS = (5, 30)  # seconds to connect, and without a byte
OK, PARTIAL_CONTENT = 200, 206


def download(
    url: str, begun: int, most: int, extra_ca: str, scope: CancelScope
) -> Iterator[tuple[int, bytes]]:
    """Pieces with where they begin, from ``begun`` on where the server can (RFC 9110 14.2), else
    from 0; at most ``most`` bytes.

    Raises CentreUnreachable, CertificateRefused, CentreRefused, NotTheCentre, PlainHttpRefused.
    """
    with session_for(url, Trust(extra_ca=extra_ca), scope) as session:
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        headers = {"User-Agent": user_agent(), "Accept-Encoding": "identity"}
        if begun:
            headers["Range"] = f"bytes={begun}-"
        try:
            answer = session.get(
                url, headers=headers, timeout=TIMEOUTS, allow_redirects=False, stream=True
            )
        except (requests.RequestException, OSError) as error:
            scope.check()
            if isinstance(error, requests.exceptions.SSLError):
                raise errors.CertificateRefused(cause_of(error)) from error
            raise errors.CentreUnreachable(cause_of(error)) from error
        with answer:
            if answer.status_code not in (OK, PARTIAL_CONTENT):
                raise errors.CentreRefused(answer.status_code, "", "")
            at = begun if begun and answer.status_code == PARTIAL_CONTENT else 0
            for piece in body(answer, most):
                yield at, piece
                at += len(piece)
