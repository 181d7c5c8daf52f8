"""A mask shows enough to recognise one's own name and no more, in every script of the province."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.foundation.people.identity import Identity, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("张三丰", "张*"),
        ("张", "张*"),
        ("欧阳修", "欧*"),
        ("𠮷田", "𠮷*"),
        ("䶮", "䶮*"),
        ("阿尔古丽·买买提", "阿*"),
        ("བཀྲ་ཤིས", "བ*"),
        ("ཀྲིས", "ཀྲི*"),
        ("ꀉꉻꏂꑌ", "ꀉ*"),
        ("  李四 ", "李*"),
        ("", ""),
    ],
)
def test_first_letter_whole_and_a_star(name: str, mask: str):
    assert mask_name(name) == mask


@given(st.text(max_size=400))
def test_mask_fits_its_column_whatever_is_typed(name: str):
    assert len(mask_name(name)) <= 40


def test_heap_of_combining_marks_is_cut():
    assert len(mask_name("ཀ" + "\u0f71" * 500)) <= 40


@pytest.mark.parametrize(
    ("phone", "mask"),
    [
        ("13812345678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("028-8651 0000", "028****0000"),
        ("110", "*10"),
        ("", ""),
    ],
)
def test_phone_shows_three_and_four(phone: str, mask: str):
    assert mask_phone(phone) == mask


@pytest.mark.parametrize(
    ("factor", "proven"),
    [("5678", True), (" 5678 ", True), ("123x", True), ("123X", True), ("8765", False), ("", False)],
)
def test_last_four_prove_the_person(factor: str, proven: bool):
    person = Identity("张三丰", "13800005678", "51142119900101123X")
    assert person.proves(factor) is proven


def test_nothing_left_proves_nothing():
    assert not Identity("张三丰").has_factor
    assert not Identity("张三丰").proves("")
    assert not Identity(phone="110").has_factor
