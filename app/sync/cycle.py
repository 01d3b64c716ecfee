"""One cycle of the protocol: pull, push, reserve, verify. Files are fetched beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from app.cases.model import civil
from app.cases.skew import clock_skew
from app.central import errors
from app.central.client import CentralClient
from app.machine.cancel import Cancelled
from app.store import outbox
from app.store.database import Store
from app.store.unreadable import Unreadable
from app.sync.pull import Progress, pull
from app.sync.push import push
from app.sync.reserve import refill
from app.sync.verify import Verification

# After these the centre does not want to be spoken to, or not by this clerk; or the desk closes.
CLOSED = (
    errors.SignInExpired,
    errors.DeviceRevoked,
    errors.DeskTooOld,
    errors.CertificateRefused,
    Cancelled,
)


class CycleDone(msgspec.Struct, frozen=True):
    """What a cycle did.

    ``differing``: the kinds in which both sides differed when they were compared last;
    ``reads_again``: whether the next pull reads from the start because of that.
    ``telling_less``: how many cases came with fewer words of a notice than the clerk served.
    ``clock_skew`` is this machine's clock minus the centre's, in seconds, None where the centre's
    could not be read; ``next_due`` when something of the outbox may go again.
    """

    taken_in: int
    answered: int
    differing: tuple[str, ...]
    clock_skew: float | None
    unreadable: tuple[Unreadable, ...] = ()
    next_due: datetime | None = None
    reads_again: bool = False
    telling_less: int = 0


def sync_cycle(
    store: Store,
    central: CentralClient,
    device_id: str,
    clock: Callable[[], datetime],
    report: Callable[[Progress], None],
    verification: Verification,
) -> CycleDone:
    """Runs the three steps once; raises what the wire raises, with nothing half applied.

    What is decided goes though the feed could not be read.
    """
    taken_in = 0

    def counted(progress: Progress) -> None:
        nonlocal taken_in
        taken_in = progress.done
        report(progress)

    try:
        pulled = pull(store, central, clock(), counted)
    except CLOSED:
        raise
    except Exception as error:
        if _may_push_after(central, error):
            push(store, central, device_id, clock())
        raise
    theirs = pulled.page.server_time
    skew = clock_skew(clock(), theirs) if theirs is not None else None
    answered = push(store, central, device_id, clock())
    pulls = [pulled]
    if answered:
        pulls.append(pull(store, central, clock(), counted))
    if taken_in or answered:
        refill(store, central, civil(clock()))
    if any(each.from_start for each in pulls):
        verification.bring_forward()
    reads_again = False
    if not taken_in and not answered and verification.is_due(clock()):
        reads_again = verification.compare(store, central, clock())
    return CycleDone(
        taken_in=taken_in,
        answered=answered,
        differing=verification.differing,
        clock_skew=skew,
        unreadable=tuple(odd for each in pulls for odd in each.unreadable),
        next_due=outbox.next_due(store.reader(), clock()),
        reads_again=reads_again,
        telling_less=len({id_ for each in pulls for id_ in each.telling_less}),
    )


def _may_push_after(central: CentralClient, error: Exception) -> bool:
    """Whether a pull that failed says nothing of the whole centre."""
    if isinstance(error, errors.CentreBusy):
        return isinstance(error, errors.CentreFailed)
    away = isinstance(error, errors.CentreUnreachable | errors.NotTheCentre)
    return not away or central.answers()
