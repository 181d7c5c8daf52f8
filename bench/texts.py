"""What the bench's petitioners say: the same kind of sentences for every system."""

from __future__ import annotations

import random

PLACES = [
    "东街",
    "南门",
    "河滩",
    "桥头",
    "老场",
    "新村",
    "石坝",
    "龙泉",
    "松林",
    "清水",
    "白塔",
    "红岩",
    "双河",
    "柳溪",
    "金山",
    "望江",
    "五里",
    "三合",
    "天宫",
    "玉龙",
]
THINGS = [
    "工资",
    "停水",
    "路灯",
    "学位",
    "医保",
    "低保",
    "拆迁补偿",
    "土地承包",
    "噪声",
    "油烟",
    "公交站",
    "电梯",
    "房产证",
    "物业费",
    "公积金",
    "养老保险",
    "化粪池",
    "井盖",
    "水渠",
    "树木",
    "停车位",
    "消防通道",
    "危房",
    "改造款",
    "征地款",
    "农机补贴",
    "退役安置",
    "工伤认定",
    "合同",
    "校车",
    "食堂",
    "药价",
    "快递柜",
    "充电桩",
    "河道",
    "垃圾站",
]
TROUBLES = [
    "一直没有解决",
    "拖了三个月",
    "说好的没有办",
    "找了两次没人管",
    "材料退回来三回",
    "夜里影响休息",
    "老人出行不便",
    "去年就反映过",
    "承诺的期限已过",
    "收费没有依据",
    "施工后没有恢复",
    "面积算少了",
    "名单里漏了我家",
    "账目没有公开",
    "来人看过没有下文",
]
WISHES = [
    "请尽快处理",
    "希望书面答复",
    "请核实后公开",
    "要求补发",
    "要求修好",
    "请安排人来看",
    "请说明依据",
    "希望有个期限",
]
COMMON, RARE = THINGS[:5], THINGS[-5:]


def telling(dice: random.Random) -> tuple[str, str]:
    """A title and a text of some eighty characters; the first things come up most."""
    thing = dice.choices(THINGS, weights=range(len(THINGS), 0, -1))[0]
    place, other = dice.choice(PLACES), dice.choice(THINGS)
    title = f"{place}{dice.choice(PLACES)}{dice.randint(1, 99)}号{thing}{dice.choice(TROUBLES)}"
    house = f"{dice.randint(1, 40)}栋{dice.randint(1, 6)}单元"
    text = (
        f"我住{place}{house}，{thing}的事{dice.choice(TROUBLES)}，{dice.choice(TROUBLES)}。"
        f"{dice.randint(1, 12)}月{dice.randint(1, 28)}日又问了一次，{other}也是这样，{dice.choice(TROUBLES)}。{dice.choice(WISHES)}。"
    )
    return title, text
