"""The demo's officers. All are invented; each name in the cast can be signed in as with one click."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class CastMember:
    """One officer in one post. `blurb` says in a line what to try; only the named cast has one."""

    login: str
    name: str
    name_en: str
    unit: str
    role: str
    title: str
    title_en: str
    blurb: str = ""


CAST = (
    CastMember("rs-window", "何静", "He Jing", "511421-bureau", "window", "接访窗口工作人员",
               "Window clerk", _("在窗口登记来访、来信、来电，三分钟内办好并打印回执。")),
    CastMember("rs-sorter", "罗文斌", "Luo Wenbin", "511421-bureau", "sorter", "办信科办信员",
               "Sorting officer", _("逐条甄别刚登记的信访事项，转送给有权处理的单位。")),
    CastMember("rs-bureau-head", "杨启明", "Yang Qiming", "511421-bureau", "head", "局长",
               "Director", _("看全县哪里快到期、哪里已超期，审签本局的意见。")),
    CastMember("rs-hrss", "刘洋", "Liu Yang", "511421-hrss", "handler", "信访事项承办人",
               "Case officer", _("签收、告知、联系群众、写处理意见。先看超期的岗位补贴那件。")),
    CastMember("rs-hrss-head", "陈国栋", "Chen Guodong", "511421-hrss", "head", "局长",
               "Director", _("有一份处理意见等您审签：同意，或者退回修改。")),
    CastMember("rs-housing", "邓丽娟", "Deng Lijuan", "511421-housing", "handler", "信访事项承办人",
               "Case officer", _("一件水压问题忘了按期告知，现在就补上。")),
    CastMember("rs-housing-head", "付长青", "Fu Changqing", "511421-housing", "head", "局长",
               "Director", _("逐条核对老旧小区改造两项诉求的答复，再签批。")),
    CastMember("sg-office", "唐小军", "Tang Xiaojun", "511421004-township", "handler", "信访事项承办人",
               "Case officer", _("有人检举了本街道。试试看：怎么找也找不到那一件。")),
    CastMember("ms-sorter", "苏婉", "Su Wan", "511400-bureau", "sorter", "办信科办信员",
               "Sorting officer", _("从市里看：群众催办的弯道警示灯，现在在谁手上。")),
    CastMember("sc-sorter", "赵立平", "Zhao Liping", "510000-bureau", "sorter", "网上信访处办信员",
               "Sorting officer", _("看到全省各地的进度，甄别转送寄到省里的信访事项。")),
    CastMember("rs-leader", "周建华", "Zhou Jianhua", "511421-government", "leader", "副县长",
               "Deputy county head", _("一眼看出全县的难处，点进去就是每一件。")),
    CastMember("rs-discipline", "孟庆", "Meng Qing", "511421-discipline", "handler", "信访室承办人",
               "Case officer", _("除了登记的信访局，只有您能看到检举视高街道的原文。")),
    CastMember("system-admin", "高原", "Gao Yuan", "510000-bureau", "system_admin", "系统管理员",
               "System administrator", _("维护单位、人员和工作日历；看不到任何信访内容。")),
    CastMember("security-admin", "秦岚", "Qin Lan", "510000-bureau", "security_admin", "安全管理员",
               "Security administrator", _("管岗位和权限；自己不能办件，也不能查件。")),
    CastMember("auditor", "方正", "Fang Zheng", "510000-bureau", "auditor", "审计员",
               "Auditor", _("查谁在什么时候看过谁的姓名，核对账本是否完整。")),
)  # fmt: skip


def _sorter(login: str, name: str, name_en: str, unit: str) -> CastMember:
    return CastMember(login, name, name_en, unit, "sorter", "办信员", "Sorting officer")


def _handler(login: str, name: str, name_en: str, unit: str) -> CastMember:
    return CastMember(login, name, name_en, unit, "handler", "承办人", "Case officer")


def _head(login: str, name: str, name_en: str, unit: str) -> CastMember:
    return CastMember(login, name, name_en, unit, "head", "主要负责人", "Head")


SUPPORTING = (
    CastMember(
        "hy-window", "蒋敏", "Jiang Min", "511681-bureau", "window", "接访窗口工作人员", "Window clerk"
    ),
    CastMember(
        "ms-window", "冯雪", "Feng Xue", "511400-bureau", "window", "接听岗工作人员", "Telephone clerk"
    ),
    _sorter("hy-sorter", "贺强", "He Qiang", "511681-bureau"),
    _sorter("ls-sorter", "毛晓燕", "Mao Xiaoyan", "511102-bureau"),
    _sorter("wh-sorter", "谭俊", "Tan Jun", "510107-bureau"),
    _sorter("zj-sorter", "吉克阿英", "Jike Aying", "513431-bureau"),
    _handler("rs-ecology", "吴海峰", "Wu Haifeng", "511421-ecology"),
    _handler("rs-civil", "袁秀英", "Yuan Xiuying", "511421-civil"),
    _head("rs-civil-head", "马志远", "Ma Zhiyuan", "511421-civil"),
    _handler("rs-transport", "郭涛", "Guo Tao", "511421-transport"),
    _head("rs-transport-head", "余先明", "Yu Xianming", "511421-transport"),
    _handler("fj-office", "曾德华", "Zeng Dehua", "511421135-township"),
    _head("fj-office-head", "万里红", "Wan Lihong", "511421135-township"),
    _handler("ms-transport", "蒲伟", "Pu Wei", "511400-transport"),
    _handler("hy-hrss", "段文静", "Duan Wenjing", "511681-hrss"),
    _handler("hy-housing", "雷鸣", "Lei Ming", "511681-housing"),
    _head("hy-housing-head", "石永康", "Shi Yongkang", "511681-housing"),
    _handler("hy-nature", "白洁", "Bai Jie", "511681-nature"),
    _handler("hy-transport", "龚平", "Gong Ping", "511681-transport"),
    _handler("ls-education", "夏雨", "Xia Yu", "511102-education"),
    _handler("ls-housing", "沈立", "Shen Li", "511102-housing"),
    _head("ls-housing-head", "尹晓梅", "Yin Xiaomei", "511102-housing"),
    _handler("wh-market", "熊峰", "Xiong Feng", "510107-market"),
    _head("wh-market-head", "章燕", "Zhang Yan", "510107-market"),
    _handler("sc-hrss", "顾明", "Gu Ming", "510000-hrss"),
)
