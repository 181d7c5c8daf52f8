"""What previews of templates print: invented people and organs, every field filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sunshine.petitions.documents.data import (
    Contact,
    ExtensionData,
    NoticeData,
    ObjectionData,
    OpinionData,
    Place,
    ReceiptData,
    Route,
    Ruling,
    ServiceData,
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
        review=ABOVE, contact=CONTACT, copies=["某县信访局"], delivery="网上查阅，或者当面、邮寄送达", verify=VERIFY,
    )  # fmt: skip


def service() -> Mapping[str, Any]:
    """Left with a witness after a refusal."""
    facts = ServiceData(
        demo=True, organ=ORGAN, number="", filing=FILING, petitioner=NAME, date="2026-04-24",
        about={"paper": "", "name": "信访事项处理意见书"}, method="留置送达", day="2026-04-23", place="本人住处",
        receiver="", relation="", tracking="", reason="当面拒绝签收", witness="社区工作人员王某；已拍照", view="没有表示",
        server="李某", verify=VERIFY,
    )  # fmt: skip
    return {**facts, "about": {**facts["about"], "number": NUMBER}}


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
