"""Variables of an account that say what is loaded, who is trusted and what the time is: taken away
before a library is loaded that heeds them."""

from __future__ import annotations

import os
import sys

# OpenSSL's configuration names libraries to load; who signs a centre's certificate is the system's
# to say, or the policy's.
OF_OPENSSL = (
    "OPENSSL_CONF",
    "OPENSSL_CONF_INCLUDE",
    "OPENSSL_ENGINES",
    "OPENSSL_MODULES",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
)
# Where Shanghai's time is told; zoneinfo asks also in a Python that heeds no variable.
OF_PYTHON = ("PYTHONTZPATH",)
# A generic plugin of Qt's may listen on a port, for touches.
OF_QT: tuple[str, ...] = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_GENERIC_PLUGINS")
if sys.platform == "linux":  # Windows' bundle says there where its own are
    OF_QT += ("QT_PLUGIN_PATH",)


def take_away() -> None:
    for name in (*OF_OPENSSL, *OF_PYTHON, *OF_QT):
        os.environ.pop(name, None)
