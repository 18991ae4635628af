"""The corpus that Rust, Python and Node run, and the shared scenarios where they are at hand."""

import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, shared
from scenario import Runner, read

CORPUS = sorted((ROOT / "core/engine/conformance").glob("*.yaml"))
COUNTS = dict(re.findall(r"const (\w+): usize = (\d+);", (ROOT / "core/insight/tests/conformance.rs").read_text()))
"""How many there are, as the test in Rust has it."""
SHARED_FOLDER = shared("data/scenarios")
SHARED = sorted(SHARED_FOLDER.glob("*.yaml")) if SHARED_FOLDER else []


def test_the_corpus_is_whole():
    assert len(CORPUS) == int(COUNTS["CORPUS"])


@pytest.mark.skipif(SHARED_FOLDER is None, reason="no ../shared/data/scenarios; set FOLLOWTHROUGH_SHARED to run them")
def test_the_shared_scenarios_are_whole():
    assert len(SHARED) == int(COUNTS["SHARED"])


@pytest.mark.parametrize("path", CORPUS + SHARED, ids=lambda path: path.stem)
def test_scenario(path: Path, command_line: Path):
    runner = Runner(read(path.read_text(encoding="utf-8")))
    runner.run()
    assert runner.checked > 0, "expects nothing"
    replayed = subprocess.run([command_line, "replay", path], capture_output=True, check=True).stdout
    assert "".join(line + "\n" for line in runner.lines).encode() == replayed
