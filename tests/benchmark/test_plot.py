"""Pictures of figures."""

from xml.etree.ElementTree import Element, fromstring

import pytest
from bench.plot import Chart, Panel, svg, ticks

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*panels: Panel) -> Element:
    chart = Chart("Rates & more", "workers", "records a second", panels)
    return fromstring(svg(chart))  # noqa: S314 - our own picture


def words(found: Element) -> list[str]:
    return [each.text or "" for each in found.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, [0, 1]),
        (2, [0, 1, 2]),
        (4, [0, 1, 2, 3, 4]),
        (130, [0, 50, 100, 150]),
        (60_000, [0, 20_000, 40_000, 60_000]),
    ],
)
def test_an_axis_has_round_numbers_up_to_the_most(
    most: float, expected: list[float]
) -> None:
    assert ticks(most) == expected


def test_a_chart_names_title_axes_panels_and_each_line_once() -> None:
    lines = {"SQLite": [(1.0, 10.0), (2.0, 20.0)], "PostgreSQL": [(1.0, 5.0)]}
    found = words(drawn(Panel("export", lines), Panel("suppress", lines)))
    assert {"Rates & more", "workers", "records a second", "export"} <= set(found)
    assert found.count("SQLite") == found.count("PostgreSQL") == 1


def test_the_highest_point_is_drawn_higher_than_the_lowest() -> None:
    panel = Panel("export", {"SQLite": [(1.0, 10.0), (2.0, 20.0)]}, is_marked=True)
    low, high = drawn(panel).iter(f"{SVG}circle")
    assert float(high.attrib["cy"]) < float(low.attrib["cy"])


def test_a_line_without_points_is_no_picture_but_no_error() -> None:
    assert words(drawn(Panel("export", {"SQLite": []})))
