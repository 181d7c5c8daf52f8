"""What previews of the side roads' templates print: invented people and organs, every field filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sunshine.petitions.documents.data import Part
from sunshine.petitions.documents.samples import ABOVE, CONTACT, FILING, NAME, NUMBER, ORGAN, VERIFY
from sunshine.petitions.documents.side_data import (
    AgreementData,
    HearingConclusionData,
    HearingNoticeData,
    HearingRecordData,
    NoMoreData,
    Paper,
    Reviewed,
    Seat,
    SimpleReplyData,
    TransferData,
    TransferNoticeData,
)

BUREAU: Final = "某县信访局"
WAGES, INSURANCE = "支付拖欠的工资", "补缴社会保险费"
ISSUES, VENUE = "欠薪的数额，六月有没有出勤。", "某县人力资源和社会保障局三楼会议室"
PRESENT = "张某某和代理人孙某，承办人李某，某公司代表赵某。"
SEATS = [
    Seat(role="主持人", who="王某（本机关负责人，没有经办这件事）"),
    Seat(role="听证员", who="律师陈某，人大代表周某"),
    Seat(role="记录人", who="吴某"),
    Seat(role="参加人", who="承办人李某；某公司代表赵某"),
]
SAID: list[Part] = [
    {"head": "信访人的陈述", "words": ["六月还出勤22天，工资没有算进去。\n工友三人可以作证。"]},
    {"head": "承办人的陈述", "words": ["公司交来的考勤表没有六月。"]},
    {"head": "其他人的意见", "words": ["赵某：六月的考勤由劳务队保存，同意补交。"]},
]


def _common(organ: str = ORGAN, number: str = NUMBER) -> Paper:
    return Paper(
        demo=True, organ=organ, number=number, filing=FILING, petitioner=NAME, date="2026-04-13", contact=CONTACT, copies=[],
        delivery="网上查阅，或者当面、邮寄送达", verify=VERIFY,
    )  # fmt: skip


def transfer() -> Mapping[str, Any]:
    """Assigned, with a report wanted back."""
    return TransferData(
        law="《信访工作条例》第二十二条", to=ORGAN, registered="2026-03-02", channel="网上", demands=[WAGES, INSURANCE], notice_due="2026-04-28",
        report_by="2026-06-30", note="涉及十二人，请一并核实。",
        required=["请在告知期限内书面告知信访人（第二十三条）。", "有异议的，请在5个工作日内提出（第二十三条）。", "请在报告期限前书面报告办结情况（第二十二条）。"],
        **_common(BUREAU, "某县信访〔2026〕12号"),
    )  # fmt: skip


def transfer_notice() -> Mapping[str, Any]:
    """Two demands to two organs."""
    housing = "某县住房和城乡建设局"
    return TransferNoticeData(
        law="《信访工作条例》第二十二条",
        registered="2026-03-02",
        places=[
            {"demand": WAGES, "organ": ORGAN, "phone": "000-00000000"},
            {"demand": "查处违法分包", "organ": housing, "phone": "000-00000004"},
        ],
        next=["办理机关最迟在2026年4月28日前（含当日）书面告知您收到没有、怎么处理（第二十三条）。"],
        **_common(BUREAU, "某县信访〔2026〕13号"),
    )  # fmt: skip


def hearing_notice() -> Mapping[str, Any]:
    """A hearing in a complex matter, before a panel."""
    return HearingNoticeData(
        law="《信访工作条例》第三十一条第六项", ground="复杂", when="2026年4月22日 09:30", venue=VENUE, seats=SEATS, demands=[WAGES], issues=ISSUES,
        rights=["可以带证据、请证人。", "可以核对笔录。", "听证不收任何费用。"], term="办理期限照常计算，听证的时间不另外扣除。",
        **_common(),
    )  # fmt: skip


def hearing_record() -> Mapping[str, Any]:
    """What each side said."""
    return HearingRecordData(
        when="2026年4月22日", venue=VENUE, seats=SEATS, present=PRESENT, issues=ISSUES, said=SAID, **_common()
    )


def hearing_conclusion() -> Mapping[str, Any]:
    """What came of it."""
    return HearingConclusionData(
        law="《信访工作条例》第三十六条", when="2026年4月22日", venue=VENUE, seats=SEATS, present=PRESENT, issues=ISSUES, said=SAID,
        conclusion="六月的工资应当补发。", reason="工友三人作证，微信记录可以印证。", term="根据《信访工作条例》第三十六条，听证的12天不计入办理期限。",
        **_common(),
    )  # fmt: skip


def agreement() -> Mapping[str, Any]:
    """Both sides agreed on the wages."""
    return AgreementData(
        kind="mediation", other="某建筑劳务有限公司", parties="张某某，某县某镇人；某建筑劳务有限公司，代表赵某，项目经理。", demands=[WAGES],
        scope="付清的时间和次数。", terms=["某公司分两次付清工资38600元：5月底前20000元，6月底前18600元。"], by="2026-06-30",
        signed="2026-04-10", **_common(),
    )  # fmt: skip


def simple_reply() -> Mapping[str, Any]:
    """The lamp is mended, a new one is not due."""
    return SimpleReplyData(
        accepted="2026-04-10", by="2026-04-20", review=ABOVE,
        answers=[
            {"demand": "修好门前的路灯", "outcome": "support", "opinion": "灯头损坏，4月20日前换好。"},
            {"demand": "再装一盏路灯", "outcome": "explain", "opinion": "这条路的路灯间距已经符合标准。"},
        ],
        **_common(),
    )  # fmt: skip


def no_more() -> Mapping[str, Any]:
    """The same matter after its final review."""
    earlier: Reviewed = {
        "filing": "SC510000-2025-000001", "organ": "某市人民政府", "number": "某政信访〔2025〕3号", "date": "2025-06-01",
    }  # fmt: skip
    return NoMoreData(
        demands=[WAGES], law="《信访工作条例》第三十六条", earlier=earlier, same_facts="都是2024年6月在同一工地的工资，没有新的事实。",
        same_reasons="都认为考勤没有算全，复核意见已经答复。", remedies=["有新的事实或者理由的，是新的信访事项，您可以随时提出。"],
        **_common(BUREAU, "某县信访〔2026〕12号"),
    )  # fmt: skip
