import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = [*sorted((ROOT / "scripts").iterdir()), ROOT / ".ci" / "run"]
PYTHON = f"{sys.base_prefix}/bin"
INSTALLING = "Installing the packages of requirements.lock into .venv\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of `scripts/setup` beside locks that ask for nothing."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup", tmp_path / "scripts")
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    (tmp_path / "requirements-dev.lock").write_text("# nothing either\n")
    return tmp_path


def setup(checkout: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [checkout / "scripts" / "setup"],
        cwd="/",
        env={"PATH": f"{PYTHON}:/usr/bin:/bin", "HOME": str(checkout)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def said(running: subprocess.Popen[str]) -> str:
    with running:
        _, errors = running.communicate(timeout=60)
    assert running.returncode == 0
    return errors


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_bash_that_stops_at_the_first_failure(script: Path) -> None:
    lines = script.read_text().splitlines()

    checked = subprocess.run(["bash", "-n", script], capture_output=True, timeout=10)

    assert (lines[0], lines[2]) == ("#!/usr/bin/env bash", "set -euo pipefail")
    assert os.access(script, os.X_OK)
    assert (checked.returncode, checked.stderr) == (0, b"")


def test_setup_installs_only_what_changed(checkout: Path) -> None:
    first, second = said(setup(checkout)), said(setup(checkout))
    (checkout / "requirements.lock").write_text("# still nothing\n")

    third = said(setup(checkout))

    assert (first, second, third) == (INSTALLING, "", INSTALLING)


def test_setups_at_the_same_time_install_once(checkout: Path) -> None:
    both = setup(checkout), setup(checkout)

    first, second = said(both[0]), said(both[1])

    assert sorted((first, second)) == ["", INSTALLING]


def test_a_killed_setup_is_begun_again(checkout: Path) -> None:
    with setup(checkout) as killed:
        while not (checkout / ".venv" / "bin" / "python").exists():
            time.sleep(0.01)
        os.killpg(killed.pid, signal.SIGKILL)

    again = said(setup(checkout))

    assert again == INSTALLING
    assert (checkout / ".venv" / "requirements.lock").read_text() == "# nothing\n"


def test_setup_says_which_python_it_needs(checkout: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("bash", "dirname", "cmp"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    (tools / "python3").symlink_to("/bin/false")

    tried = subprocess.run(
        [checkout / "scripts" / "setup"],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        timeout=10,
    )

    assert tried.returncode == 1
    assert tried.stderr == (
        "mentorgraph: Python 3.11 or newer is needed; install it with your package manager\n"
    )
