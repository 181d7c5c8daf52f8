"""Town life: schools, roads, markets, and one report that must not reach those it names."""

from __future__ import annotations

from sunshine.web.demo.stories.shape import Answer, Filer, Journey, Opinion, Step, Story

STORIES = (
    Story(
        id="school-place",
        channel="web",
        filer=Filer("木乃阿呷", "13900000031", "四川省乐山市市中区"),
        place="511102",
        text=(
            "我和孩子爸从马边过来，在乐山摆了六年早餐摊。孩子今年满六岁，居住证、租房合同、摊位证都有。"
            "报名那天老师收了材料，开学前又打电话说学位满了，让我们去十一公里外的学校，没有校车。"
            "我们四点钟就要出摊，实在送不过去。老家的爷爷奶奶也带不动了。不挑学校，只想近一点。"
        ),
        demands=("给孩子安排一个走得到的小学",),
        purpose="demand",
        category="教育文体/考试招生",
        journey=Journey.ACCEPTED,
        days={Step.REGISTERED: 21, Step.SORTED: 21, Step.FORWARDED: 20, Step.SIGNED: 19, Step.NOTIFIED: 14},
        desk="511102-bureau",
        unit="511102-education",
    ),
    Story(
        id="market-stalls",
        channel="web",
        filer=Filer("鲁秀琴", "13900000032", "四川省成都市武侯区簇桥街道"),
        place="510107",
        text=(
            "菜市场五月开始改造，通知上写改三个月，改造期间在停车场搭临时棚，老摊主优先。"
            "结果临时棚只搭了二十个位子，我们四十六家抽签，没抽到的自己想办法。现在半年了还没有完工。"
            "我卖了十九年豆腐，老客都散完了。租金退不退、什么时候回得去，没有人说得清。"
        ),
        demands=(
            "公布完工和回迁的时间",
            "停业期间的摊位费退给没抽到临时摊位的人",
            "把临时摊位增加到每家都有",
        ),
        purpose="demand",
        category="经济管理/市场监管",
        journey=Journey.ISSUED,
        days={
            Step.REGISTERED: 49,
            Step.SORTED: 49,
            Step.FORWARDED: 48,
            Step.SIGNED: 46,
            Step.NOTIFIED: 42,
            Step.CONTACTED: 35,
            Step.PROPOSED: 3,
            Step.ISSUED: 1,
        },
        desk="510107-bureau",
        unit="510107-market",
        contact="在市场办公室与鲁秀琴等九名摊主座谈，逐户登记停业天数和已交费用。",
        opinion=Opinion(
            facts=(
                "经查，改造通知确有“老摊主优先安排临时摊位”的承诺。因地下管网改线，工期延长；"
                "临时摊位受消防通道限制，只能设二十个。26户停业期间的摊位费未退。"
            ),
            answers=(
                Answer(
                    "support",
                    "《优化营商环境条例》第三十一条",
                    "工程于下月二十日完工，二十五日起按原摊位号回迁。进度每周一贴在市场门口。",
                ),
                Answer(
                    "support",
                    "《优化营商环境条例》第三十一条",
                    (
                        "26户停业期间的摊位费按天退还，今天起七个工作日内由市场管理方退到各户账户，"
                        "我局逐户核对。"
                    ),
                ),
                Answer(
                    "refuse",
                    "《中华人民共和国消防法》第二十八条",
                    (
                        "停车场东侧是消防车通道，不得占用，临时摊位不能再增加。"
                        "未抽到的摊主可以免费使用簇锦路便民点的十二个空位，需要的请在市场办公室登记。"
                    ),
                ),
            ),
        ),
    ),
    Story(
        id="dark-road",
        channel="letter",
        filer=Filer("宋子涵", "", "四川省广安市华蓥市溪口镇"),
        place="511681108",
        text=(
            "叔叔阿姨好！我是溪口镇初中二年级的学生。我们住在山上的有二十多个同学，"
            "下晚自习要走两公里公路回家。那段路没有路灯，大货车很多，开得很快，没有人行道，"
            "只能踩着水沟边走。上个月小胖（外号）被车灯晃了眼睛，掉到沟里，脚扭了。妈妈说写信没有用，"
            "我觉得可以试一试。我们不要很亮的灯，能看见路就行。"
        ),
        demands=("在学校到上山路口的公路装路灯或者反光的东西", "提醒大货车晚上开慢一点"),
        purpose="demand",
        category="交通运输/交通管理",
        journey=Journey.SIGNED,
        days={Step.REGISTERED: 7, Step.SORTED: 6, Step.FORWARDED: 6, Step.SIGNED: 5},
        desk="511681-bureau",
        unit="511681-transport",
    ),
    Story(
        id="shigao-report",
        channel="web",
        filer=Filer("覃志强", "13900000033", "四川省眉山市仁寿县视高街道"),
        place="511421004",
        text=(
            "我实名反映视高街道办事处有人在拆迁过渡费上做手脚。我们安置小区登记了三百一十二户领过渡费，"
            "可是我在公示栏拍到的名单里，至少有七户是早就迁走、或者根本没有住过的人，"
            "其中两户和经办这件事的干部是亲戚。名单贴了不到半天就撕了。我手上有照片和领款表的复印件。"
            "请不要把我的名字和材料转到街道去，我一家人还住在那里。"
        ),
        demands=("查清过渡费名单里不该领钱的人是怎么进去的",),
        purpose="report",
        category="纪检监察/滥用职权",
        journey=Journey.SIGNED,
        days={Step.REGISTERED: 12, Step.SORTED: 12, Step.FORWARDED: 11, Step.SIGNED: 10},
        desk="511421-bureau",
        klass="report",
        unit="511421-discipline",
        accused="511421004-township",
        visibility="bureau",
        summary="实名反映拆迁过渡费发放对象不实，附有材料。原文密封。",
        branch="30",
        files=("allowance-list.pdf",),
    ),
    Story(
        id="hospital-bus",
        channel="web",
        filer=Filer("何光明", "13900000034", "四川省眉山市仁寿县怀仁街道"),
        place="511421003",
        text=(
            "提个建议。县医院搬到新区一年多了，老城过去的3路车终点站离医院大门还有九百米，"
            "中间要过一条没有红绿灯的大路。去看病的多半是老人和抱娃娃的。我自己量过，"
            "只要把终点站往前挪到医院停车场西门，多跑两分钟，车就能在停车场里掉头，不用另外修站。"
            "附了一张手画的图。"
        ),
        demands=("把3路公交车的终点站延伸到县医院西门",),
        purpose="advice",
        category="交通运输/客货运输",
        journey=Journey.ACCEPTED,
        days={Step.REGISTERED: 65, Step.SORTED: 64, Step.FORWARDED: 63, Step.SIGNED: 62, Step.NOTIFIED: 52},
        desk="511421-bureau",
        klass="advice",
        unit="511421-transport",
        branch="29",
        procedure="意见建议研究论证",
        reason=(
            "经与公交公司、县医院现场测试，3路车延伸至医院西门单程增加一分五十秒，"
            "停车场内可以安全掉头，不需新建场站；医院同意腾出两个车位作站台。采纳您的建议，"
            "3路车自下月一日起延伸至县医院西门，首末班时间不变。您画的图我们用上了，谢谢您替大家想得这么细。"
        ),
        files=("route-sketch.png",),
    ),
    Story(
        id="blind-bend",
        channel="phone",
        filer=Filer("贺兴华", "13900000035", "四川省眉山市青神县"),
        place="511425",
        text=(
            "来电人说：省道从青神往眉山方向，有个下坡急弯，山体把视线全挡了，今年他亲眼看见三起车祸，"
            "两个骑电瓶车的摔断了腿。以前有一面凸面镜，去年被撞掉了，没有再装。他在弯道边开小卖部，"
            "每次听到刹车声就心慌。"
        ),
        demands=("重新安装凸面镜，加装爆闪警示灯",),
        purpose="demand",
        category="交通运输/交通管理",
        journey=Journey.URGED,
        days={
            Step.REGISTERED: 29,
            Step.SORTED: 28,
            Step.FORWARDED: 28,
            Step.SIGNED: 27,
            Step.NOTIFIED: 22,
            Step.CONTACTED: 15,
            Step.URGED: 2,
        },
        desk="511400-bureau",
        unit="511400-transport",
        contact_by="site",
        contact="与贺兴华在弯道见面，量了视距，确认凸面镜缺失。警示灯需要接电，正与供电所商量。",
        urge="前天又摔了一个，是个送外卖的小伙子。先把镜子装上也好。",
    ),
    Story(
        id="night-market-smoke",
        channel="web",
        filer=Filer("白晓芸", "13900000036", "四川省眉山市仁寿县文林街道"),
        place="511421001",
        text=(
            "楼下夜市一开，烧烤摊有十四家，烟道没有一根。我家三楼，夏天不敢开窗，窗帘一个月黑一次。"
            "我理解摆摊的人也要吃饭，我自己也爱吃。能不能要求装净化器，或者把烧烤集中到河边那块空地去？"
            "凌晨一点以后安静一点就更好了。"
        ),
        demands=("烧烤摊加装油烟净化设备或者集中到河边", "凌晨一点以后停止吆喝和放音响"),
        purpose="demand",
        category="环境保护/环境污染",
        journey=Journey.SORTED,
        days={Step.REGISTERED: 4, Step.SORTED: 1},
        desk="511421-bureau",
    ),
)
