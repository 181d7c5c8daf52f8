"""A last look before an opinion is signed (条例 第三十二条): what was not answered, left blank, unfounded or copied."""

from __future__ import annotations

import pytest
from django.test import Client

from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.petitions.replycheck import concerns
from tests.support.cast import Case, Cast

SOUND = "欠发的八个月补贴共12,800元，属于漏报，已责令人社所在12月5日前补发到您的社保卡。"
BASIS = "《保障农民工工资支付条例》第三条"
DEMANDS = {"1": "补发八个月少发的补贴"}


def looked_at(
    opinion: str = SOUND, basis: str = BASIS, outcome: str = "support", findings: str = ""
) -> list[str]:
    row = Given({"outcome": outcome}, {"opinion": opinion, "basis": basis})
    return concerns(Given(texts={"findings": findings}, rows={"1": row}), DEMANDS, [])


def test_a_sound_reply_is_let_alone():
    assert looked_at() == []


@pytest.mark.parametrize(
    ("opinion", "says"),
    [
        ("经核查，路灯由市政公司维护，12月5日前修好，费用由市政公司承担。", "没有谈到所提的诉求"),
        ("补贴的事我局高度重视，正在抓紧办理，请您耐心等待，感谢您的理解和支持。", "只有套话"),
        ("少发的补贴于XX月XX日前补发到您的社保卡，请留意查收到账短信。", "没有填的地方：“XX”"),
        ("少发的补贴（此处填写金额）将在12月5日前补发到您的社保卡上。", "没有填的地方：“（此处填写金额）”"),
        ("同意为您补发少发的补贴，请您携带身份证到人社所来办理手续。", "什么时候办好"),
    ],
)
def test_what_a_reader_would_stumble_over_is_named(opinion: str, says: str):
    assert any(says in concern and concern.startswith("第1项") for concern in looked_at(opinion))


def test_the_basis_goes_down_to_the_article():
    assert looked_at(basis="有关政策规定") == ["第1项：依据没有写到条。"]


def test_a_simple_reply_has_no_basis_to_look_at():
    row = Given({"outcome": "support"}, {"opinion": SOUND})
    assert concerns(Given(rows={"1": row}), DEMANDS, []) == []


def test_a_refusal_need_not_name_a_day():
    assert (
        looked_at("补贴标准由省里统一规定，您那八个月按旧标准发放，没有少发，不能补发。", outcome="refuse")
        == []
    )


def test_blanks_in_the_findings_count_too():
    assert looked_at(findings="经向某某了解，补贴没有发") == ["像是模板里没有填的地方：“某某”。"]


def put_to_sign(cast: Cast, case: Case, opinion: str) -> None:
    row = Given({"outcome": "explain"}, {"opinion": opinion, "basis": BASIS})
    given = Given(texts={"findings": "经查，工资按月发放。"}, rows={str(pk): row for pk in case.demands})
    perform(case.handling.pk, "issue_opinion", cast.handler, given)


def page(cast: Cast, who: str, case: Case) -> str:
    client = Client()
    client.force_login(cast.posts[who].officer)
    return client.get(f"/desk/petitions/{case.petition}/").content.decode()


def test_author_and_signer_see_it_and_nobody_is_stopped(cast: Cast):
    case = cast.bring_to("accepted")
    put_to_sign(cast, case, "尽快处理。")
    assert "签之前，请再看一眼" in page(cast, "head", case)
    assert "可以先撤回" in page(cast, "handler", case)
    cast.confirm(case)
    assert case.stage("handling") == "issued"


def test_a_copy_of_a_reply_given_in_another_matter_is_named_by_its_number(cast: Cast):
    same = "您反映的木工工资，经核对考勤表和转账记录，公司已按合同约定的每日三百二十元结清，没有欠付，这一点无法支持。"
    earlier, now = cast.bring_to("accepted"), cast.bring_to("accepted")
    put_to_sign(cast, earlier, same)
    cast.confirm(earlier)
    put_to_sign(cast, now, same.replace("三百二十", "三百三十"))
    assert f"和{earlier.filing.number}的答复几乎一样" in page(cast, "head", now)
