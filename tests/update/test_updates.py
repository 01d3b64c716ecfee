"""In the background: quiet, one word for each thing, and nothing that keeps the desk from closing."""

import threading

import msgspec
import pytest

from app.machine.policy import Policy
from app.update.errors import UpdateListNotTrusted
from app.update.updates import Updates
from tests.support.waiting import eventually
from tests.update.share import NOW


@pytest.fixture
def make(here):
    """Looks at once, not within half an hour as a hall's desks do."""
    made = []

    def begun(policy):
        found, failed = [], []
        updates = Updates(policy, here, lambda: NOW, found.append, failed.append)
        made.append(updates)
        updates.begin()
        updates.look_now()
        return updates, found, failed

    yield begun
    for updates in made:
        updates.close()


def policy_of(share):
    return Policy(update_from=str(share.folder), update_keys=share.keys)


def test_what_lies_ready_is_told_once(share, make):
    updates, found, failed = make(policy_of(share))
    eventually(lambda: found)
    updates.look_now()
    updates.look_now()
    eventually(lambda: updates.update is not None)
    assert [update.version for update in found] == ["9.0.0"] and failed == []


def test_what_fails_is_told_once_and_tried_again(share, make):
    sound = share.list.read_bytes()
    share.list.write_bytes(b"{}")
    updates, found, failed = make(policy_of(share))
    eventually(lambda: failed)
    updates.look_now()
    share.list.write_bytes(sound)
    updates.look_now()
    eventually(lambda: found)
    assert [type(each) for each in failed] == [UpdateListNotTrusted]


def test_where_the_policy_names_no_source_nothing_is_looked_for(share, make, here):
    updates, _, _ = make(msgspec.structs.replace(policy_of(share), update_from=""))
    updates.look_now()
    assert not here.exists() and "updates" not in {t.name for t in threading.enumerate()}
