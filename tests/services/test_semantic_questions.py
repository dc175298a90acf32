"""With a model, parents are understood by what they mean as well, and nothing that was sure before becomes less so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.assembly import assembled
from bot.services.semantic.index import MEANING, SemanticQuestions, Wordings
from bot.services.semantic.meaning import Meaning
from bot.services.semantic.model import EmbeddingModel
from bot.services.semantic.opening import meaning_of
from bot.settings import Settings
from bot.store import contents
from dialogs.language.questions import Decision, Match, Matches, OtherMatter, Question, QuestionIndex, Questions
from tests.fakes import instant
from tests.process.running import jiayin
from tests.services.small_model import SmallModel


def _question(id: str, *wordings: str, negatives: tuple[str, ...] = ()) -> Question:
    return Question(id, wordings[0], wordings[1:], negatives, "")


QUESTIONS = (
    _question("bullying", "同学欺负他咋办", "儿子挨打不敢说"),
    _question("homework", "作业拖到半夜", "写字磨蹭咋办"),
    _question("fever", "发烧到39度", "烧得烫手", negatives=("烧菜烫手",)),
    _question("phone", "整天抱着手机玩", "半夜还在打游戏"),
)
OTHERS = (OtherMatter(("今天天气真不错",), small_talk=True), OtherMatter(("厂里食堂涨价",)))
LEXICAL = QuestionIndex.build(QUESTIONS, OTHERS)
# Every string is one meaning; the signs behind the bar stand in no wording, as those of a dialect nobody thought of.
MATTERS = (
    "同学欺负挨打|齉麤靐爩",
    "作业写字拖磨蹭|龘鱻驫羴",
    "发烧烫|燚猋骉",
    "手机玩游戏抱|皛晶畾",
    "天气错",
    "厂食堂涨价|赑",
    "菜",
    "孩子",
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> EmbeddingModel:
    return EmbeddingModel.load(SmallModel(MATTERS).write(tmp_path_factory.mktemp("model")))


@pytest.fixture(scope="module")
def with_meaning(model: EmbeddingModel, tmp_path_factory: pytest.TempPathFactory) -> Questions:
    return Meaning(model, tmp_path_factory.mktemp("data")).over(LEXICAL, QUESTIONS, OTHERS)


@dataclass(frozen=True)
class Decided:
    """A lexical index that has made up its mind."""

    found: Matches
    ids: tuple[str, ...] = LEXICAL.ids

    def match(self, text: str) -> Matches:
        return self.found


@dataclass(frozen=True)
class Weighed:
    """What becomes of a lexical outcome for a text."""

    model: EmbeddingModel
    folder: Path

    def decision(self, words: str, decision: Decision, *matches: Match) -> tuple[Decision, str]:
        decided = Decided(Matches(decision, matches))
        found = Meaning(self.model, self.folder).over(decided, QUESTIONS, OTHERS).match(words)
        return found.decision, _first(found)


@pytest.fixture
def weighed(model: EmbeddingModel, tmp_path: Path) -> Weighed:
    return Weighed(model, tmp_path)


def _first(found: Matches) -> str:
    return found.matches[0].id


def test_it_holds_the_same_questions(with_meaning: Questions) -> None:
    assert with_meaning.ids == LEXICAL.ids == tuple(each.id for each in QUESTIONS)


@pytest.mark.parametrize(("words", "id"), [("齉麤靐爩", "bullying"), ("龘鱻驫羴", "homework"), ("燚猋骉燚的", "fever")])
def test_who_shares_no_sign_with_any_wording_is_offered_what_she_means(
    with_meaning: Questions, words: str, id: str
) -> None:
    assert LEXICAL.match(words) == Matches(Decision.NONE, ())
    found = with_meaning.match(words)
    assert (found.decision, _first(found)) == (Decision.CHOOSE, id)
    assert found.matches[0].score == pytest.approx(MEANING, abs=0.001)


def test_meaning_alone_never_answers_however_near(weighed: Weighed) -> None:
    assert weighed.decision("齉麤靐爩吗?", Decision.NONE) == (Decision.CHOOSE, "bullying")
    weak = Match("bullying", 0.4)
    assert weighed.decision("齉麤靐爩吗?", Decision.CHOOSE, weak) == (Decision.CHOOSE, "bullying")


def test_the_score_is_a_weighted_mean_of_signs_and_meaning(with_meaning: Questions) -> None:
    words = "孩子整天龘鱻驫羴咋办"
    lexical = {match.id: match.score for match in LEXICAL.match(words).matches}
    fused = {match.id: match.score for match in with_meaning.match(words).matches}
    assert set(fused) == set(lexical) == {"bullying", "phone", "homework"}
    for name, score in lexical.items():
        assert (1 - MEANING) * score <= fused[name] <= (1 - MEANING) * score + MEANING
    assert fused["homework"] - (1 - MEANING) * lexical["homework"] > 0.8 * MEANING


def test_the_nearer_meaning_overtakes_what_only_shares_signs(with_meaning: Questions) -> None:
    words = "孩子整天龘鱻驫羴咋办"
    assert (LEXICAL.match(words).decision, _first(LEXICAL.match(words))) == (Decision.ANSWER, "bullying")
    found = with_meaning.match(words)
    assert (found.decision, _first(found)) == (Decision.CHOOSE, "homework")


def test_an_answer_stays_one_where_meaning_says_the_same_or_too_little(weighed: Weighed) -> None:
    sure = (Match("phone", 0.9), Match("homework", 0.4))
    assert weighed.decision("皛晶畾吗", Decision.ANSWER, *sure) == (Decision.ANSWER, "phone")
    assert weighed.decision("龘鱻皛晶畾吗", Decision.ANSWER, *sure) == (Decision.ANSWER, "phone")
    assert weighed.decision("某某某某吗", Decision.ANSWER, *sure) == (Decision.ANSWER, "phone")


def test_a_question_is_answered_where_signs_and_meaning_agree(weighed: Weighed) -> None:
    likely = (Match("phone", 0.6), Match("homework", 0.4))
    assert weighed.decision("皛晶畾吗", Decision.CHOOSE, *likely) == (Decision.ANSWER, "phone")
    assert weighed.decision("皛晶畾了", Decision.CHOOSE, *likely) == (Decision.CHOOSE, "phone")
    assert weighed.decision("龘鱻驫羴吗", Decision.CHOOSE, *likely) == (Decision.CHOOSE, "homework")


def test_the_very_words_are_answered_as_before(with_meaning: Questions, weighed: Weighed) -> None:
    for question in QUESTIONS:
        assert with_meaning.match(question.question) == LEXICAL.match(question.question)
        assert with_meaning.match(question.question).decision is Decision.ANSWER
    same = (Match("phone", 1.0), Match("homework", 0.9))
    assert weighed.decision("龘鱻驫羴", Decision.ANSWER, *same) == (Decision.ANSWER, "phone")


@pytest.mark.parametrize(
    "words", ["你好", "谢谢老师", "孩子", "不知道", "今天天气真不错", "嗯", "", "齉齉齉齉齉", "齉"]
)
def test_small_talk_stays_small_talk(with_meaning: Questions, words: str) -> None:
    assert with_meaning.match(words) == LEXICAL.match(words)
    assert with_meaning.match(words).decision is Decision.NONE


def test_what_is_small_talk_by_its_signs_is_so_however_near_a_question_it_comes(model: EmbeddingModel) -> None:
    talk = Matches(Decision.NONE, (Match("phone", 0.1),), small_talk=True)
    wordings = Wordings.of(QUESTIONS, OTHERS)
    index = SemanticQuestions.build(Decided(talk), wordings, model.encode(wordings.texts), model)
    assert index.match("齉麤靐爩") is talk


def test_a_single_word_is_not_enough_to_guess_from(with_meaning: Questions) -> None:
    found = with_meaning.match("齉麤")
    assert (found.decision, _first(found)) == (Decision.NONE, "bullying")


def test_what_comes_nearer_to_another_matter_is_not_offered(with_meaning: Questions) -> None:
    assert LEXICAL.match("赑赑齉赑赑") == Matches(Decision.NONE, ())
    assert with_meaning.match("赑赑齉赑赑").decision is Decision.NONE


def test_a_counter_example_denies_by_its_meaning_too(with_meaning: Questions) -> None:
    assert _first(with_meaning.match("燚猋燚猋")) == "fever"
    assert "fever" not in {match.id for match in with_meaning.match("燚菜菜猋菜").matches}


def test_where_life_may_be_at_stake_no_model_has_a_say(with_meaning: Questions) -> None:
    words = "齉麤靐爩,他说不想活了"
    assert with_meaning.match(words) == LEXICAL.match(words)
    assert with_meaning.match("齉麤靐爩,他说不想去了") != LEXICAL.match("齉麤靐爩,他说不想去了")


@pytest.mark.parametrize("asked", [(), QUESTIONS[:1]])
def test_content_with_one_question_or_none_is_matched_too(
    model: EmbeddingModel, tmp_path: Path, asked: tuple[Question, ...]
) -> None:
    index = Meaning(model, tmp_path).over(QuestionIndex.build(asked), asked, ())
    assert [match.id for match in index.match("齉麤靐爩").matches] == [each.id for each in asked]


def test_a_model_that_calls_everything_alike_is_taken_for_what_it_can_tell(tmp_path: Path) -> None:
    # Two meanings share most of their direction, as all texts do in some models.
    asked = (_question("one", "中中中中齉"), _question("two", "中中中中龘"))
    model = EmbeddingModel.load(SmallModel(("中国家孩子不接电话怎么办", "齉麤", "龘鱻")).write(tmp_path))
    found = Meaning(model, tmp_path).over(QuestionIndex.build(asked), asked, ()).match("国国国国麤")
    scores = {match.id: match.score for match in found.matches}
    assert (found.decision, set(scores)) == (Decision.CHOOSE, {"one"})


STRANGE = "齉麤靐爩"  # signs that no content has, and that the model takes for those of a burn
BURNS = SmallModel((f"獾燎溅烙|{STRANGE}", "孩子"))


def test_nothing_is_loaded_where_no_model_is_set() -> None:
    assert meaning_of(Settings(_env_file=None)) is None  # type: ignore[call-arg]
    assert Settings(_env_file=None, embedding_model="").embedding_model is None  # type: ignore[call-arg, arg-type]


async def test_a_running_jiayin_knows_meanings_also_after_its_content_changed(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path, embedding_model=BURNS.write(tmp_path / "model"))  # type: ignore[call-arg]
    async with assembled(settings) as running:
        shelf = running.setting.shelf
        assert _first(shelf.library.questions.match(STRANGE)) == "burns"
        async with running.database.reading() as connection:
            rows = [dict(row._mapping) for row in await contents.all_records(connection)]
        kept = [row for row in rows if row["kind"] != "other_matter"]
        async with running.database.writing() as connection:
            await contents.replace_all(connection, kept)
            await contents.renew(connection, "changed", instant("2026-11-23T10:00"))
        await running.refresh_content()
        assert shelf.library.version == "changed"
        assert _first(shelf.library.questions.match(STRANGE)) == "burns"


def test_an_operator_tries_her_model_in_the_terminal(tmp_path: Path) -> None:
    model = {"JIAYIN_EMBEDDING_MODEL": str(BURNS.write(tmp_path / "model"))}
    assert '"decision": "none", "matches": []' in jiayin(tmp_path, "ask", STRANGE).out
    ended = jiayin(tmp_path, "ask", STRANGE, settings=model)
    assert (ended.code, ended.err) == (0, "")
    assert '"decision": "choose", "matches": [{"id": "burns"' in ended.out
    assert jiayin(tmp_path, "ask", STRANGE, settings=model).out == ended.out


@pytest.mark.parametrize("command", [["ask", "霸凌"], ["cases", "list"]])
def test_a_folder_without_a_model_is_said_in_one_line(tmp_path: Path, command: list[str]) -> None:
    ended = jiayin(tmp_path, *command, settings={"JIAYIN_EMBEDDING_MODEL": str(tmp_path)})
    assert (ended.code, ended.out) == (1, "")
    assert "model.onnx" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_without_the_extra_its_installation_is_told(tmp_path: Path) -> None:
    (tmp_path / "onnxruntime.py").write_text("raise ModuleNotFoundError(\"No module named 'onnxruntime'\")\n", "utf-8")
    root = Path(__file__).resolve().parents[2]
    chosen = {
        "PYTHONPATH": f"{tmp_path}:{root}",
        "JIAYIN_EMBEDDING_MODEL": str(BURNS.write(tmp_path / "model")),
    }
    ended = jiayin(tmp_path, "ask", "霸凌", settings=chosen)
    assert (ended.code, ended.out) == (1, "")
    assert "No module named 'onnxruntime'" in ended.err
    assert "[semantic]" in ended.err
    assert len(ended.err.splitlines()) == 1
    assert jiayin(tmp_path, "ask", "你好", settings={"PYTHONPATH": chosen["PYTHONPATH"]}).code == 0
