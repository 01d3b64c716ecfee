"""A machine without a network knows it, and asks nobody to find out."""

import errno
import socket

import pytest

from app.machine import network


@pytest.mark.parametrize(
    ("error", "way_out"),
    [(None, True), (OSError(errno.ENETUNREACH, ""), False), (OSError(errno.EHOSTUNREACH, ""), False)],
    ids=str,
)  # fmt: skip
def test_there_is_a_way_out_where_there_is_a_route(monkeypatch, error, way_out):
    class Way(socket.socket):
        def connect(self, place):
            assert self.type == socket.SOCK_DGRAM  # to which connecting sends nothing
            if error is not None:
                raise error

    monkeypatch.setattr(network.socket, "socket", Way)
    assert network.has_way_out() == way_out
