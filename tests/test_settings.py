"""The nearest settings file, the environment and the command line, in that order of strength."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.errors import SettingsError
from citecheck.model import Verdict
from citecheck.settings import resolve


def test_each_place_is_stronger_than_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "citecheck.toml").write_text("timeout = 5\nretries = 4\nper-host = 3\n")
    environment = {"CITECHECK_RETRIES": "5", "CITECHECK_PER_HOST": "6", "OTHER": "1"}
    resolved = resolve({"per_host": 7, "concurrency": None}, tmp_path, environment)
    values = resolved.values
    assert (values.timeout, values.retries, values.per_host, values.concurrency) == (5, 5, 7, 40)
    assert resolved.origins["timeout"] == str(tmp_path / "citecheck.toml")
    assert resolved.origins["retries"] == "CITECHECK_RETRIES"
    assert resolved.origins["per_host"] == "command line"
    assert resolved.origins["concurrency"] == "default"


def test_the_nearest_file_upward_counts_and_paths_are_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.citecheck]\nsources = "list.bib"\n')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    assert resolve({}, tmp_path / "a", {}).values.sources == tmp_path / "list.bib"


@pytest.mark.parametrize("value", ["none", "contradicted, not-supported"])
def test_fail_on(tmp_path: Path, value: str) -> None:
    expected = set() if value == "none" else {Verdict.CONTRADICTED, Verdict.NOT_SUPPORTED}
    assert resolve({"fail_on": value}, tmp_path, {}).values.fail_on == expected


@pytest.mark.parametrize(
    ("file", "environment", "words"),
    [
        ("timout = 5", {}, ["citecheck.toml", "timout", "timeout"]),
        ("timeout = 'soon'", {}, ["citecheck.toml", "timeout", "soon"]),
        ("timeout = ", {}, ["citecheck.toml", "TOML"]),
        ("", {"CITECHECK_TIMEOUT": "nan"}, ["CITECHECK_TIMEOUT", "nan"]),
        ("", {"CITECHECK_RETRIES": "-1"}, ["CITECHECK_RETRIES", "at least 0"]),
        ("", {"CITECHECK_OFFLINE": "perhaps"}, ["CITECHECK_OFFLINE", "true or false"]),
        ("fail-on = ['wrong']", {}, ["wrong", "contradicted"]),
        ("offline = true\nrefresh = true", {}, ["offline", "refresh"]),
    ],
)
def test_a_senseless_setting_is_named(
    tmp_path: Path, file: str, environment: dict[str, str], words: list[str]
) -> None:
    (tmp_path / "citecheck.toml").write_text(file)
    with pytest.raises(SettingsError) as caught:
        resolve({}, tmp_path, environment)
    assert all(word in str(caught.value) for word in words)
    assert "\n" not in str(caught.value)
