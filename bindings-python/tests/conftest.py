"""What several tests need."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared(folder: str) -> Path | None:
    """A folder of the shared data: beside the workspace, else under FOLLOWTHROUGH_SHARED."""
    roots = [ROOT.parent / "shared"]
    if named := os.environ.get("FOLLOWTHROUGH_SHARED"):
        roots.append(Path(named))
    return next((root / folder for root in roots if (root / folder).is_dir()), None)


def built(name: str) -> Path:
    """A program of the workspace. Cargo says whether what is there is fresh."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    profile = "release" if (target / "release" / name).is_file() else "debug"
    # Without -p, as the tests in Rust are built: other features would build everything once more.
    command = ["cargo", "build", "--quiet", "--locked", "--bin", name]
    subprocess.run(command + (["--release"] if profile == "release" else []), cwd=ROOT, check=True)
    return target / profile / name


@pytest.fixture(scope="session")
def command_line() -> Path:
    return built("followthrough")
