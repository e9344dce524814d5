"""What a server is given at its start."""

import os
import subprocess
import sys

import pytest

from tests.processes import ROOT


def started_with(**env: str) -> subprocess.CompletedProcess[str]:
    """A server that does not get as far as to serve."""
    return subprocess.run(
        [sys.executable, "server.py"],
        cwd=ROOT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_document_that_is_no_good_stops_the_start_with_its_name(tmp_path):
    (tmp_path / "viewer.graphql").write_text("{ viewr { email } }")

    ended = started_with(DOCUMENTS_FOLDER=str(tmp_path))

    [line] = ended.stderr.splitlines()
    assert ended.returncode == 1
    assert line.startswith(f"mentorgraph: DOCUMENTS_FOLDER: {tmp_path / 'viewer.graphql'}: ")
    assert "Cannot query field 'viewr'" in line


@pytest.mark.parametrize("folder", ["", "/nothing/here"])
def test_only_trusted_documents_need_some(folder):
    ended = started_with(ONLY_TRUSTED_DOCUMENTS="true", DOCUMENTS_FOLDER=folder)

    assert ended.returncode == 1
    assert "DOCUMENTS_FOLDER" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
