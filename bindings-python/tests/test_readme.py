"""The tables of README.md are the package: every name there is, and no other."""

import re
from pathlib import Path

import pytest

import followthrough

README = Path(__file__).resolve().parents[1] / "README.md"
INHERITED = set(dir(ValueError))


def test_the_tables_name_everything_there_is():
    named = re.findall(r"^\| `([A-Za-z_.]+)[^`]*` \|", README.read_text().split("## Everything there is")[1], re.M)
    assert len(named) == len(set(named))
    there = set(followthrough.__all__)
    for name in followthrough.__all__:
        if isinstance(made := getattr(followthrough, name), type):
            there |= {f"{name}.{own}" for own in dir(made) if not own.startswith("_") and own not in INHERITED}
    assert set(named) == there


def test_an_error_has_what_the_page_says():
    with pytest.raises(followthrough.FollowthroughError) as refused:
        followthrough.Playbook.from_yaml("")
    said = README.read_text().split("## Errors")[1].split("##")[0]
    assert {name for name in vars(refused.value) if f"`{name}`" not in said} == set()
