"""A machine the centre has revoked: all clerks' cases go, whatever is the matter with the keyring."""

import stat

import keyring
import pytest

from app.account import erase
from app.account.keyring import SERVICE
from app.central.errors import DeviceRevoked
from app.machine.policy import Policy
from tests.support.keyrings import killed_keyring, locked_keyring, no_keyring, silent_keyring
from tests.support.programs import python
from tests.support.waiting import at_once, eventually

ILL = [locked_keyring, killed_keyring, silent_keyring, no_keyring]


@pytest.fixture
def shared(own_centre, centre, make_desk):
    """A machine of three clerks of one centre, the last of whom sits there, and one of another."""
    here = make_desk(centre.url)
    here.account.sign_in(**centre.clerks[0])
    here.close()
    for clerk in own_centre.clerks[1:3]:
        here = make_desk(own_centre.url)
        here.account.sign_in(**clerk)
        here.close()
    last = make_desk(own_centre.url)
    last.account.sign_in(**own_centre.clerks[0])
    last.begin()
    eventually(last.cases.has_pulled)
    return last


def stems(desk):
    """The caches that are there, or anything of them."""
    return {path.name.split(".")[0] for path in desk.machine.places.caches.iterdir()}


def stem(desk, where, clerk):
    return desk.machine.places.cache_of(where.url, clerk["username"]).stem


def signed_in_and_out(desk, where):
    desk.account.sign_in(**where.clerks[0])
    desk.close()
    return True


def revoked(desk, own_centre):
    """Hears of it by the loop, as a desk does, and erases as the window does."""
    own_centre.say("revoke on")
    said = []
    desk.on_status = lambda status: said.append(status.state)
    desk.centre.sync_now()
    eventually(lambda: "revoked" in said)
    desk.account.erase()


def test_all_clerks_of_that_centre_and_nobody_of_another_are_erased(shared, own_centre, centre):
    folder = shared.machine.places.caches
    gone = {stem(shared, own_centre, clerk) for clerk in own_centre.clerks[:3]}
    other = stem(shared, centre, centre.clerks[0])
    assert stems(shared) == gone | {other}
    first = sorted(gone)[0]
    aside = folder / f"{first}.aside-20260101000000"
    aside.mkdir()
    (aside / f"{first}.db").write_bytes(b"x")
    (aside / f"{first}.key").write_bytes(b"x")
    (folder / f"{first}.damaged-20260101000000").write_bytes(b"x")
    revoked(shared, own_centre)
    assert stems(shared) == {other}
    for erased in gone:
        for what in ("cache", "refresh"):
            assert keyring.get_password(SERVICE, f"{erased}|{what}") is None
    assert keyring.get_password(SERVICE, f"{other}|cache")


@pytest.mark.parametrize("ill", ILL)
def test_the_files_and_their_half_of_the_key_go_though_the_keyring_does_not_answer(
    shared, own_centre, centre, make_desk, ill
):
    other = stem(shared, centre, centre.clerks[0])
    with ill():
        with at_once(15):
            revoked(shared, own_centre)
        left = [
            p.name for p in shared.machine.places.caches.iterdir() if not p.name.startswith(other)
        ]
        assert [name for name in left if not name.endswith(erase.PENDING)] == []
    # once the keyring is back, whoever signs in next, anywhere, has its half taken out
    eventually(
        lambda: signed_in_and_out(make_desk(centre.url), centre) and stems(shared) == {other}
    )
    for clerk in own_centre.clerks[:3]:
        entry = f"{stem(shared, own_centre, clerk)}|cache"
        assert keyring.get_password(SERVICE, entry) is None


@pytest.mark.parametrize("ill", [locked_keyring, killed_keyring, no_keyring])
def test_a_machine_revoked_while_it_was_off_is_erased_though_the_keyring_is_locked(
    shared, own_centre, centre, make_desk, ill
):
    shared.close()
    own = stem(shared, own_centre, own_centre.clerks[0])
    centre_s = (shared.machine.places.caches / f"{own}{erase.MARKER}").read_text()
    own_centre.say("revoke on")
    with ill():
        with pytest.raises(DeviceRevoked):
            make_desk(own_centre.url).account.sign_in(**own_centre.clerks[0])
        names = {path.name for path in shared.machine.places.caches.iterdir()}
        other = stem(shared, centre, centre.clerks[0])
        assert {name for name in names if not name.startswith(other)} <= {
            f"{centre_s}{erase.PENDING}"
        }


@pytest.mark.linux("a process kills itself")
def test_killed_in_the_middle_it_goes_on_at_the_next_start(shared, own_centre, centre, make_desk):
    """Killed between the keys and the caches."""
    shared.close()
    folder, own = shared.machine.places.caches, stem(shared, own_centre, own_centre.clerks[0])
    killed = python(
        "-c",
        f"""
import os, signal, shutil
from pathlib import Path
from app.account import erase
real = Path.unlink
def dying(path, **how):
    if path.suffix == ".db": os.kill(os.getpid(), signal.SIGKILL)
    return real(path, **how)
Path.unlink = dying
erase.erase_centre(Path({str(folder)!r}), {own_centre.url!r}, {own!r}, False)
""",
    )
    assert killed.returncode == -9
    assert list(folder.glob("*.db")) and not list(folder.glob(f"{own}.key"))
    make_desk(own_centre.url)
    other = stem(shared, centre, centre.clerks[0])
    assert {s for s in stems(shared) if list(folder.glob(f"{s}.db"))} == {other}


def test_who_signs_in_after_an_erasure_that_was_not_finished_keeps_what_they_save(
    shared, own_centre, make_desk
):
    with locked_keyring():
        revoked(shared, own_centre)
    own_centre.say("revoke off")
    again = make_desk(own_centre.url)
    again.account.sign_in(**own_centre.clerks[0])
    again.close()
    third = make_desk(own_centre.url)
    third.account.sign_in(**own_centre.clerks[0])
    assert third.account.clerk is not None
    third.close()
    own_centre.say("cut")
    make_desk(own_centre.url).account.sign_in(**own_centre.clerks[0])  # its key is there, offline


@pytest.mark.linux("on Windows what is open goes at the next start")
def test_a_second_desk_that_has_a_cache_open_keeps_nothing_from_going(
    shared, own_centre, centre, make_desk
):
    second = make_desk(own_centre.url)
    second.account.sign_in(**own_centre.clerks[1])
    revoked(shared, own_centre)
    assert stems(shared) == {stem(shared, centre, centre.clerks[0])}
    second.close()
    assert stems(shared) == {stem(shared, centre, centre.clerks[0])}


def without_markers(desk):
    for marker in desk.machine.places.caches.glob(f"*{erase.MARKER}"):
        marker.unlink()


@pytest.mark.parametrize(
    ("policy_names_it", "left"),
    [(True, 0), (False, 3)],
    ids=["the machine's own centre", "a rehearsal at a practice centre"],
)
def test_caches_from_before_there_were_markers_go_with_the_machine_s_own_centre(
    shared, own_centre, policy_names_it, left
):
    """A rehearsal takes the clerk's own, and no real cases."""
    if policy_names_it:
        shared.close()
        shared.machine.policy = Policy(centre_url=own_centre.url)
        shared.account.sign_in(**own_centre.clerks[0])
        shared.begin()
    without_markers(shared)
    revoked(shared, own_centre)
    assert len(stems(shared)) == left


def test_a_key_sealed_under_the_keyring_s_name_of_before_still_opens(shared, own_centre, make_desk):
    clerk = own_centre.clerks[0]
    shared.close()
    own = stem(shared, own_centre, clerk)
    earlier = f"{own_centre.url}|{clerk['username']}|cache"
    keyring.set_password(SERVICE, earlier, keyring.get_password(SERVICE, f"{own}|cache"))
    keyring.delete_password(SERVICE, f"{own}|cache")
    own_centre.say("cut")
    make_desk(own_centre.url).account.sign_in(**clerk)
    assert keyring.get_password(SERVICE, earlier) is None
    assert keyring.get_password(SERVICE, f"{own}|cache")


@pytest.mark.linux("Windows has no modes")
def test_the_folder_of_the_caches_is_its_owner_s_alone(tmp_path):
    cache = tmp_path / "caches" / f"{'ab' * 12}.db"
    erase.note_centre(cache, "https://centre.example")
    assert stat.S_IMODE(cache.parent.stat().st_mode) == 0o700
