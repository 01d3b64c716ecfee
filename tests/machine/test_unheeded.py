"""No variable of an account has a library load, trust or reckon by what the account says."""

import json
import os
import subprocess
import sys
from importlib.resources import files

import pytest

from tests.support.programs import ROOT, python

# By which OpenSSL would load the account's library as well; this shows in every process.
CONFIGURATION = """
openssl_conf = all
[all]
alg_section = algorithms
[algorithms]
default_properties = fips=yes
"""
LOOK = "from PySide6.QtWidgets import QApplication; QApplication([]); print(open('/proc/self/maps').read())"


def said_by(code, **variables):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **variables},
    ).stdout


def test_openssl_is_as_the_system_has_it(tmp_path):
    planted = tmp_path / "openssl.cnf"
    planted.write_text(CONFIGURATION)
    hashed = "import _hashlib; print(_hashlib.openssl_sha256(b'').hexdigest()[:4])"
    said = [said_by(first + hashed, OPENSSL_CONF=str(planted)) for first in ("", "import main; ")]
    assert said == ["", "e3b0\n"]
    done = python(
        "main.py", "doctor", "--json", OPENSSL_CONF=str(planted), JIANJIAN_HOME=str(tmp_path)
    )
    assert json.loads(done.stdout)["points"], done.stderr


@pytest.mark.parametrize(
    ("variable", "path"), [("SSL_CERT_FILE", "cafile"), ("SSL_CERT_DIR", "capath")]
)
def test_no_authority_is_trusted_because_an_account_says_so(variable, path, tmp_path):
    planted = tmp_path / "planted"
    planted.mkdir() if variable.endswith("DIR") else planted.touch()
    asked = f"import ssl; print(ssl.get_default_verify_paths().{path})"
    said = [said_by(first + asked, **{variable: str(planted)}) for first in ("", "import main; ")]
    assert said == [f"{planted}\n", said_by("import main; " + asked)]


def test_the_day_is_shanghai_s_whatever_zone_is_planted(tmp_path):
    planted = tmp_path / "Asia/Shanghai"
    planted.parent.mkdir()
    planted.write_bytes(files("tzdata").joinpath("zoneinfo/UTC").read_bytes())
    asked = "from app.cases.model import SHANGHAI as s; from datetime import datetime as d; print(d.now(s).utcoffset())"
    said = [said_by(first + asked, PYTHONTZPATH=str(tmp_path)) for first in ("", "import main; ")]
    assert said == ["0:00:00\n", "8:00:00\n"]


def test_a_plugin_that_listens_for_touches_on_a_port_is_not_loaded():
    loaded = [
        said_by(first + LOOK, QT_QPA_GENERIC_PLUGINS="tuiotouch") for first in ("", "import main; ")
    ]
    assert ["tuiotouch" in maps for maps in loaded] == [True, False]


@pytest.mark.parametrize("variable", ["QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"])
def test_no_plugin_is_looked_for_where_an_account_says(variable, tmp_path):
    planted = tmp_path / "planted"
    planted.mkdir()
    said = python(
        "main.py", "doctor", "--json", QT_DEBUG_PLUGINS="1", QT_QPA_PLATFORM="offscreen",
        JIANJIAN_HOME=str(tmp_path / "home"), **{variable: str(planted)},
    ).stderr  # fmt: skip
    assert "qoffscreen" in said and str(planted) not in said
