"""The tour's stories: a clerk's whole day, on both platforms a machine without a screen has, a whole
shop, and what else becomes of cases."""

import os
import shutil
import subprocess

import pytest

from app.reader import READING_VARIABLE
from tests.support.programs import python

SIGNED_IN_STEPS = ("proposed", "to-sign", "signing", "approval-form")
EACH_KINDS = ("准予行政许可决定书", "登记通知书", "备案回执", "办结通知书")


@pytest.mark.parametrize(
    ("platform", "language", "theme", "hands"),
    [("offscreen", "zh", "light", "keyboard"), ("xcb", "en", "dark", "mouse")],
)
def test_the_day_ends_with_the_centre_holding_what_the_clerk_did(
    tmp_path, platform, language, theme, hands
):
    environment = {"QT_QPA_PLATFORM": platform, READING_VARIABLE: "first"}
    screen = None
    if platform == "xcb":
        if not shutil.which("Xvfb"):
            pytest.fail("Xvfb is missing: run make setup")
        reading, writing = os.pipe()
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        environment["DISPLAY"] = f":{os.read(reading, 16).decode().strip()}"
    try:
        day = python(
            "main.py", "tour", "--out", str(tmp_path), "--language", language, "--theme", theme,
            "--hands", hands,
            **environment,
        )  # fmt: skip
    finally:
        if screen is not None:
            screen.terminate()
            screen.wait()
    assert day.returncode == 0, day.stdout + day.stderr[-3000:]
    assert "0 differ" in day.stdout
    held = [line for line in day.stdout.splitlines() if line.startswith("✓")]
    assert [title for title in EACH_KINDS if not any(title in line for line in held)] == []
    assert "This plugin does not support" not in day.stderr
    assert len(list(tmp_path.glob("*.png"))) >= 15


def test_a_whole_shop_is_opened_from_five_desks_until_every_licence_is_delivered(tmp_path):
    shop = python(
        "main.py", "tour", "--story", "shop", "--hands", "mouse", "--out", str(tmp_path),
        QT_QPA_PLATFORM="offscreen",
    )  # fmt: skip
    assert shop.returncode == 0, shop.stdout + shop.stderr[-3000:]
    assert "5 of 5 licences are out, 0 differ" in shop.stdout
    taken = {path.stem[3:] for path in tmp_path.glob("*.png")}
    steps = {f"fire-safety-inspection-{step}" for step in SIGNED_IN_STEPS}
    assert steps - taken == set()


def test_a_case_is_withdrawn_one_ended_and_one_revoked_put_right_sent_again_and_put_away(tmp_path):
    life = python(
        "main.py", "tour", "--story", "life", "--out", str(tmp_path),
        QT_QPA_PLATFORM="offscreen",
    )  # fmt: skip
    assert life.returncode == 0, life.stdout + life.stderr[-3000:]
    assert "5 expectations, 0 differ" in life.stdout
    assert any(path.stem.endswith("volume") for path in tmp_path.glob("*.png"))
