"""The quickstart prints the same bytes in Python and in Rust."""

import subprocess
import sys

from conftest import ROOT, built


def test_the_quickstart_prints_what_rust_prints():
    python = [sys.executable, ROOT / "examples/quickstart/quickstart.py"]
    printed = subprocess.run(python, capture_output=True, check=True).stdout
    assert printed.count(b"\n") == 4
    assert printed == subprocess.run([built("quickstart")], capture_output=True, check=True).stdout
