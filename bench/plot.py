"""A small line chart as SVG: panels side by side, axes with units, one legend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final
from xml.sax.saxutils import escape

Points = Sequence[tuple[float, float]]

_WIDTH: Final = 380
"""Of a panel, in pixels, with the axes' words."""
_HEIGHT: Final = 250
_LEFT: Final = 66
_TOP: Final = 30
_WIDE: Final = 298
"""Of the area in which the lines are."""
_HIGH: Final = 176
_BOTTOM: Final = _TOP + _HIGH
_HEAD: Final = 62
"""For the title and the legend."""
_COLOURS: Final = ("#0b62a4", "#c4501b", "#2c7f3c", "#7a3e9d", "#8a6d00", "#444444")
_DASHES: Final = ("", "7 4", "2 3", "9 3 2 3", "4 4", "1 2")
_STYLE: Final = (
    "text{font:12px system-ui,sans-serif;fill:#222}.t{font-size:15px;font-weight:600}"
    ".p{font-weight:600}.g{stroke:#ddd}.a{stroke:#444}path{fill:none;stroke-width:2}"
)


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes."""

    title: str
    lines: Mapping[str, Points]
    """By what the legend calls them."""
    is_marked: bool = False
    """Whether each point shows: few were measured."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Panels under one title."""

    title: str
    x: str
    """What the axis shows, with its unit."""
    y: str
    panels: Sequence[Panel]


def svg(chart: Chart) -> str:
    """Return the chart as a document; both axes begin at 0."""
    width, height = 2 * _WIDTH, _HEAD + -(-len(chart.panels) // 2) * _HEIGHT
    names = list(dict.fromkeys(name for each in chart.panels for name in each.lines))
    body = [f'<text class="t" x="16" y="24">{escape(chart.title)}</text>']
    body += _legend(names)
    for at, panel in enumerate(chart.panels):
        x, y = at % 2 * _WIDTH, _HEAD + at // 2 * _HEIGHT
        drawn = "".join(_panel(panel, chart, names))
        body.append(f'<g transform="translate({x},{y})">{drawn}</g>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" role="img">'
        f"<title>{escape(chart.title)}</title><style>{_STYLE}</style>"
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        + "\n".join(body)
        + "</svg>\n"
    )


def _look(name: str, names: Sequence[str]) -> str:
    at = names.index(name) % len(_COLOURS)
    return f'stroke="{_COLOURS[at]}" stroke-dasharray="{_DASHES[at]}"'


def _legend(names: Sequence[str]) -> Iterator[str]:
    x = 16
    for name in names:
        yield f'<path d="M{x} 44h28" {_look(name, names)}/>'
        yield f'<text x="{x + 34}" y="48">{escape(name)}</text>'
        x += 56 + 7 * len(name)


def _panel(panel: Panel, chart: Chart, names: Sequence[str]) -> Iterator[str]:
    points = [point for line in panel.lines.values() for point in line]
    xs, ys = (ticks(max((p[at] for p in points), default=1.0)) for at in (0, 1))
    yield f'<text class="p" x="{_LEFT}" y="18">{escape(panel.title)}</text>'
    for tick in ys:
        y = _BOTTOM - _HIGH * tick / ys[-1]
        yield f'<path class="g" d="M{_LEFT} {y:.1f}h{_WIDE}"/>'
        yield _words(f"{tick:,g}", f'x="{_LEFT - 6}" y="{y + 4:.1f}"', "end")
    for tick in xs:
        x = _LEFT + _WIDE * tick / xs[-1]
        yield f'<path class="a" d="M{x:.1f} {_BOTTOM}v5"/>'
        yield _words(f"{tick:,g}", f'x="{x:.1f}" y="{_BOTTOM + 18}"')
    yield f'<path class="a" d="M{_LEFT} {_TOP}V{_BOTTOM}h{_WIDE}"/>'
    yield _words(chart.x, f'x="{_LEFT + _WIDE / 2}" y="{_BOTTOM + 36}"')
    turned = f"translate(14,{_TOP + _HIGH / 2}) rotate(-90)"
    yield _words(chart.y, f'transform="{turned}"')
    for name, line in panel.lines.items():
        at = [
            (_LEFT + _WIDE * x / xs[-1], _BOTTOM - _HIGH * y / ys[-1]) for x, y in line
        ]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in at)
        yield f'<path d="M{path}" {_look(name, names)}/>' if path else ""
        for x, y in at if panel.is_marked else ():
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#222"/>'


def _words(text: str, place: str, anchor: str = "middle") -> str:
    return f'<text {place} text-anchor="{anchor}">{escape(text)}</text>'


def ticks(most: float) -> list[float]:
    """Return round whole numbers from 0 to the first that is no less than `most`."""
    most = max(most, 1.0)
    unit = 10 ** max(floor(log10(most / 4)), 0)
    step = next(unit * each for each in (1, 2, 5, 10) if unit * each * 5 >= most)
    return [number * step for number in range(ceil(most / step) + 1)]
