"""The blind index lets equal phones meet however they were typed, and tells nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sunshine.foundation.people.identity import blind_index, normal

DIGITS = st.text("0123456789", min_size=7, max_size=11)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@given(DIGITS, st.lists(st.integers(0, 11)), st.sampled_from([" ", "-", "(", ")", "\u3000", "\t"]))
def test_spaces_and_dashes_do_not_matter(phone: str, places: list[int], mark: str):
    typed = phone
    for place in places:
        typed = typed[:place] + mark + typed[place:]
    assert blind_index("phone", typed) == blind_index("phone", phone)


@given(DIGITS)
def test_full_width_and_country_code_do_not_matter(phone: str):
    assert blind_index("phone", phone.translate(FULL_WIDTH)) == blind_index("phone", phone)
    assert blind_index("phone", f"+86 {phone}") == blind_index("phone", phone)


@given(st.text())
def test_normal_form_is_stable_for_what_people_type(typed: str):
    once = normal(typed)
    assert blind_index("phone", typed) == blind_index("phone", typed)
    assert (blind_index("phone", typed) is None) == (once == "")


@given(DIGITS, DIGITS)
def test_different_numbers_and_kinds_do_not_meet(one: str, other: str):
    assert (blind_index("phone", one) == blind_index("phone", other)) == (normal(one) == normal(other))
    assert blind_index("phone", one) != blind_index("id", one)


def test_letter_case_of_an_id_does_not_matter():
    assert blind_index("id", "51142119900101123x") == blind_index("id", "51142119900101123X")
