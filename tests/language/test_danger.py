"""What Jiayin must hear as danger, must not hear as danger, and must ask about."""

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.language.danger import CLEAR, Aspect, Level, Screening, Trigger, is_cry, screen
from dialogs.language.normal import LONGEST
from dialogs.language.traditional import SIMPLIFIED, TRADITIONAL

# Examples of one kind stand on a line, parted by " / ".

PRESENT: dict[tuple[Trigger, Level], str] = {
    (Trigger.ACCIDENT, Level.P0): (
        "孩子掉水里了 / 孩子喝了农药 / 孩子烫着了 / 孩子触电了 / 孩子被狗咬了 / 娃儿遭狗咬了 / 孩子被烫伤了怎么办 / "
        "孩子被东西噎住了脸发紫 / 开水烫到手起泡了 / 我妈被车撞了 / 孩子从楼上摔下来了 / 孩子发高烧抽搐了 / "
        "孩子叫不醒 / 儿子在厂里被机器夹断手指 / 孩子误食了老鼠药 / 救命 / 快救救我孩子 / 🆘 / SOS / 孩子掉井里了 / "
        "娃被开水烫了一大片 / 孩子触电倒地上了 / 小娃吞了电池 / 孩子喝了除草剂 / 孩子被毒蛇咬了 / "
        "孩子从二楼摔下来不动了 / 孩子高烧不退抽起来了 / 煤气中毒了,奶奶和孩子都叫不醒 / 家里着火了孩子还在里面 / "
        "孩子出车祸了 / 孩子逆水了 / 孩子刚才被开水烫了,起了好多大泡 / 奶奶没看住,娃的手伸进油锅烫伤了 / "
        "孩子噎住了喘不上气 / 宝宝吞了个硬币,脸发紫 / 孩子掉到鱼塘里了快救 / 娃滑到水库里去了 / "
        "宝宝被花生米卡住了不出气 / 小娃把打火机油喝了 / 孩子摸电线被电到了 / 娃儿着火烧到脸了 / "
        "孩子从树上摔下来晕过去了 / 孩子被拖拉机压了腿 / 小孩吃了老鼠药口吐白沫 / 孩子被蛇咬了脚肿得老大 / "
        "孩子游泳沉下去了 / 娃喝了洁厕灵 / 孩子手被开水烫脱皮了 / 小孩被电打了 / 孩子摔下楼梯昏迷 / "
        "孩子嘴唇发紫喘不上气"
    ),
    (Trigger.CHILD_OFFENDING, Level.P1): (
        "偷东西被抓 / 儿子吸毒 / 儿子偷电瓶车被派出所抓了 / 女儿跟社会上的人吸毒 / 儿子伙同别人抢劫被抓 / "
        "他跟人家打架把人打伤了,派出所来电话"
    ),
    (Trigger.CHILD_SELF_HARM, Level.P0): (
        "孩子说不想活了 / 孩子说活着没意思,是不是吓唬我的 / 女儿割手 / 他拿刀划胳膊 / 喝农药 / 跳楼 / 写了遗书 / "
        "说活着没意思 / 孩子吃了一瓶药 / 孩子拿小刀割手腕 / 孩子手上有刀痕 / 孩子说想死 / 孩子哭着要跳窗 / "
        "我家孩子昨晚把自己关房里拿刀子划手 / 女儿在日记里写想离开这个世界 / 孩子说他死了我们就轻松了 / "
        "她说不想待在这个世界上了 / 孩子吃了奶奶的降压药好多颗 / 娃儿站在楼顶不肯下来 / 孩子说要从六楼跳下去 / "
        "孩子跳漏了 / 女儿割碗 / 孩子说活着好没劲 / 孩子闹自杀 / 孩子要自杀 / 孩子说不想活了,还割了手 / "
        "孩子抑郁了说想死 / 闺女发信息说她活够了 / 儿子说他要跟这个世界告别 / 我娃用圆规扎自己胳膊 / "
        "孩子把自己胳膊咬得稀烂 / 小孩说要去死,拦都拦不住 / 妹崽说她想从桥上跳下去 / 孩子說不想活了怎麼辦 / "
        "女儿自纱了 / 孩子说他想从这个世界消失 / 儿子半夜爬上天台说不想念了要跳 / 女儿拿剪刀戳自己大腿 / "
        "崽说活着好累不如死了"
    ),
    (Trigger.DROPOUT_CHILD_LABOUR, Level.P2): (
        "不让他读了 / 进厂打工(14岁) / 14岁进厂打工 / 借身份证进厂 / 奶奶不让她念书了 / 14岁的儿子进厂了 / "
        "爷爷不让她读书了,要她进厂 / 孩子已经退学了,在家半年 / 13岁的外甥在厂里上班"
    ),
    (Trigger.INFANT_DANGER, Level.P0): (
        "想把孩子掐死 / 抱着孩子跳 / 不想要她了 / 宝宝没反应了 / 我产后抑郁,想抱着孩子跳下去 / 我想把她扔了 / "
        "我好想掐死这个娃 / 孩子一直哭我想把他从窗户扔下去 / 带着两个娃想一起喝药 / 生完孩子我老想把她捂死 / "
        "我要把孩子捂死"
    ),
    (Trigger.MISSING_CHILD, Level.P0): (
        "孩子不见了 / 孩子还没回家 / 孩子离家出走了 / 孩子电话关机一晚上 / 孩子放学不回家也联系不上 / 孩子 丟 了 / "
        "细佬唔见咗 / 海子不见了 / 孩子走丢了,找不到了怎么办 / 放学了还没回家,天都黑了 / 孩子失踪三天了 / "
        "女儿偷偷去见网友一晚没回 / 孩子跟网友跑了 / 孩子找不到了 / 孩子放学到现在都没到家 / "
        "娃娃走到街上就不见了人 / 奶奶带孩子赶集,一转眼人没了 / 孩子在河里洗澡不见了 / 孩子不見了怎麼辦 / "
        "孩子走诗了 / 孩子不见了,找了一晚上 / 娃从学校跑了,到现在还没回家 / 孩子昨天放学后没回来 / "
        "娃在火车站走散了 / 我儿子跑出去三天了没消息 / 孩子电话打不通一整天了 / 奶奶说孩子出去玩到现在没见人影 / "
        "孩子不.见.了 / 孩子去赶集走丢了 / 儿子离家两天没消息 / 孩子拿了钱不见了 / 孩子在火车站不见了 / "
        "孩子骑车出去找不到人了 / 女儿跑了 手机关机 / 找不到孩子了 / 找不到娃了怎么办 / 还没找到孩子 / 校门口找不着儿子"
    ),
    (Trigger.NO_CARER, Level.P0): (
        "七岁一个人在家 / 孩子被反锁在家里 / 孩子被锁在车里了 / 五岁娃一个人锁在屋里 / 六岁的崽晚上自己在家睡 / "
        "五岁和三岁两个孩子自己在家"
    ),
    (Trigger.NO_CARER, Level.P1): (
        "老人住院没人管 / 他自己住 / 奶奶摔了 / 奶奶走了,孩子没人管 / 奶奶中风倒地上了,家里就两个孩子 / "
        "爷爷死了两天,孩子一个人在家 / 孩子三天没人做饭 / 奶奶住院了,两个小的没人看 / 奶奶住院了，我上班孩子没人看 / "
        "娃一个人在老家过夜好几天了 / "
        "爷爷昏倒了家里只有孩子"
    ),
    (Trigger.PARENT_SUICIDE, Level.P0): (
        "不想活了 / 我不想活了 / 活着没意思 / 想死了算了 / 撑不下去了 / 我撑不下去了 / 死了算了 / 对不起孩子先走了 / "
        "对不起孩子,我先走了 / 不 想 活 了 / 我🙂不🙂想🙂活🙂了 / 我想自沙 / 要不是为了孩子我早就不想活了 / "
        "孩子不在身边,我真的不想活了 / 老公说他不想活了 / 老公喝农药了 / zisha / 我想4了算了 / 我真的活不下去了 / "
        "我想一了百了 / 我对不起孩子,下辈子再做他妈 / 不想活啦 / 不想或了 / 想自鲨 / 想亖 / 活着没意识 / "
        "死了就解脱了 / 我觉得活着就是受罪,真的不想再熬了 / 我真想从宿舍楼上跳下去 / 我撑不住了,谁来救救我 / "
        "我一个人在宿舍想割腕 / 真的熬不住了,遗书都写好了"
    ),
    (Trigger.PARTNER_VIOLENCE, Level.P0): (
        "他要杀我 / 老公把我打得鼻青脸肿 / 他掐我脖子 / 老公拿菜刀追我 / 他要跟我同归于尽 / 我老公又喝酒了要打死我 / "
        "老公拿酒瓶砸我头 / 他把我打得下不了床"
    ),
    (Trigger.PARTNER_VIOLENCE, Level.P1): (
        "老公打我 / 他不让我出门 / 老公喝酒就打我,现在又在砸门 / 厂里主管打我 / 老婆打我 / 前夫威胁我 / "
        "我被老公关在屋里不让出来 / 他不给我身份证,不让我走 / 男朋友把我锁屋里打 / 老公把我手机砸了还掐我"
    ),
    (Trigger.PHYSICAL_ABUSE, Level.P0): (
        "奶奶把他打得青一块紫一块 / 后妈拿烟头烫孩子 / 把孩子关起来不给吃 / 往死里打 / 儿子被人砍了 / 女儿被人下药 / "
        "后妈不给孩子饭吃 / 爷爷喝醉了把孩子打得头破血流 / 孙子被他叔吊起来打 / 孩子被打成重伤 / "
        "我儿子被人打了住院 / 爷爷正在打孩子,打得流血了 / 后娘把孩子绑在树上 / 孩子被大伯打断了胳膊 / "
        "奶奶用针扎娃的手 / 儿子被关在猪圈里一晚上 / 外公用扁担打断了娃的腿 / 继父把孩子关在厕所里饿了一天 / "
        "奶奶拿开水泼孩子 / 同学用烟头烫他 / 罚跪不给吃饭 / 后妈让他跪着不给饭吃 / 关着不让睡觉"
    ),
    (Trigger.PHYSICAL_ABUSE, Level.P1): (
        "爷爷用皮带抽他 / 孩子怕被爷爷打不敢回家 / 孩子身上好多淤青 / 孩子背上有烟头印 / 后爸天天喝酒打孩子 / "
        "婆婆拿火钳打孙女,手都肿了 / 他爷爷一喝酒就打他,昨晚又打了"
    ),
    (
        Trigger.SERIOUS_BULLYING,
        Level.P0,
    ): "同学把他打得流血了 / 孩子说同学要拿刀捅他 / 女儿被同学扒衣服拍照 / 他被几个同学打得住院了",
    (Trigger.SERIOUS_BULLYING, Level.P1): (
        "天天堵他 / 打了还拍视频 / 要钱不给就打 / 几个大孩子把他堵在厕所打,还拍视频 / 同学逼他下跪 / "
        "他们让我儿子交保护费 / 同学天天堵着他要钱不给就打 / 儿子被高年级的拖到厕所打 / 同学把他衣服脱了拍视频 / "
        "有人跟他要钱,不给就打他 / 孩子天天被勒索"
    ),
    (Trigger.SEXUAL_ABUSE, Level.P0): (
        "女儿被人摸了 / 有人脱她裤子 / 女儿下面疼 / 孩子下面流血 / 网友叫她发照片 / 女儿怀孕了 / 老师抱她亲她 / "
        "怀疑孩子被人侵害了怎么办 / 去年开始爷爷就摸她 / 舅舅半夜进女儿房间 / 女儿说叔叔把手伸进她裤子 / "
        "老师把她单独留在办公室摸她 / 村里老光棍把她骗到屋里 / 有个男的叫我女儿发光身子的照片 / 她才13岁就怀上了 / "
        "女儿被性轻了 / 女儿说邻居摸她下面 / 孩子被人猥亵了怎么办 / 表哥摸我女儿的胸 / 体育老师亲了我女儿 / "
        "女儿说隔壁叔叔让她脱裤子 / 孩子内裤上有血 / 有人在微信上要我女儿发没穿衣服的视频 / "
        "女儿跟网友见面被他带去开房 / 女儿被同村的男人糟蹋了 / 班主任摸我女儿大腿 / 叔公把手伸到孙女衣服里 / "
        "女儿十二岁怀孕三个月 / 老师摸我孩子 / 亲戚摸她 / 过年亲戚老摸她 / 她说叔叔弄她 / 女儿说舅舅弄她下面"
    ),
    (Trigger.STAFF_ABUSE, Level.P0): (
        "托管老师打他 / 你们的人摸我女儿 / 学校老师打孩子耳光 / 幼儿园老师用针扎孩子 / 你们的人骗我钱 / "
        "友好空间的老师骂孩子 / 托管班老师把孩子关小黑屋 / 你们的志愿者骚扰我女儿 / 幼儿园老师打我孩子 / "
        "老師打我女兒 / 托管中心的老师把娃关厕所 / 你们那个老师半夜加我女儿微信叫她出去 / 老师把我儿子耳朵打聋了 / "
        "你们志愿者摸我女儿 / 托管班把孩子关起来 / 托管老师关了他一下午 / 托管老师把他关在教室里 / 老师罚她跪 / "
        "幼儿园不给孩子吃饭"
    ),
    (Trigger.TRAFFICKING, Level.P0): (
        "女儿被人带走了 / 儿子说去打工没消息 / 叫他去要饭 / 奶奶要给她定亲 / 他们要卖孩子 / "
        "有个陌生女人要带走我孩子 / 孩子被人贩子抱走了 / 爷爷要把孙女嫁给邻村老头换彩礼 / 儿子被骗去缅甸了 / "
        "娃被拐麦了 / 女儿被一个男的带上车了 / 有人要买我家孩子 / 爷爷把孙女许给人家了 / 十六岁的女儿被逼着嫁人 / "
        "娃 被 人 拐 走 了 / 孩子被网友骗走了 / 有人把我孩子抱走了"
    ),
    (Trigger.USER_IS_MINOR, Level.P0): "我今年14,我不想活了 / 我才12岁,爷爷摸我 / 我13岁,我爸打我",
    (
        Trigger.USER_IS_MINOR,
        Level.P1,
    ): "爸爸老打我,我读五年级 / 妈妈打我,我上四年级 / 我今年十六,我爸天天打我",
    (Trigger.USER_IS_MINOR, Level.P2): "我15岁 / 我是他姐姐我读初二 / 我是小学生 / 我是初中生,在厂里打工",
}

NOT_PRESENT: dict[tuple[Trigger, Aspect], str] = {
    (Trigger.ACCIDENT, Aspect.MILD): "差点掉河里 / 孩子手烫红了一点点 / 孩子摔了一跤 / 孩子手指烫红了一点点,没起泡",
    (
        Trigger.ACCIDENT,
        Aspect.PAST,
    ): "去年孩子被烫伤,现在好了 / 去年烫伤的疤还在,现在好了 / 孩子上次烫伤的,已经好了 / 小时候噎住过一次,后来没事了",
    (Trigger.ACCIDENT, Aspect.PREVENTION): (
        "怎么防溺水 / 万一孩子被噎住怎么办 / 网上说煤气中毒怎么预防 / 怎么防止孩子烫伤 / "
        "家里怎么放热水瓶才能不烫到孩子 / 怎么避免孩子噎住 / 吃花生怕噎着要注意什么"
    ),
    (Trigger.CHILD_OFFENDING, Aspect.MILD): "儿子跟人混 / 孩子吸电子烟",
    (Trigger.CHILD_SELF_HARM, Aspect.MILD): "孩子是不是抑郁了 / 孩子有点抑郁,不爱说话",
    (Trigger.CHILD_SELF_HARM, Aspect.PAST): "孩子前年抑郁,现在好了",
    (Trigger.CHILD_SELF_HARM, Aspect.PREVENTION): "怎么看出孩子抑郁",
    (
        Trigger.DROPOUT_CHILD_LABOUR,
        Aspect.MILD,
    ): "孩子想退学出来打工怎么办 / 她14岁,想跟我进厂 / 孩子不想读了,想出来打工",
    (Trigger.DROPOUT_CHILD_LABOUR, Aspect.PAST): "去年辍学了,现在回去读了",
    (Trigger.DROPOUT_CHILD_LABOUR, Aspect.PREVENTION): "怎么防止孩子辍学",
    (Trigger.INFANT_DANGER, Aspect.MILD): "产后抑郁",
    (Trigger.MISSING_CHILD, Aspect.PAST): "孩子走丢了,刚才找到了 / 去年走丢过一次,找到了 / 孩子走丢了,已经找回来了",
    (Trigger.MISSING_CHILD, Aspect.PREVENTION): "怎么防止孩子走丢 / 怎么教孩子走丢了找警察 / 赶集怕孩子走丢怎么办",
    (Trigger.NO_CARER, Aspect.MILD): "爷爷天天喝酒,我不放心 / 周末加班孩子没人带",
    (
        Trigger.PHYSICAL_ABUSE,
        Aspect.MILD,
    ): "老人打骂孩子怎么办 / 我打了孩子一巴掌,后悔死了 / 奶奶打了他一下屁股 / 老人动不动就打骂孩子 / 爷爷罚他跪",
    (Trigger.PHYSICAL_ABUSE, Aspect.PAST): "以前奶奶打过他,现在不打了",
    (
        Trigger.SERIOUS_BULLYING,
        Aspect.MILD,
    ): "孩子在学校被欺负怎么办 / 同学给他起外号 / 同学打了他一下 / 同学给他起外号笑他",
    (Trigger.SERIOUS_BULLYING, Aspect.PAST): "去年在学校被霸凌,现在好了 / 上学期被同学欺负,现在换班好了",
    (Trigger.SERIOUS_BULLYING, Aspect.PREVENTION): "校园霸凌怎么预防 / 怎么预防校园欺凌",
    (Trigger.SEXUAL_ABUSE, Aspect.MILD): "隔壁老头老给她糖吃,我不放心",
    (Trigger.SEXUAL_ABUSE, Aspect.PAST): "去年被猥亵过,现在好多了 / 女儿小时候被亲戚摸过,现在上大学了",
    (Trigger.SEXUAL_ABUSE, Aspect.PREVENTION): "怎么防性侵 / 怎么预防孩子被侵害 / 怎么跟孩子讲防性侵",
    (Trigger.STAFF_ABUSE, Aspect.PAST): "以前被老师打过,现在换学校了",
}

ASKED_BACK: dict[Trigger, str] = {
    Trigger.CHILD_SELF_HARM: (
        "他最近老把东西送人 / 她天天穿长袖 / 问我死了会不会疼 / 他说去一个很远的地方 / 儿子给我发消息说妈妈再见 / "
        "手腕上有一道道的 / 女儿胳膊上好几道口子 / 手臂内侧有一条条的红印子"
    ),
    Trigger.INFANT_DANGER: "想带着孩子一起走",
    Trigger.PARENT_SUICIDE: (
        "我不在了你们别难过 / 这世界没意思 / 加班加到撑不住了 / 活着好累 / 想死的心都有了 / "
        "我活着就是个累赘 / 我现在在天台上 / 我买了安眠药 / 我不活了 / 活得太痛苦了,想结束"
    ),
    Trigger.PHYSICAL_ABUSE: "打死他算了",
    Trigger.SEXUAL_ABUSE: "初二的女儿肚子大了 / 叔叔弄她 / 后爸晚上弄她",
}

HARMLESS = (
    "看到新闻说有个孩子跳楼了,心里难受 / 电视剧里那个女孩被拐卖了 / 昨天刷到一个短视频说孩子溺水,好怕 / "
    "他没有自杀 / 孩子没走丢,在家呢 / 幸好没烫着 / 怎么教孩子防拐 / 奶奶轻轻打了下屁股 / 奶奶打他电话没接 / "
    "爷爷给他打电话 / 老师打电话来说他没写作业 / 孩子打我 / 孩子怀里抱着猫 / 老婆怀孕了 / 我怀孕了能请假吗 / "
    "老师亲自送他回来 / 孩子跟奶奶亲 / 不想活动 / 不想干活了 / 手机电池撑不住了 / 孩子钥匙丢了 / "
    "孩子把书包弄丢了 / 孩子丢了魂一样 / 孩子不见外 / 老公还没回家 / 过年没回家 / 女儿被前夫带走了不让我看 / "
    "孩子被爷爷带走了 / 我家孩子15岁 / 我15岁就出来打工了 / 我读初二的儿子 / 割稻子割到手了 / 孩子说想死妈妈了 / "
    "今天天气真好 / 中了彩票怎么办 / 红烧肉怎么做 / 托管班几点关门 / 托管老师关心孩子 / 你们老师打电话给我 / "
    "喝水呛了一下,没事了 / 怎么劝老人不打孩子 / 孩子书包不见了 / 孩子的身份证丢了 / 孩子不见人就笑 / "
    "女儿找不到工作 / 孩子找不到对象 / 儿子找不到作业本 / 孩子把钥匙丢了 / 想死我儿子了 / 想死你了 / "
    "可把我想死了 / 累死了 / 烦死了 / 急死人 / 笑死 / 热死 / 忙死 / 气死我了 / 要死了怎么又涨价 / "
    "不要命地玩手机 / 跳楼价 / 割麦子 / 割草 / 农药打完了没 / 死活不接电话 / 死心眼 / 杀猪 / 丢人 / 丢脸 / "
    "丢了面子 / 钥匙丢了 / 没人管学习 / 摸底考试 / 上班摸鱼 / 流鼻血 / 孩子流鼻血了 / 我走了回厂了 / "
    "打回去没说两句他就要挂,咋办 / 孩子接电话就是要钱,我心里不得劲 / 上夜班他放学我在睡觉,啥时候打合适 / "
    "一岁多的小娃视频里不看我,有用吗 / 他爸不爱说话,打电话就问考了几分 / 孩子半夜哭着要妈妈 / 女儿说她没有爸妈 / "
    "老大说我们偏心,只带弟弟出来 / 最近他啥都不想干,也不出门 / 婆婆太惯了,要啥买啥 / 老人七十多了带三个带不动 / "
    "我妈说我教的不对,两个人在电话里吵起来 / 寄多少钱回去合适,给少了不好意思 / 过年回去孩子不认我 / "
    "走的时候抱着腿不松手,怎么办好 / 今年不回去过年,怎么跟孩子讲 / 暑假接过来住一个月好不好 / "
    "接来了天天吵着要回奶奶家 / 家门口就是水塘,咋跟老人说 / 孩子骑电动车上学行不行 / 女儿十岁胸口疼,是不是病 / "
    "怎么跟儿子讲那个事,我张不开嘴 / 奶奶说来那个不能碰凉水,真的假的 / 偷刷爷爷的钱充游戏能要回来不 / "
    "一没收手机就砸东西 / 该不该给他买个手机,不然联系不上 / 电话手表买哪种管用 / 半夜躲被窝看短视频 / "
    "作业不写,老师天天在群里艾特我 / 我初中都没毕业,咋辅导他 / 住校说食堂吃不饱想回家 / 偷拿家里钱买零食 / "
    "一说就顶嘴 / 撒谎,作业说写完了 / 两个娃天天打架 / 老咳嗽,村里医生开的药能吃不 / 不吃饭光吃辣条 / "
    "眼睛看不清黑板了要配眼镜吗 / 五岁了还尿床 / 免费的那个HPV疫苗怎么打 / 想孩子想得睡不着,干活老出错 / "
    "老公不管,什么都是我一个人 / 挣钱也不是不挣也不是,到底回不回去 / 打电话忍不住发火,挂了又后悔 / "
    "离婚了孩子归他,他家不让我看 / 孩子跟我来东莞上学要啥手续 / 厂里暑假那个托管班怎么报,要钱吗 / "
    "委托照护书是个啥,在哪弄 / 孩子在老家看病,我这边医保能报不 / 你们这个会不会告诉厂里 / "
    "今天发工资了,给奶奶转了五百 / 孩子考试考了95分,高兴死了 / 儿子长高了,鞋子都小了 / 女儿会叫妈妈了 / "
    "我们厂旺季天天加班 / 老板不给加班费 / 手机丢了,孩子电话存哪 / 钱包丢了 / 孩子身份证丢了怎么补 / "
    "户口本找不到了 / 孩子的疫苗本不见了 / 孩子打篮球摔了一跤 / 奶奶在家杀鸡 / 爷爷去割稻了 / 收麦子忙死了 / "
    "老公去打麻将了 / 孩子跟老师打招呼 / 老师打电话让我去学校 / 孩子打针哭了 / 孩子抽屉里有手机 / "
    "抽空给孩子打电话 / 孩子抽血化验 / 孩子说想死我了 / 孩子想死妈妈了 / 我想死她了 / 快过年了想家想死了 / "
    "这天热得要死 / 孩子玩手机玩疯了 / 孩子抱着手机不放 / 孩子抱着奶奶不撒手 / 老师抱怨孩子上课说话 / "
    "奶奶给孩子脱衣服洗澡 / 孩子尿裤子了 / 爷爷摸摸他的头 / 孩子掉牙了 / 孩子头发掉得厉害 / 作业本掉水里了 / "
    "手机掉水里了 / 孩子不爱喝水 / 水电费怎么交 / 充电线坏了 / 没电了 / 孩子烫头发 / 汤太烫了 / 家里的狗丢了 / "
    "被蚊子咬了一身包 / 孩子咬指甲 / 车票买不到 / 孩子跑步第一名 / 他跑得快 / 我跑了一趟派出所办居住证 / "
    "派出所上户口要啥 / 孩子偷偷玩手机 / 偷懒不写作业 / 孩子抓周 / 老师抓得紧 / 孩子赌气不吃饭 / 赌气 / 打赌 / "
    "孩子混合喂养 / 学校不让带手机 / 不让他玩手机他就哭 / 奶奶不让吃零食 / 孩子不想读书,只想玩 / "
    "孩子不想上学怎么办 / 孩子不吃饭 / 孩子一个人睡害怕 / 孩子自己上学 / 我一个人带两个娃 / 我一个人在家带孩子 / "
    "没人帮我带孩子我上不了班 / 老公不管孩子 / 孩子不听话,骂了也没用 / 他骂我 / 老板骂我 / 同学都有手机他没有 / "
    "孩子跟同学闹矛盾 / 孩子当班长了 / 结婚十年了 / 订婚酒席 / 我妹妹怀孕了 / 老师怀孕换班主任了 / "
    "孩子怀疑我不爱他 / 我16号放假 / 我今年30岁 / 我35岁了还能学吗 / 我女儿15岁 / 我儿子读初二 / "
    "我上初中的时候 / 孩子上小学一年级 / 我是孩子妈妈 / 我15号回家 / 生活没意思 / 上班没意思 / 这活没意思 / "
    "没意思,不聊了 / 我先走了,下次聊 / 我走了一天路 / 爷爷走了十里路 / 爸爸走了孩子哭 / 昨天走的时候孩子哭 / "
    "农村办丧事 / 撑死了,吃太饱 / 好吃到哭 / 受够了这个天气 / 我快疯了 / 头疼死了 / 孩子笑得肚子疼 / 肚子疼 / "
    "屁股疼坐久了 / 来月经肚子疼 / 眼睛下面红了 / 孩子血型是什么 / 抽血 / 孩子献血 / 玩水枪 / 跳绳跳得好 / "
    "孩子跳级了 / 跳槽 / 孩子跳舞 / 孩子从楼上下来接我 / 孩子坐车回来 / 车上睡着了 / 孩子坐火车来 / "
    "孩子出去玩了 / 孩子出门了 / 出事了咋办(问保险) / 救命恩人 / 爆炸头 / 拍视频发抖音 / 老师拍视频发群里 / "
    "打包行李 / 带走了一箱苹果 / 被我带走了 / 把孩子接走了 / 卖孩子的旧衣服 / 卖菜 / 毒太阳 / 中毒游戏 / "
    "孩子迷上游戏像中毒一样 / 孩子被老师表扬 / 被狗追 / 老公给我打了一万 / 老公打工去了 / 他打球 / "
    "老婆打扫卫生 / 你们的老师真好 / 托管班打人吗 / 托管班安全吗 / 你们会骗人吗 / 我家娃懒死了 / "
    "孩子作业多死了 / 想我妈做的饭想死了 / 老公懒得要死 / 手机卡死了 / 网太卡了视频卡住了 / 电脑死机了 / "
    "把他爷爷气得要死 / 吓死我了还以为没考好 / 孩子打赢了比赛 / 打疫苗孩子哭不哭 / 打完电话心里空落落的 / "
    "给孩子打了件毛衣 / 奶奶打豆浆 / 爷爷打呼噜 / 儿子打喷嚏 / 孩子头上打了个包扎头发 / 地里打药忙不过来 / "
    "孩子被老师夸了 / 孩子被选上班干部 / 孩子被子太薄 / 让孩子摸摸大自然 / 孩子摸黑起床上学 / 老师摸排家庭情况 / "
    "校长抱着奖杯 / 孩子脱鞋就上床 / 下面几个月都加班 / 下面怎么操作 / 点下面的按钮没反应 / 流水线上的活 / "
    "孩子喜欢看流星 / 怀里的娃睡了 / 怀念小时候 / 孩子离校时间 / 离家太远 / 走路上学要半小时 / 孩子丢三落四 / "
    "书包不见了 / 眼镜找不到了 / 孩子跑来跑去 / 放学没回家先去同学家写作业了跟奶奶说过 / 电话关机充电 / "
    "女儿嫁到外地了 / 彩礼要多少 / 卖了头猪给孩子交学费 / 要饭卡充值 / 带孩子走亲戚 / 一个人带孩子好累 / "
    "我一个人在厂里 / 老公一个人在家 / 没人跟我换班 / 孩子考试被抓到作弊 / 孩子电子书阅读 / 跟同学混熟了 / "
    "抽烟的爷爷 / 爷爷爱喝点小酒 / 蜂蜜水孩子能喝吗 / 喝药太苦孩子不肯喝 / 药吃完了还要去复查吗 / "
    "孩子吞药片困难 / 开水要烧开 / 洗澡水别太烫 / 火车站怎么去 / 冬天烤火要注意什么 / 狗狗生了小狗 / "
    "猫跑了孩子哭 / 孩子学游泳好不好 / 水库旁边新修了路 / 车间里噪音大 / 我儿子十五岁一米七了 / 我今年三十五岁 / "
    "我十八岁就进厂了 / 我是三个孩子的妈妈 / 我读书少不会教 / 孩子讲鬼故事吓得睡不着 / 看电影里小孩被拐哭了 / "
    "孩子看了新闻问我什么是地震 / 暑假托管班几点开几点关 / 托管班什么时候关 / 托管班周末关不关 / 托管班放假关几天 / "
    "托管班关了 / 上班孩子没人看 / 两口子上班孩子没人看怎么办 / 奶奶走了… / 奶奶走了,心里难受 / "
    "奶奶走了…怎么跟孩子说 / 电话都是老婆打 / 每次电话都是老婆打孩子不跟我说 / 亲戚来家里摸了摸他的头 / 走亲戚去了 / "
    "爷爷弄她起床 / 他说奶奶弄她作业 / 找不到孩子的书了 / 找不到孩子的老师 / 宝宝手腕上一道道的肉 / "
    "胳膊上有几道晒的印子 / 奶奶跪着拜佛没吃饭 / 托管班关心孩子 / 救助站在哪 / 亲戚亲自送来 / 老师说体检不让吃饭 / "
    "抽血前不让吃饭 / 奶奶不让吃零食就跪着哭"
)


ALARMS = [(text, key) for key, texts in PRESENT.items() for text in texts.split(" / ")]
MILDER = [(text, key) for key, texts in NOT_PRESENT.items() for text in texts.split(" / ")]
DOUBTS = [(text, trigger) for trigger, texts in ASKED_BACK.items() for text in texts.split(" / ")]
_OLD_SHAPE = str.maketrans(SIMPLIFIED, TRADITIONAL)
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


@pytest.mark.parametrize(("text", "meant"), ALARMS)
def test_a_present_danger_is_heard(text: str, meant: tuple[Trigger, Level]) -> None:
    assert screen(text) == Screening(*meant, Aspect.PRESENT, ask_back=False)


@pytest.mark.parametrize(("text", "meant"), MILDER)
def test_what_is_over_feared_or_slight_is_not_treated_as_an_emergency(text: str, meant: tuple[Trigger, Aspect]) -> None:
    heard = screen(text)
    assert (heard.trigger, heard.aspect, heard.ask_back) == (*meant, False)


@pytest.mark.parametrize(("text", "trigger"), DOUBTS)
def test_in_doubt_we_ask_whether_there_is_danger(text: str, trigger: Trigger) -> None:
    heard = screen(text)
    assert (heard.trigger, heard.ask_back) == (trigger, True)


@pytest.mark.parametrize("text", HARMLESS.split(" / "))
def test_everyday_talk_alarms_nobody(text: str) -> None:
    assert screen(text) == CLEAR


@pytest.mark.parametrize("trigger", list(Trigger))
def test_every_kind_of_danger_has_examples(trigger: Trigger) -> None:
    assert any(trigger is known for known, _ in PRESENT)


@given(st.sampled_from([text for text, (_, level) in ALARMS if level is Level.P0]), st.data())
@settings(max_examples=300, deadline=None)
def test_noise_between_the_characters_hides_no_danger(text: str, data: st.DataObject) -> None:
    noise = data.draw(st.lists(st.sampled_from(["", "", " ", "　", "🙂", "❤️", "\u200b", "\u202e"]), min_size=len(text)))
    disguised = "".join(chain.from_iterable(zip(text, noise, strict=False)))
    heard, plain = screen(disguised), screen(text)
    assert (heard.trigger, heard.level, heard.aspect) == (plain.trigger, plain.level, plain.aspect)


@pytest.mark.parametrize(("text", "meant"), ALARMS)
def test_old_characters_and_wide_forms_hide_no_danger(text: str, meant: tuple[Trigger, Level]) -> None:
    disguised = text.translate(_OLD_SHAPE).translate(_WIDE)
    assert screen(disguised) == Screening(*meant, Aspect.PRESENT, ask_back=False)


@given(st.text())
@settings(deadline=None)
def test_any_text_is_screened_without_a_fall(text: str) -> None:
    heard = screen(text)
    assert heard == CLEAR or (heard.trigger and heard.level and heard.aspect)


def test_a_long_paste_is_screened_as_far_as_we_read() -> None:
    assert screen("今天上班，一切都好。" * 100 + "孩子不见了").trigger is Trigger.MISSING_CHILD
    assert screen("好" * LONGEST + "孩子不见了").trigger is Trigger.MISSING_CHILD
    assert screen("今天上班，一切都好。" * 1990 + "孩子不见了").trigger is Trigger.MISSING_CHILD
    assert screen("今天上班，一切都好。" * 2500 + "孩子不见了") == CLEAR
    assert screen("孩子不让读书了。" + "好" * 3000 + "刚才喝了农药").level is Level.P0


def test_the_gravest_of_several_dangers_is_named() -> None:
    assert screen("孩子不让读书了，刚才还喝了农药").trigger is Trigger.ACCIDENT


def test_a_space_may_stand_for_a_comma() -> None:
    assert screen("电话都是老婆打 我插不上话") == CLEAR
    assert screen("老公打 我").trigger is Trigger.PARTNER_VIOLENCE


def test_words_spelt_out_with_stops_are_read_together() -> None:
    assert screen("不。想。活。了").trigger is Trigger.PARENT_SUICIDE


def test_a_child_who_writes_of_something_past_is_still_answered_as_a_child() -> None:
    assert screen("我14岁，去年被老师打过，现在好了").trigger is Trigger.USER_IS_MINOR


def test_a_child_who_says_what_the_parent_would_feel_is_the_one_in_danger() -> None:
    assert screen("女儿说我不想活了").trigger is Trigger.CHILD_SELF_HARM
    assert screen("孩子在老家，我不想活了").trigger is Trigger.PARENT_SUICIDE


@pytest.mark.parametrize("text", ["救命", "救命啊!", "🆘🆘", "sos", "快来人啊救救我", "谁来帮帮我，救命"])
def test_a_cry_that_says_nothing_else_is_known_as_such(text: str) -> None:
    assert is_cry(text)


@pytest.mark.parametrize("text", ["救命，孩子掉水里了", "帮帮我", "你们能不能帮忙", "社会救助怎么申请", ""])
def test_what_says_more_or_asks_for_help_only_is_no_cry(text: str) -> None:
    assert not is_cry(text)


def test_a_swindle_told_by_phone_is_no_accident_yet() -> None:
    assert screen("接到电话说孩子出车祸了要我打钱").aspect is Aspect.MILD


def test_a_question_whether_something_is_allowed_is_no_alarm() -> None:
    assert screen("七岁一个人在家行不行").aspect is Aspect.PREVENTION


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("I want to die", Trigger.PARENT_SUICIDE),
        ("i will KILL MYSELF tonight", Trigger.PARENT_SUICIDE),
        ("My son is missing!", Trigger.MISSING_CHILD),
        ("grandpa beats my daughter", Trigger.PHYSICAL_ABUSE),
        ("my husband is going to kill me", Trigger.PARTNER_VIOLENCE),
        ("my child has poisoned himself, my child is unconscious", Trigger.ACCIDENT),
    ],
)
def test_the_plainest_words_in_english_are_heard(text: str, trigger: Trigger) -> None:
    assert screen(text).trigger is trigger


@pytest.mark.parametrize("text", ["I am dying to see my son", "my son lost his game", "how do I stop"])
def test_harmless_english_is_left_alone(text: str) -> None:
    assert screen(text) == CLEAR


@pytest.mark.parametrize("text", ["工友要杀我", "同事说要砍我", "工头打我", "主管摸我", "老乡骚扰我"])
def test_violence_at_work_is_heard(text: str) -> None:
    assert screen(text).trigger is Trigger.PARTNER_VIOLENCE


@pytest.mark.parametrize(
    "text", ["工友打我电话", "工友要砍价", "老乡要杀猪", "线长骂我", "说要打我绩效", "同事摸我手机"]
)
def test_talk_about_work_is_left_alone(text: str) -> None:
    assert screen(text) == CLEAR
