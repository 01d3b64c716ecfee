"""What hostile code in a viewer process would try, and a process to try it in.

``python -m tests.viewer.attacks free|confined NAME TARGETS`` makes one attempt, in a process confined
as the viewer confines itself or in one that is not, and prints
``{"succeeded", "errno", "said"}``. TARGETS is JSON with the names of ``Targets``.

``python -m tests.viewer.attacks drawing main|painting TARGETS`` makes them all, one after the other,
on one of the two threads of a process that draws OFD, and prints ``{NAME: "succeeded" or why not}``.
"""

from __future__ import annotations

import ctypes
import errno
import json
import mmap
import os
import platform
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

if sys.platform != "win32":
    import fcntl
    import resource

from app.viewer import worker  # noqa: F401  # as the viewer has it loaded
from app.viewer.confinement import confine

LIBC = ctypes.CDLL(None if sys.platform != "win32" else "ucrtbase", use_errno=True)
ARM = platform.machine() == "aarch64"
LAST_WORDS = b'{"succeeded": true, "errno": 0, "said": "executed"}'


class Targets(msgspec.Struct, frozen=True):
    """Files of a clerk, a process like the desk with a secret in its memory, and its sockets."""

    home: str
    key: str
    cache: str
    pid: int
    secret_at: int
    unix: str
    abstract: str
    bus: str
    tcp: int
    udp: int


def call(number: int, *arguments: Any) -> int:
    """A call of the kernel by its number, arguments as C would pass them. Raises OSError."""
    answer = LIBC.syscall(
        ctypes.c_long(number), *(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments)
    )
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def checked(answer: int) -> int:
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


# files -----------------------------------------------------------------------------------------


def read_the_key(on: Targets) -> None:
    Path(on.key).read_bytes()


def read_the_machines_accounts(on: Targets) -> None:
    Path("/etc/passwd").read_bytes()


def read_its_own_program(on: Targets) -> None:
    Path(__file__).read_bytes()


def list_the_home(on: Targets) -> None:
    list(Path(on.home).iterdir())


def delete_the_cache(on: Targets) -> None:
    Path(on.cache).unlink()


def rename_the_cache(on: Targets) -> None:
    Path(on.cache).rename(on.cache + ".gone")


def empty_the_cache(on: Targets) -> None:
    os.close(os.open(on.cache, os.O_WRONLY | os.O_TRUNC))


def truncate_the_cache(on: Targets) -> None:
    os.truncate(on.cache, 0)


def open_the_cache_to_append(on: Targets) -> None:
    os.close(os.open(on.cache, os.O_RDWR | os.O_APPEND))


def open_the_cache_by_its_path_alone(on: Targets) -> None:
    os.close(os.open(on.cache, os.O_PATH))


def open_the_cache_to_everyone(on: Targets) -> None:
    Path(on.cache).chmod(0o777)


def create_a_file(on: Targets) -> None:
    Path(on.home, "fresh").touch()


def create_a_nameless_file(on: Targets) -> None:
    os.close(os.open(on.home, os.O_TMPFILE | os.O_WRONLY))


def create_a_folder(on: Targets) -> None:
    Path(on.home, "folder").mkdir()


def link_the_key(on: Targets) -> None:
    os.link(on.key, on.key + ".link")


def link_the_key_by_name(on: Targets) -> None:
    Path(on.home, "link").symlink_to(on.key)


def create_a_pipe_with_a_name(on: Targets) -> None:
    os.mkfifo(Path(on.home, "pipe"))


def lock_the_cache(on: Targets) -> None:
    with Path(on.cache).open("rb") as cache:
        fcntl.flock(cache, fcntl.LOCK_EX | fcntl.LOCK_NB)


def change_folder(on: Targets) -> None:
    os.chdir(on.home)


def create_memory_with_a_handle(on: Targets) -> None:
    os.close(os.memfd_create("x"))


def share_memory(on: Targets) -> None:
    call(194 if ARM else 29, 0, 4096, 0o1600)  # shmget(IPC_PRIVATE)


# processes -------------------------------------------------------------------------------------


def fork(on: Targets) -> None:
    _let_end(os.fork())


def clone_with_vfork(on: Targets) -> None:
    clone_vfork = 0x4000
    _let_end(call(220 if ARM else 56, clone_vfork | signal.SIGCHLD, 0, 0, 0, 0))


def clone3(on: Targets) -> None:
    _let_end(call(435, struct.pack("=8Q", 0, 0, 0, 0, signal.SIGCHLD, 0, 0, 0), 64))


def _let_end(child: int) -> None:
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def start_a_process(on: Targets) -> None:
    subprocess.run(["/bin/true"], check=True)


def start_a_shell(on: Targets) -> None:
    if os.system("true") != 0:  # says no errno of its own
        raise OSError(errno.EPERM, "no shell")


def spawn(on: Targets) -> None:
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)


def become_another_program(on: Targets) -> None:
    os.execv("/bin/echo", ["echo", LAST_WORDS.decode()])


def become_a_program_out_of_memory(on: Targets) -> None:
    handle = os.memfd_create("x", 0)
    os.write(handle, Path("/bin/echo").read_bytes())
    os.execve(handle, ["echo", LAST_WORDS.decode()], {})


def start_a_thread(on: Targets) -> None:
    try:
        thread = threading.Thread(target=lambda: None)
        thread.start()
        thread.join()
    except RuntimeError as error:
        raise OSError(errno.EAGAIN, str(error)) from error


def kill_the_desk(on: Targets) -> None:
    os.kill(on.pid, signal.SIGKILL)


def kill_a_thread_of_the_desk(on: Targets) -> None:
    call(131 if ARM else 234, on.pid, on.pid, signal.SIGKILL)  # tgkill


def kill_the_desk_by_a_handle(on: Targets) -> None:
    signal.pidfd_send_signal(os.pidfd_open(on.pid), signal.SIGKILL)


def have_signals_sent_to_the_desk(on: Targets) -> None:
    fcntl.fcntl(sys.stdin, fcntl.F_SETOWN, on.pid)


def trace_the_desk(on: Targets) -> None:
    seize = 0x4206
    checked(LIBC.ptrace(seize, on.pid, None, None))


def read_the_desks_memory(on: Targets) -> None:
    if _of_the_desk(LIBC.process_vm_readv, on, bytearray(6)) != b"secret":
        raise OSError(errno.EIO, "not the secret")


def write_into_the_desks_memory(on: Targets) -> None:
    _of_the_desk(LIBC.process_vm_writev, on, bytearray(b"change"))


def _of_the_desk(transfer: Any, on: Targets, held: bytearray) -> bytes:
    here = (ctypes.c_char * len(held)).from_buffer(held)
    mine = struct.pack("=QQ", ctypes.addressof(here), len(held))
    theirs = struct.pack("=QQ", on.secret_at, len(held))
    one, none = ctypes.c_ulong(1), ctypes.c_ulong(0)
    checked(transfer(on.pid, mine, one, theirs, one, none))
    del here
    return bytes(held)


def read_the_desks_memory_as_a_file(on: Targets) -> None:
    with Path(f"/proc/{on.pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(on.secret_at)
        if memory.read(6) != b"secret":
            raise OSError(errno.EIO, "not the secret")


def read_the_desks_environment(on: Targets) -> None:
    Path(f"/proc/{on.pid}/environ").read_bytes()


def read_the_desks_command(on: Targets) -> None:
    Path(f"/proc/{on.pid}/cmdline").read_bytes()


def limit_the_desk(on: Targets) -> None:
    resource.prlimit(on.pid, resource.RLIMIT_NOFILE, (5, 5))


def slow_the_desk_down(on: Targets) -> None:
    os.setpriority(os.PRIO_PROCESS, on.pid, 19)


def bind_the_desk_to_a_core(on: Targets) -> None:
    os.sched_setaffinity(on.pid, {0})


def rewrite_its_own_memory_as_a_file(on: Targets) -> None:
    Path("/proc/self/mem").open("r+b", buffering=0).close()


def outlive_the_desk(on: Targets) -> None:
    checked(LIBC.prctl(1, 0, 0, 0, 0))  # PR_SET_PDEATHSIG


def map_memory_to_execute(on: Targets) -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()


def make_memory_executable(on: Targets) -> None:
    page = mmap.mmap(-1, 4096)
    at = ctypes.addressof(ctypes.c_char.from_buffer(page))
    checked(LIBC.mprotect(ctypes.c_void_p(at), ctypes.c_size_t(4096), mmap.PROT_READ | 4))


def load_a_library(on: Targets) -> None:
    ctypes.CDLL("libutil.so.1")


# network ---------------------------------------------------------------------------------------


def connect_to_a_socket_of_the_account(on: Targets) -> None:
    socket.socket(socket.AF_UNIX).connect(on.unix)


def connect_to_an_abstract_socket(on: Targets) -> None:
    socket.socket(socket.AF_UNIX).connect("\0" + on.abstract)


def connect_to_the_session_bus(on: Targets) -> None:
    path = on.bus.split("=", 1)[1].split(",")[0]
    abstract = on.bus.startswith("unix:abstract")
    socket.socket(socket.AF_UNIX).connect("\0" + path if abstract else path)


def connect_to_the_machine_by_tcp(on: Targets) -> None:
    socket.socket().connect(("127.0.0.1", on.tcp))


def send_to_the_machine_by_udp(on: Targets) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", on.udp))


def listen(on: Targets) -> None:
    socket.create_server(("127.0.0.1", 0))


def ask_the_kernels_routes(on: Targets) -> None:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)


def make_a_pair_of_sockets(on: Targets) -> None:
    socket.socketpair()


# the kernel ------------------------------------------------------------------------------------


def make_a_user_namespace(on: Targets) -> None:
    checked(LIBC.unshare(0x10000000))


def mount(on: Targets) -> None:
    if os.geteuid() != 0:
        checked(LIBC.unshare(0x10000000))
    checked(LIBC.unshare(0x00020000))
    checked(LIBC.mount(b"none", b"/", None, 0x44000, None))  # this mount namespace for itself
    checked(LIBC.mount(b"none", on.home.encode(), b"tmpfs", 0, None))


def ask_for_a_key_of_the_kernels(on: Targets) -> None:
    call(219 if ARM else 250, 0, -3, 1)  # keyctl(KEYCTL_GET_KEYRING_ID, the session's)


def set_up_io_uring(on: Targets) -> None:
    call(425, 4, ctypes.create_string_buffer(120))


def handle_page_faults(on: Targets) -> None:
    call(282 if ARM else 323, 1)  # userfaultfd(UFFD_USER_MODE_ONLY)


def load_a_program_into_the_kernel(on: Targets) -> None:
    array = struct.pack("=IIII", 2, 4, 4, 1) + bytes(64)
    call(280 if ARM else 321, 0, array, len(array))  # bpf(BPF_MAP_CREATE)


def count_the_processors_events(on: Targets) -> None:
    clock = struct.pack("=IIQQ", 1, 112, 0, 0) + bytes(88)
    call(241 if ARM else 298, clock, 0, -1, -1, 0)  # perf_event_open


def change_its_personality(on: Targets) -> None:
    call(92 if ARM else 135, 0x0400000)  # READ_IMPLIES_EXEC


def watch_a_folder(on: Targets) -> None:
    call(26 if ARM else 294, 0)  # inotify_init1


ATTACKS: dict[str, Callable[[Targets], None]] = {
    name: attempt
    for name, attempt in list(globals().items())
    if callable(attempt)
    and getattr(attempt, "__annotations__", {}) == {"on": "Targets", "return": "None"}
}
# What these read is refused by Landlock alone: seccomp sees no paths.
BY_LANDLOCK = {
    "read_the_key", "read_the_machines_accounts", "read_its_own_program", "list_the_home",
    "read_the_desks_environment", "read_the_desks_command", "read_the_desks_memory_as_a_file",
}  # fmt: skip
# What many a machine leaves to root alone.
ROOTS_OWN = {
    "load_a_program_into_the_kernel",
    "count_the_processors_events",
    "make_a_user_namespace",
    "mount",
    "handle_page_faults",
    "set_up_io_uring",
}


def main(how: str, name: str, targets: str) -> None:
    on = msgspec.json.decode(targets, type=Targets)
    if how == "drawing":
        make_all_where_ofd_is_drawn(name, on)
    held = confine() if how == "confined" else None
    said: dict[str, object] = {"succeeded": True, "errno": 0, "said": ""}
    try:
        ATTACKS[name](on)
    except OSError as error:
        said = {"succeeded": False, "errno": error.errno, "said": str(error)}
    os.write(1, json.dumps(said).encode())
    del held
    os._exit(0)


def make_all_where_ofd_is_drawn(thread: str, on: Targets) -> None:
    from app.viewer.ofd.qt import painting_threads, prepare_drawing

    prepare_drawing()
    held = confine()
    done, said = threading.Event(), {}

    def make_all() -> None:
        for name, attempt in ATTACKS.items():
            try:
                attempt(on)
                said[name] = "succeeded"
            except OSError as error:
                said[name] = str(error)
        done.set()

    if thread == "painting":
        painting_threads().start(make_all)
        done.wait()
    else:
        make_all()
    os.write(1, json.dumps(said).encode())
    del held
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
