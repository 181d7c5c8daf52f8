"""What previews of templates print: invented people and organs, every field filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sunshine.petitions.documents.data import (
    Contact,
    ExtensionData,
    LetterData,
    NoticeData,
    ObjectionData,
    OpinionData,
    Part,
    Place,
    ReceiptData,
    ReviewData,
    Route,
    Ruling,
    ServiceData,
    UrgentData,
    Verify,
)

ORGAN: Final = "某县人力资源和社会保障局"
NUMBER, FILING, NAME = "某人社信访〔2026〕12号", "SC510000-2026-000123", "张某某"
CONTACT = Contact(unit="劳动保障监察大队", person="李某", phone="000-00000000")
ABOVE = Place(organ="某市人力资源和社会保障局", address="某路10号", phone="000-00000001")
VERIFY = Verify(address="https://example.invalid/verify/", code="0123456789abcdef")


def receipt() -> Mapping[str, Any]:
    """A registration by a web filing with two demands."""
    return ReceiptData(
        demo=True, organ="某县信访局", filing=FILING, code="K7MPX3QR9T", petitioner=NAME, channel="网上",
        registered="2026-03-02T15:04", date="2026-03-02", demands=["支付拖欠的工资", "补缴社会保险费"], contact=CONTACT,
        notice_due="2026-03-17", progress_address="https://example.invalid/progress/", phone="000-00000002",
        kept=False,
    )  # fmt: skip


def notice() -> Mapping[str, Any]:
    """An acceptance (条例 第三十一条第六项)."""
    route = Route(
        kind="accept",
        law="《信访工作条例》第三十一条第六项",
        reason="",
        procedure="",
        where=None,
        limit="",
        materials="",
        basis="",
    )
    return NoticeData(
        demo=True, organ=ORGAN, number=NUMBER, filing=FILING, petitioner=NAME, date="2026-03-10", received="2026-03-04",
        demands=["支付拖欠的工资", "补缴社会保险费"], route=route, accepted="2026-03-10", due="2026-05-09", contact=CONTACT,
        copies=["某县信访局"], delivery="网上查阅，或者当面、邮寄送达", verify=VERIFY,
    )  # fmt: skip


def opinion() -> Mapping[str, Any]:
    """An opinion with one demand granted and one explained."""
    return OpinionData(
        demo=True, organ=ORGAN, number=NUMBER, filing=FILING, petitioner=NAME, date="2026-04-20", accepted="2026-03-10",
        facts="经查，某公司尚欠工资38600元。\n以上事实有考勤表、工资表为证。",
        answers=[
            {"demand": "支付拖欠的工资", "outcome": "support", "opinion": "已责令某公司支付。", "law": "《保障农民工工资支付条例》第三条"},
            {"demand": "补发奖金", "outcome": "explain", "opinion": "双方没有约定奖金。", "law": "《劳动合同法》第三十条"},
        ],
        review=ABOVE, again=None, by="2026-06-19", contact=CONTACT, copies=["某县信访局"], delivery="网上查阅，或者当面、邮寄送达", verify=VERIFY,
    )  # fmt: skip


def review() -> Mapping[str, Any]:
    """A review that varies one of two answers."""
    facts = ReviewData(
        demo=True, organ=ABOVE["organ"], number="某市人社信访〔2026〕3号", filing=FILING, petitioner=NAME, date="2026-05-20",
        level="review", verdict="vary", respondent=ORGAN, about={"paper": "", "name": "信访事项处理意见书"},
        asked="2026-04-28", request="欠的工资不止38600元，六月份的没有算。", demands=["支付拖欠的工资", "补发奖金"],
        facts="经查，考勤表显示申请人六月份出勤22天，工资没有发放。", opinion="原意见认定的欠薪数额漏算六月份，应当变更。",
        law="《保障农民工工资支付条例》第三条",
        answers=[
            {"demand": "支付拖欠的工资", "outcome": "support", "opinion": "责令某公司支付45200元。", "law": "《保障农民工工资支付条例》第三条"},
            {"demand": "补发奖金", "outcome": "explain", "opinion": "双方没有约定奖金。", "law": "《劳动合同法》第三十条"},
        ],
        by="2026-07-19", redo=None, final=Place(organ="某省人力资源和社会保障厅", address="某路1号", phone="000-00000003"), contact=CONTACT,
        copies=[ORGAN], delivery="网上查阅，或者当面、邮寄送达", verify=VERIFY,
    )  # fmt: skip
    return {**facts, "about": {**facts["about"], "number": NUMBER}}


def final_review() -> Mapping[str, Any]:
    """A final review that upholds."""
    about = {"paper": "", "name": "信访事项复查意见书", "number": "某市人社信访〔2026〕3号"}
    return {
        **review(), "organ": "某省人力资源和社会保障厅", "number": "某省人社信访〔2026〕1号", "date": "2026-07-10",
        "level": "final", "verdict": "uphold", "respondent": ABOVE["organ"], "about": about, "asked": "2026-06-15",
        "opinion": "复查意见认定事实清楚，依据正确，予以维持。", "answers": [], "by": "", "final": None, "copies": [ORGAN, ABOVE["organ"]],
    }  # fmt: skip


def service() -> Mapping[str, Any]:
    """Left with a witness after a refusal."""
    facts = ServiceData(
        demo=True, organ=ORGAN, number="", filing=FILING, petitioner=NAME, date="2026-04-24",
        about={"paper": "", "name": "信访事项处理意见书"}, method="留置送达", day="2026-04-23", place="本人住处",
        receiver="", relation="", tracking="", reason="当面拒绝签收", witness="社区工作人员王某；已拍照", view="没有表示",
        server="李某", verify=VERIFY,
    )  # fmt: skip
    return {**facts, "about": {**facts["about"], "number": NUMBER}}


def _letter(
    organ: str, title: str, opening: str, parts: list[Part], ending: str, ask: str = "到哪里办居住证"
) -> Mapping[str, Any]:
    asked: Part = {"head": "您提出的诉求", "words": [ask]}
    return LetterData(
        demo=True, organ=organ, number=NUMBER if organ == ORGAN else "某县信访〔2026〕12号", filing=FILING, petitioner=NAME, date="2026-03-10", title=title,
        opening=opening, parts=[asked, *parts], ending=ending, contact=CONTACT, copies=[],
        delivery="网上查阅，或者当面、邮寄送达", verify=VERIFY,
    )  # fmt: skip


def reply() -> Mapping[str, Any]:
    """An answer about where something is done."""
    parts: list[Part] = [{"head": "答复", "words": ["到居住地派出所办理，带身份证和居住证明。"]}]
    return _letter("某县信访局", "信访事项答复书", "您提出的事项收悉，现答复如下：", parts, "特此答复。")


def filed() -> Mapping[str, Any]:
    """A greeting that asks for nothing."""
    parts: list[Part] = [
        {"head": "为什么不再往下办", "words": ["来件表示感谢、问候或者心情，没有要求办理的事项。"]},
        {"head": "您可以怎么办", "words": ["您可以随时补充内容，或者重新提出，一样登记、一样办理。"]},
    ]
    opening = "您提出的事项已经登记，现告知如下："
    return _letter("某县信访局", "信访事项存查告知书", opening, parts, "特此告知。", "感谢某局帮忙要回工资")


def refusal() -> Mapping[str, Any]:
    """A visit that passed over the competent level."""
    parts: list[Part] = [
        {"head": "不予受理的理由和依据", "words": ["根据《信访工作条例》第二十条，本机关不予受理。"]},
        {
            "head": "您可以怎么办",
            "words": ["这件事由某县人民政府办理。", "您随时可以在网上、来信、打电话反映。"],
        },
    ]
    opening = "经审核，现告知如下："
    return _letter("某县信访局", "信访事项不予受理告知书", opening, parts, "特此告知。", "支付拖欠的工资")


def report() -> Mapping[str, Any]:
    """From the organ that handled it to the bureau that assigned it."""
    parts: list[Part] = [
        {"head": "办理结果", "words": ["工资已经发清。"]},
        {"head": "信访人的意见", "words": ["同意"]},
    ]
    return {
        **_letter(ORGAN, "信访事项办结报告", "现报告如下：", parts, "特此报告。", "支付拖欠的工资"),
        "petitioner": "某县信访局",
    }


def extension() -> Mapping[str, Any]:
    """Twenty days more."""
    return ExtensionData(
        demo=True, organ=ORGAN, number=NUMBER, filing=FILING, petitioner=NAME, date="2026-05-06", accepted="2026-03-10",
        demands=["支付拖欠的工资", "补缴社会保险费"], reason="需要向外省两个工地调取考勤记录。", days=20, was="2026-05-09",
        due="2026-05-29", approver="王某", contact=CONTACT, copies=["某县信访局"], delivery="网上查阅，或者当面、邮寄送达",
        verify=VERIFY,
    )  # fmt: skip


def objection() -> Mapping[str, Any]:
    """Raised, not yet decided."""
    bureau, housing = "某县信访局", "某县住房和城乡建设局"
    return ObjectionData(
        demo=True, organ=ORGAN, number=NUMBER, filing=FILING, date="2026-03-06", to=bureau, objector=ORGAN,
        received="2026-03-04", demands=["退还住房公积金"], nth=1, reason="住房公积金由住房和城乡建设部门管理。",
        basis="《住房公积金管理条例》第四条", proposed=housing, ruling=None, copies=[], delivery="", verify=VERIFY,
    )  # fmt: skip


def ruling() -> Mapping[str, Any]:
    """Upheld by the sender: the demands go to another organ."""
    bureau, housing = "某县信访局", "某县住房和城乡建设局"
    decided: Ruling = {
        "upheld": True, "by": "sender", "minutes": "", "reason": "经核实，异议成立。", "units": [housing],
    }  # fmt: skip
    return {**objection(), "organ": bureau, "to": ORGAN, "ruling": decided, "copies": [housing]}


def simple_notice() -> Mapping[str, Any]:
    """A street lamp that is out."""
    parts: list[Part] = [
        {"head": "处理途径", "words": ["本机关今天受理。您反映的属于时效性强的初次信访事项，按简易办理。"]},
        {"head": "办理时限", "words": ["自受理之日起10个工作日内，即于2026年3月24日前（含当日）答复您。"]},
        {"head": "您可以要求", "words": ["想要处理意见书，答复以前随时可以在网上提出，或者告诉承办人。"]},
    ]
    opening = "您反映的信访事项已经收到，现告知如下："
    return _letter(ORGAN, "信访事项简易办理告知书", opening, parts, "特此告知。", "修好门前的路灯")


def urgent() -> Mapping[str, Any]:
    """A first report."""
    rows: list[Part] = [
        {"head": "时间", "words": ["2026年3月11日9时30分"]},
        {"head": "地点", "words": ["某县某街道办事处门前"]},
        {"head": "人数", "words": ["30人"]},
        {"head": "诉求和起因", "words": ["工地停工，三个月工资没有发。"]},
        {"head": "已经采取的措施", "words": ["劳动监察人员已到现场登记，约定当天下午答复。"]},
    ]
    return UrgentData(
        demo=True, organ=ORGAN, number=NUMBER, filing=FILING, date="2026-03-11",
        kind="首报", nth=0, moment="2026-03-11T10:05", to=["某县人民政府", "某县信访局"], urgency="多人聚集，可能继续增加",
        rows=rows, reporter="李某", copies=[], delivery="", verify=VERIFY,
    )  # fmt: skip


def minutes() -> Mapping[str, Any]:
    """What a joint conference decided on wages of a site on the border of two counties."""
    parts: list[Part] = [
        {"head": "研究的诉求", "words": ["支付拖欠的工资"]},
        {"head": "参加的单位和人员", "words": ["某县人社局赵某、某县住建局钱某。"]},
        {"head": "分工和期限", "words": ["某县人社局（牵头）：核清工资（2026年4月2日前办好）", "某县住建局：督促总包垫付（2026年4月9日前办好）"]},
        {"head": "会议结论", "words": ["由人社局牵头，住建局配合。"]},
        {"head": "依据", "words": ["《保障农民工工资支付条例》第七条"]},
    ]  # fmt: skip
    opening = "2026年3月10日，信访工作联席会议办公室召集有关单位，研究了下列信访事项，现将决定通知如下，请遵照办理："
    ending = "根据《信访工作条例》第二十四条，本决定对有关单位都有约束力。"
    made = _letter("某市信访局", "信访工作联席会议纪要", opening, parts, ending)
    return {**made, "parts": parts, "petitioner": "某县人社局、某县住建局", "delivery": ""}


def conference_order() -> Mapping[str, Any]:
    """An organ that did not do its part."""
    parts: list[Part] = [
        {"head": "交办的任务", "words": ["督促总包垫付。"]},
        {"head": "没有落实的情况和要求", "words": ["到期没有约谈总包，请立即办。"]},
        {"head": "整改期限", "words": ["2026年4月20日前（含当日）。"]},
    ]
    opening = "贵单位对联席会议交办的信访事项没有落实到位。根据《信访工作条例》第三十九条，通知如下："
    made = _letter("某市信访局", "限期整改通知书", opening, parts, "请将整改落实情况书面报告。")
    return {**made, "parts": parts, "petitioner": "某县住建局", "delivery": ""}
