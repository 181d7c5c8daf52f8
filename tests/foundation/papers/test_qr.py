"""QR codes scale with the page and carry their text."""

from __future__ import annotations

from xml.etree import ElementTree

from sunshine.foundation.papers.qr import qr_svg


def test_it_is_an_svg_without_a_fixed_size() -> None:
    root = ElementTree.fromstring(qr_svg("https://example.org/verify/7KQM3XRT9P"))
    assert "viewBox" in root.attrib
    assert "width" not in root.attrib


def test_other_text_gives_another_picture() -> None:
    assert qr_svg("甲") != qr_svg("乙")
    assert qr_svg("甲") == qr_svg("甲")
