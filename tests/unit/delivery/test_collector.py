"""Files that are collected from endpoints."""

import os
from pathlib import Path

import pytest

from almandine.delivery.collector import EndpointCollector
from almandine.engine.imports.intake import Source
from almandine.engine.ports import CollectFailed, Offer
from unit.delivery.directories import office

VENDOR = Source("vendor")


@pytest.fixture
def collector(tmp_path: Path) -> EndpointCollector:
    (tmp_path / "vendor").mkdir()
    return EndpointCollector(office({"vendor": tmp_path / "vendor"}))


def offered(collector: EndpointCollector) -> Offer:
    (offer,) = collector.list(VENDOR)
    return offer


def test_files_are_offered_by_name_and_links_and_hidden_ones_are_not(
    collector: EndpointCollector, tmp_path: Path
) -> None:
    for name in ("b.mrc", "a.mrc", ".hidden"):
        (tmp_path / "vendor" / name).write_bytes(b"12345")
        os.utime(tmp_path / "vendor" / name, (0, 0))
    (tmp_path / "vendor" / "link").symlink_to(tmp_path / "vendor" / "a.mrc")
    (tmp_path / "vendor" / "folder").mkdir()
    then = "1970-01-01T00:00:00.000000+00:00"
    assert collector.list(VENDOR) == [Offer("a.mrc", 5, then), Offer("b.mrc", 5, then)]


def test_a_file_is_fetched_whole(collector: EndpointCollector, tmp_path: Path) -> None:
    (tmp_path / "vendor" / "a.mrc").write_bytes(b"12345")
    collector.fetch(VENDOR, offered(collector), tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"12345"


def test_a_file_that_grew_is_not_taken(
    collector: EndpointCollector, tmp_path: Path
) -> None:
    (tmp_path / "vendor" / "a.mrc").write_bytes(b"12345")
    offer = offered(collector)
    (tmp_path / "vendor" / "a.mrc").write_bytes(b"123456")
    with pytest.raises(CollectFailed, match="changed while it was read"):
        collector.fetch(VENDOR, offer, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_file_that_vanished_is_told(
    collector: EndpointCollector, tmp_path: Path
) -> None:
    (tmp_path / "vendor" / "a.mrc").write_bytes(b"12345")
    offer = offered(collector)
    (tmp_path / "vendor" / "a.mrc").unlink()
    with pytest.raises(CollectFailed, match="is not there any more"):
        collector.fetch(VENDOR, offer, tmp_path / "copy")


def test_a_link_in_place_of_an_offered_file_is_not_followed(
    collector: EndpointCollector, tmp_path: Path
) -> None:
    (tmp_path / "vendor" / "a.mrc").write_bytes(b"12345")
    offer = offered(collector)
    (tmp_path / "secret").write_bytes(b"12345")
    (tmp_path / "vendor" / "a.mrc").unlink()
    (tmp_path / "vendor" / "a.mrc").symlink_to(tmp_path / "secret")
    with pytest.raises(CollectFailed):
        collector.fetch(VENDOR, offer, tmp_path / "copy")


@pytest.mark.parametrize(
    "source", [Source("nowhere"), Source("vendor", ".."), Source("vendor", "missing")]
)
def test_a_source_that_cannot_be_read_is_told(
    collector: EndpointCollector, source: Source
) -> None:
    with pytest.raises(CollectFailed):
        collector.list(source)
