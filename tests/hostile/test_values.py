"""Values that strangers wrote: dates, numbers, charsets, YAML, surrogates, addresses, URLs."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from citecheck.outside import charsets, dates, numbers, texts, yaml
from citecheck.reports.sanitise import json_text, without_commands
from citecheck.sources.addresses import is_public
from citecheck.sources.urls import canonical_url


@pytest.mark.parametrize(
    "text",
    [
        *("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "2024-02-30", "²024-01-01", ""),
        *("2024-01-01T99:00", "99999-01-01", "\0", "x" * 100_000, None, 5),
    ],
)
def test_a_date_that_makes_no_sense_is_none(text: object) -> None:
    assert dates.from_iso(text) is None
    assert dates.from_http(text) is None


def test_dates_are_in_utc() -> None:
    noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert dates.from_iso(" 2024-05-01T14:00+02:00") == noon
    assert dates.from_iso("2024-05-01T12:00") == noon
    assert dates.from_http("Wed, 01 May 2024 12:00:00 GMT") == noon
    assert dates.from_http("Fri, 31 Dec 9999 23:59:59 -1200") is None
    assert dates.from_epoch(float("inf")) is None
    assert dates.from_epoch(1e30) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("²", None), ("٣", None), ("9" * 5000, 10**18), ("-1", None), ("1e3", None)],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert numbers.whole(text) == number


@pytest.mark.parametrize("value", ["nan", float("nan"), "x", None, -3])
def test_a_wait_that_makes_no_sense_is_none(value: object) -> None:
    assert numbers.seconds(value, 10) == 0
    assert numbers.seconds("inf", 10) == 10
    assert numbers.seconds(10**400, 10) == 0


@pytest.mark.parametrize(
    "label",
    [
        *"undefined unicode_escape raw_unicode_escape utf-7 idna punycode rot13 zlib hex".split(),
        *("nothing", "mbcs", "utf-8\0", "x" * 10_000, "a/../b", ""),
    ],
)
def test_a_charset_that_is_none_of_text_is_none(label: str) -> None:
    assert charsets.codec_of(label) is None


def test_every_charset_of_the_table_decodes_whatever_comes() -> None:
    for name in charsets._TEXT:
        assert charsets.codec_of(name), name
        bytes(range(256)).decode(name, "replace")


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [1, 2]\nb: *a",
        "&a [*a]",
        "a: &x {<<: *x}",
        "[" * 100_000,
        "? [a]\n: {[]: 1}",
        "!!python/object/apply:os.system [id]",
        "a: " + "9" * 5000,
        "\0",
        "- [",
    ],
)
def test_yaml_that_would_do_harm_is_refused_in_a_line(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        yaml.load(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_dates_in_yaml_are_texts() -> None:
    assert yaml.load("a: 2024-13-45\nb: [2024-01-01]") == {"a": "2024-13-45", "b": ["2024-01-01"]}


def test_surrogates_are_joined_or_replaced() -> None:
    assert texts.whole("a\ud83d\ude00b\udc80") == "a😀b�"
    assert texts.whole("ü😀") == "ü😀"


def test_json_shows_nothing_that_is_not_there_and_says_the_same() -> None:
    value = {"a": "x\u202ey\x9bz\u200b\ufeff\udc80\U000e0041 ü 😀 \x1b[31m"}
    written = json_text(value)
    assert json.loads(written) == value
    assert all(sign.isprintable() for sign in written)
    assert "ü 😀" in written


def test_indented_json_is_that_of_the_library_and_takes_its_arrays_one_by_one() -> None:
    value = {"a": [], "b": {}, "c": [1, 2.5, None, True, [[]], {"ü": 'x "y"\n'}]}
    for part in (value, [], {}, "x", 5, [value]):
        assert json_text(part, indent=1) == json.dumps(part, ensure_ascii=False, indent=1)
    lazy = {"a": iter([]), "b": iter([1, 2])}
    assert json_text(lazy, indent=1) == json.dumps({"a": [], "b": [1, 2]}, indent=1)


def test_no_line_is_a_workflow_command() -> None:
    text = "::error::x\n  ::set-env name=a::b\na ##[error] b\n\x1b[1m::debug::\na :: b\n"
    safe = without_commands(text)
    assert not any(line.strip("\x1b[1m ").startswith("::") for line in safe.splitlines())
    assert "##[" not in safe
    assert safe.endswith("a :: b\n")


# ---------------------------------------------------------------- addresses

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16
169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.9 192.0.0.170 192.0.2.1
192.31.196.1 192.52.193.1 192.88.99.1 192.168.1.1 192.175.48.1 198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::2 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1
64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:0:7f00:1::1 2001:2::1 2001:10::1
2001:20::1 2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 5f00::1 2620:4f:8000::1 fc00::1
fd00:ec2::254 fd12::1 fe80::1 fe80::1%eth0 fec0::1 feff::1 ff02::1 4000::1 8000::1 1::1
2a00:1450:0:0:0:5efe:7f00:1 2a00:1450:0:0:200:5efe:a00:1
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    "8.8.8.8 1.1.1.1 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 223.255.255.255"
    " 2001:4860:4860::8888 2606:4700::1111 2a00:1450::1 64:ff9b::808:808 ::ffff:8.8.8.8".split(),
)
def test_other_addresses_are_public(address: str) -> None:
    assert is_public(address)


# ---------------------------------------------------------------- identity of URLs


@pytest.mark.parametrize(
    "name", ["pk_id", "hsa_member", "mtm_x", "utm_zone", "matomo_page", "gclidx"]
)
def test_a_parameter_that_only_begins_like_a_tracking_one_stays(name: str) -> None:
    assert canonical_url(f"https://e.org/a?{name}=7") == f"https://e.org/a?{name}=7"


@pytest.mark.parametrize(
    "name", ["utm_source", "UTM_Medium", "mtm_cid", "pk_kwd", "hsa_acc", "gclid"]
)
def test_documented_tracking_parameters_go(name: str) -> None:
    assert canonical_url(f"https://e.org/a?b=1&{name}=7") == "https://e.org/a?b=1"
