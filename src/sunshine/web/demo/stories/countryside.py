"""Villages: land, livestock, allowances, and ground that sinks."""

from __future__ import annotations

from sunshine.web.demo.stories.shape import Answer, Filer, Journey, Opinion, Step, Story

STORIES = (
    Story(
        id="land-money",
        channel="visit",
        filer=Filer("陈𠮷祥", "13900000021", "四川省眉山市仁寿县富加镇"),
        place="511421135",
        text=(
            "修旅游公路占了我们组四十多亩地，我家是一亩三分。别个组按人头分的，我们组说留三成给集体，"
            "后来又说留一半。开会那天我在成都看病，回来就让我按手印。留下的钱说要修机耕道，一年过去了，"
            "路没有，账也没有。我不是不让占地，占地修路是好事，我就是想把账弄清楚。"
        ),
        demands=("按规定补足我家应得的土地补偿费", "把集体留存的补偿款收支账目贴出来"),
        purpose="demand",
        category="国土资源/土地征收",
        journey=Journey.ISSUED,
        days={
            Step.REGISTERED: 62,
            Step.SORTED: 61,
            Step.FORWARDED: 60,
            Step.SIGNED: 58,
            Step.NOTIFIED: 53,
            Step.CONTACTED: 44,
            Step.URGED: 20,
            Step.REPLIED: 19,
            Step.PROPOSED: 5,
            Step.ISSUED: 3,
        },
        desk="511421-bureau",
        unit="511421135-township",
        contact=(
            "到村里与陈𠮷祥、组长和两名村民代表一起对账，查了会议记录和签到表。陈𠮷祥当天确实不在，"
            "签名是别人代签。"
        ),
        urge="对完账有半个多月了，结果还没有通知我。",
        reply="账已经对清，签名的事也核实了。镇农经站正在算各户应补多少，算完就出书面意见，当天通知您。",
        opinion=Opinion(
            facts=(
                "经查，该组补偿款分配方案表决时，到会户数符合规定，方案提留三成。后改为提留五成，"
                "未再召开会议。陈𠮷祥一户的签名非本人所签。提留款存于村集体账户，未动用，也未公布。"
            ),
            answers=(
                Answer(
                    "support",
                    "《中华人民共和国土地管理法》第四十八条",
                    (
                        "按表决通过的三成提留计算，应向您家补付补偿费，由村民小组十五日内支付；"
                        "多提留的两成同时退还全组各户。"
                    ),
                ),
                Answer(
                    "support",
                    "《中华人民共和国土地管理法》第四十九条、《中华人民共和国村民委员会组织法》第三十条",
                    (
                        "补偿款的收支账目已由镇农经站核对，三日内张贴在村务公开栏，以后每季度公布一次，"
                        "欢迎您到场监督。"
                    ),
                ),
            ),
        ),
    ),
    Story(
        id="pig-farm",
        channel="letter",
        filer=Filer("龚永福", "", "四川省眉山市仁寿县黑龙滩镇"),
        place="511421137",
        text=(
            "同志你好。我是个七十九岁的老头，字写得不好请原谅。我屋后头坡上修了个猪场，说是两百头，"
            "我看五百都不止。粪水顺沟沟流，把我吃了六十年的井水染黄了，有股臭味。"
            "我老伴上个月拉肚子住了院。去说过，老板说自来水都通了哪个还吃井水。自来水是通了，"
            "可是一个月要停好几回。我活不了几年了，就想喝口干净水。"
        ),
        demands=("不让粪水再流到沟里", "化验井水，告诉我能不能吃"),
        purpose="demand",
        category="环境保护/环境污染",
        journey=Journey.ACCEPTED,
        days={Step.REGISTERED: 17, Step.SORTED: 16, Step.FORWARDED: 15, Step.SIGNED: 13, Step.NOTIFIED: 6},
        desk="511421-bureau",
        unit="511421-ecology",
        branch="31.5",
        procedure="环境违法行为行政处罚",
        reason=(
            "您反映的是养殖场排污，属于请求查处违法行为，"
            "由我局依照《畜禽规模养殖污染防治条例》第十三条立案检查，查处结果书面答复您。井水已取样送检。"
        ),
    ),
    Story(
        id="yi-clinic",
        channel="web",
        filer=Filer("阿力么依洛", "13900000022", "四川省凉山彝族自治州昭觉县"),
        place="513431",
        text=(
            "我们村卫生室贴的通知全是汉字，我阿妈只认得 ꆈꌠꁱꂷ（彝文），汉话也听不太懂。"
            "上次打流感疫苗，她不知道要空两天再吃药，吃了一天睡了两天。村医是个好医生，可是只会说汉话。"
            "能不能把要紧的几句话用 ꆈꌠꉙ 也写一遍，贴在门上？我可以帮忙写，不要钱。"
        ),
        demands=("卫生室的用药和接种须知用彝汉两种文字张贴", "有一个会说彝语的人帮老人家问诊"),
        purpose="demand",
        category="卫生计生/公共卫生",
        journey=Journey.REGISTERED,
        days={Step.REGISTERED: 1},
        desk="513431-bureau",
    ),
    Story(
        id="minimum-living",
        channel="letter",
        filer=Filer("廖天民", "13900000023", "四川省眉山市仁寿县禄加镇"),
        place="511421127",
        text=(
            "我家原来吃低保，我、老婆和读高中的儿子三个人。今年五月停了，说是我名下有一辆车。"
            "那是我哥买的面包车，他征信不好，借我的名字上的户，我连驾照都没有。我有肾病，每周透析三次，"
            "老婆在饭馆洗碗，一个月一千八。停了以后，这几个月全靠借。"
        ),
        demands=("恢复我家的最低生活保障", "眼前的困难请帮一把"),
        purpose="demand",
        category="民政/社会救助",
        journey=Journey.DELIVERED,
        days={
            Step.REGISTERED: 57,
            Step.SORTED: 56,
            Step.FORWARDED: 56,
            Step.SIGNED: 55,
            Step.NOTIFIED: 51,
            Step.CONTACTED: 46,
            Step.PROPOSED: 24,
            Step.ISSUED: 22,
            Step.DELIVERED: 21,
        },
        desk="511421-bureau",
        unit="511421-civil",
        contact=(
            "入户，廖天民刚透析回来。看了行驶证、保险单和他哥哥的付款记录，车一直由哥哥使用。"
            "说明了过户以后怎么重新申请。"
        ),
        opinion=Opinion(
            facts=(
                "经入户核查，廖天民家庭月人均收入低于当地低保标准。其名下登记有机动车一辆，"
                "系其兄出资并使用，但登记所有人为廖天民，按现行财产认定规定应计入家庭财产。"
            ),
            answers=(
                Answer(
                    "explain",
                    "《社会救助暂行办法》第九条、第十三条",
                    (
                        "按登记，车辆目前算您家财产，现在不能直接恢复。您可以与哥哥办理过户，"
                        "过户当天就能重新申请，我们为您走快办通道，十个工作日内办完；"
                        "过户的手续由镇上便民中心陪您跑。"
                    ),
                ),
                Answer(
                    "support",
                    "《社会救助暂行办法》第四十七条",
                    "已为您家办理临时救助3000元，三日内到账；您的透析费用同时转医保部门办理医疗救助。",
                ),
            ),
        ),
    ),
    Story(
        id="sinking-ground",
        channel="visit",
        filer=Filer("秦家万", "13900000024", "四川省广安市华蓥市天池镇"),
        place="511681101",
        text=(
            "我们湾里十一户，房子下面过去挖过煤，矿关了快二十年。前年起地基往下坐，"
            "我家堂屋的裂缝插得进一个拳头，晚上听得到墙响。镇上来人贴过玻璃条，量了几回，没有下文。"
            "矿上的公司早就没了，找不到人。我们不要多的，只求一句准话：这房子还能不能住人，不能住，"
            "搬到哪里去。"
        ),
        demands=("鉴定房屋和地基是否安全", "不能住的，明确搬迁办法和时间"),
        purpose="appeal",
        category="国土资源/矿产资源管理",
        journey=Journey.CONTACTED,
        days={
            Step.REGISTERED: 34,
            Step.SORTED: 33,
            Step.FORWARDED: 32,
            Step.SIGNED: 30,
            Step.NOTIFIED: 26,
            Step.CONTACTED: 12,
        },
        desk="511681-bureau",
        unit="511681-nature",
        contact_by="site",
        contact=(
            "与地质队一起到现场，十一户都到了。秦家万家和隔壁两户当晚先安排到村小学住，"
            "其余八户装了裂缝仪，每天读数。鉴定报告二十天内出。"
        ),
    ),
)
