"""内容分类: what petitions are about, two levels. Codes are our own: national numbers were never published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

CATEGORIES = (
    (_("农村农业"), (_("土地承包经营"), _("村务管理"), _("惠农补贴"), _("农资农技"), _("农副产品流通"), _("动物防疫"),
     _("水利水电"), _("水库移民"), _("林业管理"), _("草原草场"), _("农垦农场"), _("扶贫开发"), _("村镇建设"))),
    (_("国土资源"), (_("土地资源管理"), _("土地征收"), _("集体土地上房屋拆迁与补偿"), _("矿产资源管理"), _("海洋气象地震"))),
    (_("城乡建设"), (_("城乡规划"), _("国有土地上房屋征收与补偿"), _("住房保障与房地产"), _("城市建设和市政管理"),
     _("建筑市场"), _("工程质量"), _("建设项目审批"), _("建设管理"))),
    (_("劳动和社会保障"), (_("劳动关系"), _("工资福利"), _("劳动保护"), _("就业培训"), _("人力资源"), _("城镇职工社会保险"),
     _("城镇居民社会保险"), _("社保基金管理"), _("退休政策及待遇"), _("离休"))),
    (_("卫生计生"), (_("医政监管"), _("医患纠纷"), _("公共卫生"), _("人口计生"), _("食品药品监管"))),
    (_("教育文体"), (_("教育体制"), _("教育行政管理"), _("教育收费"), _("考试招生"), _("教师队伍和待遇"), _("失学辍学"),
     _("文化"), _("文物管理"), _("体育"))),
    (_("民政"), (_("社会救助"), _("救灾募捐"), _("福利慈善"), _("优抚"), _("复退安置"), _("军转安置"), _("区划地名"),
     _("基层选举和社区建设"), _("民间组织"), _("社会服务"))),
    (_("政法"), (_("诉讼"), _("仲裁与调解"), _("刑案侦破"), _("刑罚执行"), _("社会治安"), _("户籍证件"), _("行政复议"),
     _("法律服务"), _("警务督察"), _("法制建设"))),
    (_("经济管理"), (_("宏观调控"), _("金融财税"), _("保险证券期货"), _("国资监管"), _("企业破产"), _("市场监管"),
     _("质监检验检疫"), _("安全生产"), _("能源管理"), _("知识产权"))),
    (_("交通运输"), (_("交通管理"), _("客货运输"), _("出租车管理"), _("邮政管理"))),
    (_("环境保护"), (_("环境污染"), _("环保管理"), _("野生资源管理"))),
    (_("科技与信息产业"), (_("科学技术"), _("信息化建设"), _("电信"))),
    (_("商贸旅游"), (_("商业贸易"), _("旅游管理"))),
    (_("纪检监察"), (_("贪污贿赂"), _("滥用职权"), _("失职渎职"), _("干部作风"), _("党政处分"))),
    (_("组织人事"), (_("选拔任用"), _("机构改革"), _("编制职位"), _("招录辞退"))),
    (_("党务政务"), (_("党的建设"), _("政治体制"), _("群众团体"), _("宣传舆论"), _("民族宗教"), _("港澳台侨"),
     _("国防外交"), _("领导事务"))),
    (_("其他"), (_("历史遗留问题"), _("表达情感"), _("其他"))),
)  # fmt: skip


def choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Grouped form choices, coded ``0402`` for the second of the fourth."""
    return [
        (
            gettext_lazy(first),
            [(f"{n:02}{m:02}", gettext_lazy(second)) for m, second in enumerate(seconds, 1)],
        )
        for n, (first, seconds) in enumerate(CATEGORIES, 1)
    ]


_NAMES = {
    f"{n:02}{m:02}": (first, second)
    for n, (first, seconds) in enumerate(CATEGORIES, 1)
    for m, second in enumerate(seconds, 1)
}
_CODES = {names: code for code, names in _NAMES.items()}


def label(code: str) -> str:
    """``劳动和社会保障 › 工资福利``, in the reader's language; empty for an unknown code."""
    return " › ".join(gettext(name) for name in _NAMES.get(code, ()))


def code_of(first: str, second: str) -> str:
    """The code of a category by its Chinese names, as imports give them. Raises KeyError."""
    return _CODES[first, second]
