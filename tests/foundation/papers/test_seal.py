"""Seals are drawn whole for any organ's name."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sunshine.foundation.papers.seal import LABEL, demo_seal

SVG = "{http://www.w3.org/2000/svg}"


def letters(svg: str) -> str:
    return "".join(node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize("organ", ["仁寿县信访局", "局", "甘" * 40, "<b>&\"']]>局", "𠮷䶮局"])
def test_every_letter_is_on_the_seal(organ: str) -> None:
    assert letters(demo_seal(organ)) == organ + LABEL


def test_an_empty_name_still_gives_a_seal() -> None:
    assert letters(demo_seal(" ")) == "—" + LABEL


def test_long_names_are_narrowed_not_overlapped() -> None:
    short, long = demo_seal("仁寿县信访局"), demo_seal("甘" * 40)
    assert "scale(1.000 1)" in short
    assert "scale(1.000 1)" not in long
