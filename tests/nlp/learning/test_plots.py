"""Plots are drawn as SVG that a browser can read, with what they show in words as well."""

from xml.etree import ElementTree as ET

import numpy as np

from nlp.learning import plots
from nlp.learning.measures import Bin

SVG = "{http://www.w3.org/2000/svg}"


def texts_of(picture: str) -> set[str]:
    root = ET.fromstring(picture)  # noqa: S314 - drawn by us a moment ago
    return {element.text for element in root.iter(f"{SVG}text") if element.text}


def test_a_reliability_diagram_names_its_axes_and_fields() -> None:
    picture = plots.reliability("A & B", {"topic": [Bin(0.2, 0.1, 5), Bin(0.9, 1.0, 5)]})
    assert {"A & B", "claimed", "right", "topic", "0.0", "1.0"} <= texts_of(picture)


def test_a_curve_of_many_points_ends_where_it_ends() -> None:
    share = [at / 1000 for at in range(1, 1001)]
    picture = plots.risk_coverage("x", {"topic": (share, [1.0] * 1000)}, 0.95)
    assert picture.count("L") < 300
    assert "340.0 40.0" in picture  # everything passes, all right


def test_a_confusion_table_shows_counts_and_both_names() -> None:
    picture = plots.confusion("x", ["agama", "tik"], np.asarray([[7, 2], [0, 5]]))
    assert {"agama", "tik", "7", "2", "5"} <= texts_of(picture)
    assert "0" not in texts_of(picture)
