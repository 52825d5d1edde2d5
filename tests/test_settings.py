"""The nearest settings file, the environment and the command line, in that order of strength."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck.errors import SettingsError
from citecheck.model import Verdict
from citecheck.settings import Settings, describe, resolve, trust
from citecheck.settings.files import nearest
from citecheck.settings.table import Trust


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


# ---------------------------------------------------------------- what a stranger's file may set


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with empty folders of their own."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name))
    return tmp_path / "home"


def test_every_setting_that_could_do_harm_is_the_users_own() -> None:
    """Each setting is asked for its class; a new one has to be put into one of these lists."""
    classes = {entry.name: entry.trust for entry in describe()}
    assert {name for name, trust in classes.items() if trust is Trust.OWN} == {
        *("allow_private_hosts", "allow_files"),  # open the guard
        *("browser", "render"),  # run programs
        *("cache_dir", "save_sources"),  # write elsewhere
        *("archive", "at", "timegate"),  # send URLs to others
        *("require_archived", "save_page"),
        *("metadata", "contact", "crossref", "datacite", "doi_agency"),  # send identifiers
        *("pubmed", "arxiv", "openlibrary"),
        "nli",  # loads a model
    }
    assert {name for name, trust in classes.items() if trust is Trust.BELOW} == {
        "sources",
        "baseline",
    }
    assert {name for name, trust in classes.items() if trust is Trust.OPEN} == {
        *("links", "offline", "refresh", "robots", "format", "fail_on", "uncited", "model"),
        *("strict", "sort", "only"),
    }
    for entry in describe():
        assert (entry.most is not None) is (entry.trust is Trust.BOUNDED), entry.name
        if entry.kind.option is Path:
            assert entry.trust in (Trust.OWN, Trust.BELOW), f"{entry.name} names a file"


DANGEROUS = {
    "allow-private-hosts": "true",
    "allow-files": "true",
    "browser": '"./evil.sh"',
    "render": '"always"',
    "cache-dir": '"."',
    "save-sources": '"."',
    "archive": "false",
    "at": '"brief"',
    "timegate": '"http://evil.example/"',
    "require-archived": "true",
    "save-page": '"http://evil.example/"',
    "metadata": "true",
    "contact": '"a@b.example"',
    "crossref": '"http://evil.example/"',
    "datacite": '"http://evil.example/"',
    "doi-agency": '"http://evil.example/"',
    "pubmed": '"http://evil.example/"',
    "arxiv": '"http://evil.example/"',
    "openlibrary": '"http://evil.example/"',
    "nli": '"./model"',
    "sources": '"../secret.bib"',
    "baseline": '"/etc/passwd"',
    "timeout": "100000",
    "max-bytes": "100000000000",
    "concurrency": "100000",
    "per-host": "1000",
    "delay": "100000",
    "retries": "1000",
    "nli-budget": "100000",
}


@pytest.mark.parametrize("name", DANGEROUS)
@pytest.mark.parametrize("file", ["citecheck.toml", "pyproject.toml"])
@pytest.mark.parametrize("spelling", [str, lambda name: name.replace("-", "_")])
def test_a_project_cannot_do_harm(
    home: Path, tmp_path: Path, name: str, file: str, spelling: Callable[[str], str]
) -> None:
    head = "[tool.citecheck]\n" if file == "pyproject.toml" else ""
    project = tmp_path / "project"
    (project / "briefs").mkdir(parents=True)
    (project / file).write_text(f"{head}{spelling(name)} = {DANGEROUS[name]}\nuncited = true\n")
    resolved = resolve({}, project / "briefs", {})
    key = name.replace("-", "_")
    assert getattr(resolved.values, key) == getattr(Settings(), key)
    assert resolved.origins[key] == "default"
    assert resolved.values.uncited is True
    assert name in resolved.refused
    assert str(project / file) in resolved.refused
    assert f"citecheck trust {project}" in resolved.refused


def test_every_setting_that_a_project_may_not_set_is_tried_above() -> None:
    tried = {name.replace("-", "_") for name in DANGEROUS}
    assert tried == {entry.name for entry in describe() if entry.trust is not Trust.OPEN}


def test_a_list_below_the_folder_is_honoured_and_one_behind_a_link_is_not(
    home: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "secret.bib").write_text("@misc{a}")
    (project / "list.bib").write_text("@misc{a}")
    (project / "link.bib").symlink_to(tmp_path / "secret.bib")
    for name, honoured in (("list.bib", True), ("link.bib", False)):
        (project / "citecheck.toml").write_text(f'sources = "{name}"\n')
        resolved = resolve({}, project, {})
        assert (resolved.values.sources == project / name) is honoured
        assert bool(resolved.refused) is not honoured


def test_the_users_own_file_may_all_and_a_project_overrides_the_look(
    home: Path, tmp_path: Path
) -> None:
    (home / "CONFIG" / "citecheck").mkdir(parents=True)
    own = home / "CONFIG" / "citecheck" / "citecheck.toml"
    own.write_text('cache-dir = "/own/cache"\nuncited = true\ntimeout = 500\n')
    (tmp_path / "citecheck.toml").write_text('cache-dir = "theirs"\nuncited = false\n')
    resolved = resolve({}, tmp_path, {})
    assert resolved.values.cache_dir == Path("/own/cache")
    assert resolved.values.timeout == 500
    assert resolved.values.uncited is False
    assert resolved.origins["cache_dir"] == str(own)


def test_trust_holds_for_path_and_content(home: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "citecheck.toml").write_text('browser = "./mine.sh"\n')
    file = nearest(one)
    assert file is not None
    trust.trust(file)
    assert resolve({}, one, {}).values.browser == one / "mine.sh"
    assert resolve({}, one, {}).refused == ""
    assert resolve({}, two, {}).values.browser is None
    (one / "citecheck.toml").write_text('browser = "./mine.sh"\ncache-dir = "x"\n')
    assert resolve({}, one, {}).values.browser is None
    (one / "citecheck.toml").write_text('browser = "./mine.sh"\n')
    assert resolve({}, one, {}).values.browser == one / "mine.sh"
    assert trust.distrust(file)
    assert resolve({}, one, {}).values.browser is None


@pytest.mark.parametrize(
    "content",
    ["a = " + "[" * 100_000, "timeout = " + "9" * 5000, "a = 9999-99-99", b"\xff\xfe", "x = 1e999"],
)
def test_a_broken_settings_file_is_one_line(home: Path, tmp_path: Path, content: object) -> None:
    data = content if isinstance(content, bytes) else str(content).encode()
    (tmp_path / "citecheck.toml").write_bytes(data)
    with pytest.raises(SettingsError, match=r"citecheck\.toml"):
        resolve({}, tmp_path, {})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_for_a_settings_file_is_passed_over(home: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "citecheck.toml")
    assert resolve({}, tmp_path, {}).values == Settings()
