"""Codes as they are drawn, and as people type them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.proof.shape import code_in, draw_to_send
from tests.bot.proof.fakes import FixedRandomness


def test_code_that_is_sent_has_six_digits_also_when_it_begins_with_nothing():
    """R10"""
    assert draw_to_send(lambda below: 42) == "000042"
    assert draw_to_send(lambda below: below - 1) == "999999"
    assert all(len(draw_to_send()) == 6 for _ in range(1000))


def test_each_digit_is_as_likely_as_the_others_at_each_place():
    draw = FixedRandomness(7)
    codes = [draw_to_send(draw) for _ in range(20_000)]
    for place in range(6):
        counted = Counter(code[place] for code in codes)
        assert all(1800 < counted[digit] < 2200 for digit in "0123456789")


@pytest.mark.parametrize(
    "typed",
    [
        "482913",
        " 482 913 ",
        "482-913",
        "the code is 482 913",
        "Code: 482913.",
        "4 8 2 9 1 3",
        "48 29 13",
        "482913, it works for 10 minutes",
        "482913 10",
        "it says 482913 and again 482 913",
        "４８２９１３",
        "٤٨٢٩١٣",
        "482\u00a0913",
        "error 500121, but the code is 482913",
        "482\u2011913",
        "482\u2013913",
        "482\u200b913",
        "482,913",
        "my code is 482,913.",
        "482 - 913, thanks",
        "482\u2014913 my code",
        "4 8 2 - 9 1 3",
        "the code: 4-8-2-9-1-3",
        "my code is 4\ufe0f\u20e38\ufe0f\u20e32\ufe0f\u20e39\ufe0f\u20e31\ufe0f\u20e33\ufe0f\u20e3",
        "④⑧②⑨①③",
        "⁴⁸²⁹¹³",
        "验证码是482913",
        "您的验证码：482913，请勿告诉他人。",
        "認証コードは482913です",
        "인증번호는 482913입니다",
        "รหัสคือ482913",
        "错误代码500121，验证码482913",
    ],
)
def test_person_types_the_code_in_their_own_way(typed):
    assert code_in(typed) == "482913"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "no code came",
        "48291",
        "4829134",
        "my number is 0712 345 678",
        "+425 555",
        "0712 345678",
        "555-123-4567",
        "on 24-11-26",
        "on 24.11.26",
        "2026-11-24",
        "error 500121",
        "AADSTS500121",
        "ticket number 482913",
        "482913 or 555555",
        "abc482913",
        "555 - 123 - 4567",
        "1 2 3 4 5 6 7 8",
        "we have 120,000 users",
        "it costs $120,000",
        "$120,000",
        "24年11月26日",
        "错误代码是530099",
        "エラーコードは 739104 です",
        "工单号482913",
        "please help",
        "WHOEVER3",
        "the agent said TKHM-3947",
    ],
)
def test_what_is_no_code_costs_no_try(typed):
    assert code_in(typed) is None


@given(st.text(max_size=300))
def test_any_text_at_all_is_read_without_an_error(text):
    code = code_in(text)
    assert code is None or (len(code) == 6 and code.isascii() and code.isdigit())
