"""Reader processes that an attacker has made their own: ``python -m tests.reader.lying KIND NAME``
opens whatever it is given, and answers what is asked in that KIND with an answer no parser gives."""

from __future__ import annotations

import sys

import msgspec

from app.reader.messages import PageCount, PageReply, SignatureReply, SignaturesReply
from app.viewer.messages import LARGEST_REQUEST, NotShown, Ready, receive, send

NAN = float("nan")
BOX = (0.0, 0.0, 1.0, 1.0)
SIGNATURE = SignatureReply("x", "", None, None, False, (), -1, BOX)


def page(**changed: object) -> PageReply:
    made = PageReply((), (), "text", "", 0)
    for name, value in changed.items():
        msgspec.structs.force_setattr(made, name, value)  # what could not be made
    return made


def signature(**changed: object) -> SignaturesReply:
    return SignaturesReply((msgspec.structs.replace(SIGNATURE, **changed),))


ANSWERS: dict[str, dict[str, msgspec.Struct]] = {
    "open": {
        "no pages": PageCount(0),
        "pages without end": PageCount(2**40),
        "a page": page(),
        "a greeting": Ready(()),
        "what the desk itself says of it": NotShown("replaced"),
    },
    "read_page": {
        "lines without end": page(lines=(("x", BOX),) * 100_000),
        "a line without end": page(lines=(("x" * 1_000_000, BOX),)),
        "more than a page holds": page(lines=(("x" * 1000, BOX),) * 21),
        "a line of nothing": page(lines=(("", BOX),)),
        "a line nowhere": page(lines=(("x", (NAN, 0.0, 1.0, 1.0)),)),
        "a line beyond the page": page(lines=(("x", (0.0, 0.0, 7.0, 1.0)),)),
        "codes without end": page(codes=(("QR", "x", BOX),) * 1000),
        "a code without end": page(codes=(("QR", "x" * 100_000, BOX),)),
        "a source of its own": page(source="guessed"),
        "a problem of its own": page(problem="<b>call this number</b>"),
        "a page turned by a little": page(turned=7),
        "5 megabytes": page(lines=(("x" * 1000, BOX),) * 5000),
        "signatures": SignaturesReply(()),
        "what the desk itself says of it": NotShown("replaced"),
        "its own death": NotShown("died"),
    },
    "signatures": {
        "signatures without end": SignaturesReply((SIGNATURE,) * 1000),
        "a name without end": signature(signer="x" * 100_000),
        "changes without end": signature(changed=("x",) * 1000),
        "a verdict of its own": signature(verified="perhaps"),
        "a page that no paper has": signature(page=2**40),
        "words": page(),
    },
}
FAILURES = {"signatures": {"a failure": NotShown("broken")}}  # which are no lies


def main(kind: str, name: str) -> None:
    answer = (ANSWERS[kind] | FAILURES.get(kind, {}))[name]
    send(sys.stdout.buffer, Ready(()))
    while (raw := receive(sys.stdin.buffer, LARGEST_REQUEST)) is not None:
        asked = msgspec.msgpack.decode(raw)["type"]
        send(sys.stdout.buffer, answer if asked == kind else PageCount(1))


if __name__ == "__main__":
    main(*sys.argv[1:])
