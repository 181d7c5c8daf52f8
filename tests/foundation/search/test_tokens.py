"""What words leave in the index: pairs and words, never a number by which a person is known, never the word itself."""

from __future__ import annotations

import pytest

from sunshine.foundation.ledger.keyring import Keyring, keyring
from sunshine.foundation.search import tokens as made
from sunshine.foundation.search.tokens import asked, fold, names_a_person, pieces, terms, token, tokens


def test_chinese_is_cut_into_pairs_and_other_scripts_into_words() -> None:
    assert pieces("小区停水") == {"小区", "区停", "停水"}
    assert pieces("WiFi 断了 ３号楼 building７") == {"wifi", "断了", "号楼", "building7"}
    assert pieces("བོད་ལྗོངས") == {"བོ", "ོད", "ལྗ", "ྗོ", "ོང", "ངས"}


@pytest.mark.parametrize("query", ["停水", "小区停水", "拖欠农民工资", "拖欠农民工工资", "wifi 停水"])
def test_what_is_asked_is_among_what_is_kept(query: str) -> None:
    assert asked(query) <= pieces(query)
    assert {character for piece in asked(query) for character in piece} == set(query) - {" "}


def test_single_characters_are_left_out() -> None:
    assert terms("37号 a 水") == ["37"]
    assert pieces("号、水") == set()


@pytest.mark.parametrize(
    "number",
    ["13800005678", "510421199001011234", "51042119900101123x", "138-0000-5678", "１３８００００５６７８"],
)
def test_a_number_that_names_a_person_is_no_word(number: str) -> None:
    assert not [piece for piece in pieces(f"电话{number}，谢谢") if number.replace("-", "") in piece]
    assert names_a_person(f"工资 {number}")


@pytest.mark.parametrize("query", ["008412", "2024年6月", "128000元", "110", "SC511421"])
def test_other_numbers_are_words(query: str) -> None:
    assert not names_a_person(query)
    assert pieces(query)


def test_folding_keeps_every_place() -> None:
    text = "ＡＢＣ　停水İ½"
    assert len(fold(text)) == len(text)
    assert fold("ＡＢＣ　停水") == "abc 停水"


def test_a_token_says_nothing_without_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert token("word", "停水") == token("word", "停水")
    assert token("title", "停水") != token("word", "停水")
    before, ring = token("word", "停水"), keyring()
    token.cache_clear()
    monkeypatch.setattr(made, "keyring", lambda: Keyring(ring.current, ring.sealing, bytes(31) + b"\1"))
    assert token("word", "停水") != before
    token.cache_clear()


def test_tokens_stand_in_no_order_of_the_text() -> None:
    assert tokens("word", ["停水", "小区", "停水"]) == tokens("word", ["小区", "停水"])
    assert len(tokens("word", ["停水", "小区"])) == 2
