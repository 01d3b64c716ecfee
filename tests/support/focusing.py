"""Gives the keys to the window that was opened last, as a window manager does."""

from __future__ import annotations

import ctypes
import sys
from ctypes import POINTER, Structure, Union, byref, c_char_p, c_int, c_long, c_ulong, c_void_p

MAPPED, UNMAPPED, DESTROYED = 19, 18, 17
SUBSTRUCTURE = 1 << 19
TO_PARENT = 2


class _Event(Structure):
    """What XMapEvent, XUnmapEvent and XDestroyWindowEvent begin with."""

    _fields_ = (
        ("type", c_int), ("serial", c_ulong), ("sent", c_int), ("display", c_void_p),
        ("parent", c_ulong), ("window", c_ulong), ("unmanaged", c_int),
    )  # fmt: skip


class _AnyEvent(Union):
    _fields_ = (("event", _Event), ("room", c_long * 24))


def follow(display_name: str) -> None:
    """Until the screen goes."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype, x.XOpenDisplay.argtypes = c_void_p, (c_char_p,)
    x.XDefaultRootWindow.restype, x.XDefaultRootWindow.argtypes = c_ulong, (c_void_p,)
    x.XSelectInput.argtypes = (c_void_p, c_ulong, c_long)
    x.XNextEvent.argtypes = (c_void_p, POINTER(_AnyEvent))
    x.XSetInputFocus.argtypes = (c_void_p, c_ulong, c_int, c_ulong)
    refused = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)(lambda _display, _error: 0)
    x.XSetErrorHandler(refused)  # a window may have gone meanwhile
    display = x.XOpenDisplay(display_name.encode())
    x.XSelectInput(display, x.XDefaultRootWindow(display), SUBSTRUCTURE)
    windows: list[int] = []
    any_event = _AnyEvent()
    while True:
        x.XNextEvent(display, byref(any_event))
        event = any_event.event
        if event.type == MAPPED and not event.unmanaged:
            windows.append(event.window)
        elif event.type in (UNMAPPED, DESTROYED) and event.window in windows:
            windows.remove(event.window)
        else:
            continue
        if windows:
            x.XSetInputFocus(display, windows[-1], TO_PARENT, 0)


if __name__ == "__main__":
    follow(sys.argv[1])
