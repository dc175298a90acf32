"""What a tired parent reads is short, kind, plain and true to the table of numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services.content.rules_idioms import IDIOMS
from tests.content.shelf import Shelf, a_reply, faq, found, hotline, starter, tip

SENTENCE = "今天跟他说一句好听的。"  # ten characters and a stop


def test_a_faultless_shelf_gives_no_work(tmp_path: Path) -> None:
    assert Shelf().findings(tmp_path) == []


# -- lengths ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shelf", "advice", "error"),
    [
        (Shelf(tips=[tip(text=SENTENCE * 8 + "\n 好。")]), None, None),
        (Shelf(tips=[tip(text=SENTENCE * 9)]), "text has 99 characters", None),
        (Shelf(tips=[tip(text=SENTENCE * 11)]), None, "text has 121 characters; at most 120"),
        (Shelf(tips=[tip(kind="fact", text=SENTENCE * 5 + "好。")]), None, None),
        (Shelf(tips=[tip(kind="fact", text=SENTENCE * 6)]), "text has 66 characters", None),
        (Shelf(tips=[tip(basic_phone=SENTENCE * 9)]), "basic_phone has 99 characters", None),
        (Shelf(tips=[tip(share=SENTENCE * 11)]), None, "share has 121 characters"),
        (Shelf(faqs=[faq(answer=SENTENCE * 18)]), None, None),
        (Shelf(faqs=[faq(answer=SENTENCE * 19)]), None, "answer has 209 characters; at most 200"),
        (Shelf(faqs=[faq(share=SENTENCE * 11)]), None, "share has 121 characters"),
        (Shelf(starters=[starter(follow_up=SENTENCE * 8)]), "together has 106 characters", None),
        (Shelf(starters=[starter(follow_up=SENTENCE * 10)]), None, "together has 128 characters"),
        (Shelf(chinese={"refused": SENTENCE * 20, "child_space": "好。"}), None, None),
    ],
)
def test_a_text_fits_one_break(tmp_path: Path, shelf: Shelf, advice: str | None, error: str | None) -> None:
    errors, advised = shelf.errors(tmp_path), shelf.advice(tmp_path)
    assert [one for one in errors if "characters" in one] == ([one for one in errors if error in one] if error else [])
    assert bool(errors) == bool(error)
    assert any(advice in one for one in advised) if advice else not any("is read more" in one for one in advised)


def test_a_number_counts_as_long_as_it_is_printed(tmp_path: Path) -> None:
    words = SENTENCE * 10 + "打{110}。"  # 112 characters, and a number of three
    assert a_reply(words).errors(tmp_path) == []
    assert a_reply(words + "快。").errors(tmp_path) == ["reply has 121 characters; at most 120"]
    assert a_reply(words + "快。", place="parent").errors(tmp_path) == []


def test_what_is_passed_on_shows_no_area_code(tmp_path: Path) -> None:
    assert Shelf(tips=[tip(share=SENTENCE * 10 + "再打{110}电话。")]).errors(tmp_path) == []


def test_the_operators_name_counts_in_the_welcome(tmp_path: Path) -> None:
    english = {"refused": "Fine.", "child_space": "Send.", "welcome_notice": "I am Jiayin, run by {operator}. " * 9}
    chinese = {"refused": "好。", "child_space": "好。", "welcome_notice": SENTENCE * 6 + "我是家音，{operator}。"}
    assert Shelf(chinese=chinese, english=english).errors(tmp_path) == []
    longer = {**chinese, "welcome_notice": SENTENCE * 6 + "我是家音呀，{operator}办的。"}
    assert Shelf(chinese=longer, english=english).errors(tmp_path) == ["text has 81 characters; at most 80"]


# -- sentences -------------------------------------------------------------------------------------------------------


def test_a_sentence_is_said_in_one_breath(tmp_path: Path) -> None:
    assert found(tmp_path, "今天下了班，给带孩子的老人打个电话，说声谢。") == ([], [])
    errors, advice = found(tmp_path, "今天下了班，给带孩子的老人打个电话，说声谢谢你。")
    assert errors == []
    assert advice[0].startswith("text has a sentence of 21 characters")
    long = "今天下了班，洗个脸，吃口热饭，再给带孩子的老人打个电话，跟她说一声谢谢你呀"
    assert "a sentence of 33 characters; at most 32" in found(tmp_path, long)[0][0]


@pytest.mark.parametrize("stop", ["。", "：", "；", "！", "\n", "“", "”"])
def test_a_voice_rests_at_every_stop(tmp_path: Path, stop: str) -> None:
    assert found(tmp_path, f"今天下了班给带孩子的老人打个电话{stop}先说一声谢谢你再问有啥要我做的") == ([], [])


def test_a_list_number_is_no_part_of_a_sentence(tmp_path: Path) -> None:
    assert found(tmp_path, "两样：一、下了班给带孩子的老人打个电话说声谢谢；二、再问孩子。") == ([], [])


def test_what_people_sign_may_list_particulars(tmp_path: Path) -> None:
    listed = {"privacy_full": "记什么：聊天账号、用的话、班次、孩子大概几岁、谁带、怎么联系得上、住不住校、老家区号。"}
    english = {"privacy_full": "What we note.", **Shelf().english}
    assert Shelf(chinese={**Shelf().chinese, **listed}, english=english).findings(tmp_path) == []


def test_five_sentences_are_enough_for_a_tip_and_eight_for_an_answer(tmp_path: Path) -> None:
    assert found(tmp_path, "好。" * 5) == ([], [])
    assert found(tmp_path, "好。" * 6) == ([], ["text has 6 sentences; 5 are enough"])
    assert found(tmp_path, "说：“好！你说。”" + "好。" * 4) == ([], [])
    assert found(tmp_path, "说“好！你说”就行。" + "好。" * 4) == ([], [])
    assert Shelf(faqs=[faq(answer="好。" * 8)]).advice(tmp_path) == []
    assert Shelf(faqs=[faq(answer="好。" * 9)]).advice(tmp_path) == ["answer has 9 sentences; 8 are enough"]


# -- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "hit", "fine"),
    [
        ("你必须天天打。", "必须", "今天就打一个。"),
        ("你应该多打。", "应该", "可以试试多打。"),
        ("一定要回去。", "一定要", "不一定要回去。"),
        ("作为父母，多陪他。", "作为父母", "当爸妈的，多陪他。"),
        ("你亏欠他太多。", "亏欠", "你惦记他。"),
        ("他是个问题孩子。", "问题孩子", "他碰到有问题孩子的班，问问老师。"),
        ("这个办法保证管用。", "保证", "带上社保证明，还有医保证。"),
        ("先说“我保证回去”。", "保证", "要你交保证金的是骗子。"),
        ("包你见效。", "包你", "书包你拿着。"),
        ("要履行监护职责。", "履行", "要照看好他。"),
        ("这是抑郁。", "抑郁", "他这阵子很难受。"),
        ("这是多动症。", "多动症", "他坐不住，先看看。"),
        ("他有网瘾。", "网瘾", "他放不下手机。"),
        ("给他吃点感冒药。", "给他吃点感冒药", "别给他吃感冒药。"),
        ("喂布洛芬。", "布洛芬", "先去卫生院问医生。"),
        ("一次10毫升。", "10毫升", "多喝水。"),
        ("吃两片就好。", "吃两片", "吃两口就好。"),
        ("学校肯定要赔。", "肯定要赔", "律师帮你看。"),
        ("法院会判给你。", "法院会判", "法院怎么定，问律师。"),
        ("钱都能退回来。", "都能退回来", "能不能退，问一问。"),
        ("办了居住证就能上公办。", "就能上公办", "各地不一样，先问一问。"),
        ("孩子最需要的是陪伴。", "最需要的是陪伴", "你挣钱养家，也惦记他。"),
        ("钱再多也没用。", "钱再多也", "先说声辛苦了。"),
        ("这是你的错。", "是你的错", "这不是你的错。"),
        ("不打电话孩子会变坏。", "会变坏", "打个电话他就知道。"),
        ("辞职回家吧。", "辞职回家吧", "辞职以前，先算一算。"),
        ("我不会告诉任何人。", "不会告诉任何人", "我们会替你保密，有危险时除外。"),
        ("他摸了你女儿哪里？", "摸了你女儿哪里", "不用说细节。"),
        ("老人思想落后。", "思想落后", "老人有老人的难处。"),
        ("男孩不能哭。", "男孩不能哭", "想哭就哭一会儿。"),
        ("女孩要文静。", "女孩要文静", "她爱跑爱跳，挺好。"),
    ],
)
def test_words_that_order_blame_promise_or_diagnose_are_not_said(
    tmp_path: Path, broken: str, hit: str, fine: str
) -> None:
    (error,) = found(tmp_path, broken)[0]
    assert f"says “{hit}”" in error
    assert found(tmp_path, fine) == ([], [])


@pytest.mark.parametrize("words", ["别说“你必须听话”。", "不说“没出息”和“白眼狼”，说“我信你”。"])
def test_a_bad_example_may_be_quoted_where_it_is_warned_against(tmp_path: Path, words: str) -> None:
    assert found(tmp_path, words) == ([], [])


def test_a_warning_reaches_no_further_than_its_quotation(tmp_path: Path) -> None:
    assert found(tmp_path, "别骂他。再说“你必须听话”。")[0]
    assert found(tmp_path, "别说“没出息”，你必须等。")[0]


@pytest.mark.parametrize(
    "shelf",
    [
        Shelf(starters=[starter(opener="“你应该说啥？”")]),
        Shelf(faqs=[faq(answer="你应该等等。")]),
        Shelf(chinese={**Shelf().chinese, "refused": "你应该等等。"}),
        a_reply("你应该等等。"),
    ],
)
def test_kind_words_are_wanted_everywhere(tmp_path: Path, shelf: Shelf) -> None:
    assert any("says “应该”" in error for error in shelf.errors(tmp_path))


def test_a_parent_may_ask_in_her_own_words(tmp_path: Path) -> None:
    asked = faq(
        question="孩子是不是抑郁了？",
        variants=[
            "娃儿是不是抑郁症",
            "我必须辞工吗",
            "留守儿童",
            "打110",
            *(f"问{n}" for n in "一二三四五六七八九十百千"),
        ],
    )
    assert Shelf(faqs=[asked]).findings(tmp_path) == []


def test_a_hotline_bears_the_name_that_its_office_gave_it(tmp_path: Path) -> None:
    assert (
        Shelf(hotlines=[*Shelf().hotlines, hotline("12320", name="精神病人监护人专线", scope="落实救助")]).errors(
            tmp_path
        )
        == []
    )


@pytest.mark.parametrize(
    ("broken", "hit"),
    [
        ("您今天打了吗？", "您"),
        ("各位爸妈好。", "各位"),
        ("家长朋友们好。", "家长朋友"),
        ("娃儿睡了。", "娃儿"),
        ("你晓得的。", "晓得"),
        ("咋个说呢。", "咋个"),
        ("别说“伢子”。", "伢"),
        ("冇事。", "冇"),
        ("细佬在家。", "细佬"),
        ("别说“留守儿童”。", "留守"),
    ],
)
def test_words_that_keep_a_distance_are_never_said(tmp_path: Path, broken: str, hit: str) -> None:
    (error,) = found(tmp_path, broken)[0]
    assert f"says “{hit}”" in error
    assert Shelf(faqs=[faq(question=broken)]).errors(tmp_path)


def test_idioms_of_trained_people_are_pointed_out(tmp_path: Path) -> None:
    assert len(IDIOMS) >= 150
    errors, advice = found(tmp_path, "慢慢来，循序渐进，以身作则。")
    assert errors == []
    assert [one.split(";")[0] for one in advice] == ["text uses the idiom 以身作则", "text uses the idiom 循序渐进"]
    assert found(tmp_path, "说到做到，一步一步来。") == ([], [])


def test_a_rare_sign_is_pointed_out_and_a_sound_is_not(tmp_path: Path) -> None:
    rare = "今天给他讲个笑话：“龘字咋念？”他念不出，你们一起笑。“嗯”一声也算聊过。"
    assert found(tmp_path, rare) == ([], ["text holds rare signs: 龘; not everybody reads them"])
