"""Viewer processes that an attacker has made their own: they say they are ready, and then do not
let go of the desk. ``python -m tests.viewer.holding WAY``."""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Callable

import msgspec

from app.viewer.messages import (
    LARGEST_REQUEST,
    Assembled,
    Found,
    NotShown,
    Opened,
    PageText,
    Picture,
    Ready,
    Seal,
    Signed,
    receive,
    send,
)

FOREVER = 600
NAN = float("nan")
BOX = (0.0, 0.0, 1.0, 1.0)


def reads_nothing() -> None:
    time.sleep(FOREVER)


def never_answers() -> None:
    receive(sys.stdin.buffer, LARGEST_REQUEST)
    time.sleep(FOREVER)


def answers_a_byte_at_a_time() -> None:
    receive(sys.stdin.buffer, LARGEST_REQUEST)
    for byte in struct.pack(">I", 10_000) + bytes(10_000):
        os.write(1, bytes([byte]))
        time.sleep(0.1)


def leaves_a_child_on_the_pipe() -> None:
    receive(sys.stdin.buffer, LARGEST_REQUEST)
    if os.fork() == 0:
        print(os.getpid(), file=sys.stderr, flush=True)
        time.sleep(FOREVER)
    os._exit(1)


def leaves_a_child_in_a_session_of_its_own_on_the_pipe() -> None:
    receive(sys.stdin.buffer, LARGEST_REQUEST)
    if os.fork() == 0:
        os.setsid()
        time.sleep(20)
    os._exit(1)


def does_not_greet() -> None:
    time.sleep(FOREVER)


def starts_slowly() -> None:
    time.sleep(1.5)
    send(sys.stdout.buffer, Ready(()))
    receive(sys.stdin.buffer, LARGEST_REQUEST)
    send(sys.stdout.buffer, Opened(((1.0, 1.0),), 1))
    time.sleep(FOREVER)


WAYS: dict[str, Callable[[], None]] = {
    way.__name__: way
    for way in (
        does_not_greet,
        reads_nothing,
        never_answers,
        answers_a_byte_at_a_time,
        leaves_a_child_on_the_pipe,
        leaves_a_child_in_a_session_of_its_own_on_the_pipe,
    )
}

# Answers no parser of ours gives, by what was asked for.
ANSWERS: dict[str, dict[str, object]] = {
    "open": {
        "pages without end": Opened(((1.0, 1.0),) * 5_000_000, 1),
        "a page of no size a number has": Opened(((NAN, 1.0),), 1),
        "a page as large as the sky": Opened(((1.0, float("inf")),), 1),
        "a page turned inside out": Opened(((-5.0, 9.0),), 1),
        "fewer pages than none": Opened((), -1),
        "a picture": Picture(1, 1, bytes(4)),
        "a greeting": Ready(()),
        "a reason without end": NotShown("x" * 1_000_000),
        "30 megabytes": NotShown("x" * 30_000_000),
        "what the desk itself says of it": NotShown("replaced"),
    },
    "draw": {
        "a picture of no size": Picture(0, 0, b""),
        "a picture turned inside out": Picture(-10, -10, bytes(400)),
        "a picture shorter than it says": Picture(100, 100, b"short"),
        "50 megabytes": Picture(5000, 2500, bytes(50_000_000)),
        "words": PageText("x", (BOX,)),
    },
    "read": {
        "boxes without end": PageText("x", (BOX,) * 100_000),
        "a letter nowhere": PageText("x", ((NAN, 0.0, 1.0, 1.0),)),
    },
    "find": {
        "a hit on a page that is not there": Found(((7, (BOX,)),), -1),
        "a search that goes round": Found((), 0),
        "a search that never ends": Found((), 2**30),
        "hits without end": Found(((0, (BOX,)),) * 10_000, -1),
    },
    "signatures": {
        "seals without end": Signed((Seal("x"),) * 1000),
        "a name without end": Signed((Seal("x" * 1_000_000),)),
        "changes without end": Signed((Seal("x", changed=("x",) * 1_000_000),)),
        "a seal nowhere": Signed((Seal("x", box=(NAN, 0.0, 1.0, 1.0)),)),
        "words": PageText("x", (BOX,)),
    },
    "assemble": {
        "no PDF": Assembled(b"MZ an executable"),
        "a paper of 30 megabytes": Assembled(b"%PDF-" + bytes(30 * 2**20)),
        "somebody else's picture": Picture(1, 1, bytes(4)),
    },
}


def answer_with(asked: str, answer: str) -> None:
    """Opens whatever it is given; answers ``asked`` with that."""
    while (raw := receive(sys.stdin.buffer, LARGEST_REQUEST)) is not None:
        kind = msgspec.msgpack.decode(raw)["type"]
        send(
            sys.stdout.buffer, ANSWERS[kind][answer] if kind == asked else Opened(((9.0, 9.0),), 1)
        )


if __name__ == "__main__":
    if sys.argv[1] not in (does_not_greet.__name__, starts_slowly.__name__):
        send(sys.stdout.buffer, Ready(()))
    if sys.argv[1] == "answers":
        answer_with(*sys.argv[2:])
    else:
        {**WAYS, starts_slowly.__name__: starts_slowly}[sys.argv[1]]()
