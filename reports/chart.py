"""Draws what a report found: a Vega-Lite specification, rendered by vl-convert without a browser.

The specification holds its values: vl-convert would fetch others from their address, and draw nothing if
that fails.
"""

import importlib
from typing import Any

from pgdesk.reports.files import ReportError
from pgdesk.reports.runner import Result

#: Told apart by eyes that see no red or green, too (Okabe and Ito).
_COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"]
_WIDTH, _HEIGHT = 720, 320
#: Bars that a picture has room for; what is more stands in the table.
_MOST_BARS = 25
_SCALE = 2


def draw(result: Result, form: str) -> bytes:
    """PNG or SVG; ReportError where there is nothing to draw or vl-convert is not installed."""
    if not result.chart:
        raise ReportError(f"report {result.name} has no chart")
    try:
        convert = importlib.import_module("vl_convert")
    except ImportError:
        raise ReportError("charts are not installed: pip install 'pgdesk[reports]'") from None
    told = specify(result)
    if form == "svg":
        return str(convert.vegalite_to_svg(told)).encode()
    return bytes(convert.vegalite_to_png(told, scale=_SCALE))


def specify(result: Result) -> dict[str, Any]:
    """The Vega-Lite specification of the report's chart."""
    kind = result.chart[0]
    rows = [dict(zip((c.name for c in result.columns), row, strict=True)) for row in result.rows]
    body = _heat(result, rows) if kind == "heat" else _series(result, rows)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {
            "text": result.title,
            "subtitle": " · ".join(filter(None, (result.period, "" if rows else "nothing"))),
            "anchor": "start",
            "fontSize": 16,
            "subtitleColor": "#475467",
            "offset": 12,
        },
        "background": "white",
        "padding": 12,
        "config": {
            "font": "sans-serif",
            "axis": {"labelFontSize": 12, "titleFontSize": 12, "gridColor": "#eaecf0"},
            "legend": {"labelFontSize": 12, "title": None, "orient": "bottom"},
            "view": {"stroke": None},
        },
        **body,
    }


def _series(result: Result, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Lines and bars: the columns to draw as series over the first one."""
    kind, along, *drawn = result.chart
    is_time = next(column.type for column in result.columns if column.name == along) == "date"
    names = [name.replace("_", " ") for name in drawn]
    shown = rows if is_time else rows[:_MOST_BARS]
    labels = _labels(result, shown, along)
    values = [
        {"along": label, "series": name, "value": row[column]}
        for row, label in zip(shown, labels, strict=True)
        for column, name in zip(drawn, names, strict=True)
        if row[column] is not None
    ]
    colour = {
        "field": "series",
        "type": "nominal",
        "sort": names,
        "scale": {"domain": names, "range": _COLOURS[: len(names)]},
        "legend": {"orient": "bottom", "title": None} if len(names) > 1 else None,
    }
    size = {
        "field": "value",
        "type": "quantitative",
        "title": names[0] if len(names) == 1 else None,
        "axis": {"format": ",.10~g", "tickCount": 6},
    }
    if kind == "line":
        return {
            "width": _WIDTH,
            "height": _HEIGHT,
            "data": {"values": values},
            "mark": {"type": "line", "point": {"size": 24}, "strokeWidth": 2},
            "encoding": {
                "x": {
                    "field": "along",
                    "type": "temporal",
                    "title": None,
                    "axis": {"format": "%-d %b %y", "labelOverlap": True},
                },
                "y": size,
                "color": colour,
                "strokeDash": {"field": "series", "type": "nominal", "sort": names, "legend": None},
            },
        }
    side = {"field": "along", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 260}}
    if kind == "stack" and is_time:
        return {
            "width": _WIDTH,
            "height": _HEIGHT,
            "data": {"values": values},
            "mark": "bar",
            "encoding": {"x": {**side, "axis": {"labelAngle": -40}}, "y": size, "color": colour},
        }
    # Names lie flat beside bars that do.
    encoding: dict[str, Any] = {"y": side, "x": size, "color": colour}
    if kind == "bar" and len(names) > 1:
        encoding["yOffset"] = {"field": "series", "sort": names}
    return {
        "width": _WIDTH,
        "height": {"step": 14, "for": "offset"} if "yOffset" in encoding else {"step": 24},
        "data": {"values": values},
        "mark": "bar",
        "encoding": encoding,
    }


def _labels(result: Result, rows: list[dict[str, Any]], along: str) -> list[str]:
    """A second text tells bars of a name apart: "high, resolution"."""
    texts = [column.name for column in result.columns if column.type == "text" and column.name != along]
    names = [str(row[along]) for row in rows]
    if not texts or len(set(names)) == len(names):
        return names
    return [f"{name}, {row[texts[0]]}" for name, row in zip(names, rows, strict=True)]


def _heat(result: Result, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A shade for each pair of the first two columns, with its number where there is room."""
    across, down, shade = result.chart[1:4]
    columns = list(dict.fromkeys(row[across] for row in rows))
    lines = list(dict.fromkeys(row[down] for row in rows))
    values = [
        {"x": str(row[across]), "y": str(row[down]), "value": row[shade]}
        for row in rows
        if row[shade] is not None
    ]
    if all(isinstance(one, int) for one in columns):
        columns.sort()
    most = max((one["value"] for one in values), default=0)
    axes = {
        "x": {
            "field": "x",
            "type": "nominal",
            "sort": [str(one) for one in columns],
            "title": across.replace("_", " "),
            "axis": {"labelAngle": 0 if all(len(str(one)) < 5 for one in columns) else -40},
        },
        "y": {
            "field": "y",
            "type": "nominal",
            "sort": [str(one) for one in lines],
            "title": down.replace("_", " "),
        },
    }
    return {
        "width": {"step": max(30, min(64, _WIDTH // max(1, len(columns))))},
        "height": {"step": 30},
        "data": {"values": values},
        "encoding": axes,
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "white"},
                "encoding": {
                    "color": {
                        "field": "value",
                        "type": "quantitative",
                        "scale": {"scheme": "blues", "domainMin": 0},
                        "legend": {"title": shade.replace("_", " "), "orient": "right"},
                    }
                },
            },
            {
                "mark": {"type": "text", "fontSize": 10},
                "encoding": {
                    "text": {"field": "value", "type": "quantitative", "format": ",.10~g"},
                    "color": {
                        "condition": {"test": f"datum.value > {most * 0.55}", "value": "white"},
                        "value": "#101828",
                    },
                },
            },
        ],
    }
