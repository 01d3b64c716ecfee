"""Whether this machine has a way out to any network at all."""

from __future__ import annotations

import socket

ELSEWHERE = ("192.0.2.1", 9)  # RFC 5737: an address that is nobody's


def has_way_out() -> bool:
    """Whether there is a route to elsewhere. Nothing is sent: a datagram's socket only looks up
    its way. Where a hall has routes to its own places alone there never is."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(ELSEWHERE)
        except OSError:
            return False
    return True
