"""Small courses: a lesson taken in a break, put down and picked up again, and never counted against anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rendering.words import Frame, question
from dialogs.course.lesson import AnswerQuiz, AskQuiz, AskTried, FinishLesson, InLesson, ShowScreen
from dialogs.course.listing import ChooseCourse, ChooseLesson
from dialogs.engine.step import Step
from dialogs.facts import Facts, Home
from dialogs.library import Course
from tests.chat import LIBRARY, Chat, agreed_chat

CALLS, SAFETY, OWN = "course-close-by-phone", "course-safety", "course-own-care"
FIRST = LIBRARY.courses[CALLS].lessons[0]
SECOND = LIBRARY.courses[CALLS].lessons[1]
SHORTEST = 2000  # the longest message of the channel that takes least, the webhook
TITLES = [course.title for course in LIBRARY.courses.values()]


def in_lesson(course: str = CALLS, number: int = 1) -> Chat:
    """A mother who has chosen a lesson; from the second on she is asked first how the last one went."""
    return agreed_chat().says("微课").says(LIBRARY.courses[course].title).says(f"第{number}课")


def at_quiz(question: int = 1) -> Chat:
    chat = in_lesson()
    for _screen in FIRST.screens:
        chat.presses("下一屏")
    chat.presses("做题")
    for asked in FIRST.quiz[: question - 1]:
        chat.says(asked.right.text)
    return chat


def with_courses(chat: Chat, *courses: Course) -> Chat:
    """Trainers have changed the courses meanwhile."""
    library = replace(chat.facts.library, courses={course.id: course for course in courses})
    chat.facts = replace(chat.facts, library=library)
    return chat


# -- choosing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["微课", "小课", "课程", "学习", "上课", "/course", "courses"])
def test_the_courses_stand_numbered_with_whom_they_are_for(words: str) -> None:
    chat = agreed_chat().says(words).sees("1. 《隔着电话也能亲》给孩子在老家的爸妈")
    chat.sees(*(f"{number}. 《{title}》" for number, title in enumerate(TITLES, start=1)))
    assert chat.buttons == ["1", "2", "3", "4", "5", "6", "不学了"]


def test_the_menu_leads_to_the_courses() -> None:
    agreed_chat().says("菜单").presses("微课").sees("想看哪门")


def test_who_has_not_agreed_can_take_a_course_too() -> None:
    Chat().says("/start").presses("不同意").says("微课").says("2").says("1").sees("第1课：让他说完")


@pytest.mark.parametrize("words", ["1", "第一个", "隔着电话也能亲", "《隔着电话也能亲》"])
def test_a_course_is_chosen_by_number_or_title_and_shows_its_lessons(words: str) -> None:
    chat = agreed_chat().says("微课").says(words).sees("从哪课看起都行")
    chat.sees(*(f"{n}. {lesson.title}" for n, lesson in enumerate(LIBRARY.courses[CALLS].lessons, start=1)))
    chat.offers("换一门课", "不学了")


def test_a_course_is_found_by_its_title_from_anywhere() -> None:
    agreed_chat().says("《手机和游戏》").sees("《手机和游戏》有这几课")
    agreed_chat().says("/course course-phones").sees("《手机和游戏》有这几课")


def test_she_can_look_at_another_course_or_leave_it_for_now() -> None:
    agreed_chat().says("微课").says("1").presses("换一门课").sees("想看哪门").says("不学了").sees("先到这")
    assert agreed_chat().says("微课").says("1").presses("不学了").conversation.step is None


def test_where_there_are_no_courses_she_is_told_so() -> None:
    chat = with_courses(agreed_chat()).says("微课").sees("这会儿没有小课")
    assert chat.conversation.step is None


def test_learning_as_a_topic_of_tips_is_no_course() -> None:
    agreed_chat().says("设置").presses("话题").says("学习").offers("✓读书和学校").does_not_see("小课")


def test_what_used_to_be_asked_of_trainers_is_still_theirs() -> None:
    agreed_chat().says("培训").sees("老师知道").offers("找老师")


# -- a whole lesson --------------------------------------------------------------------------------------------------


def test_a_lesson_is_read_tried_and_answered_from_the_first_screen_to_the_last() -> None:
    chat = in_lesson().sees("第1课：说好哪天打", FIRST.screens[0])
    for screen in FIRST.screens[1:]:
        chat.presses("下一屏").sees(screen).does_not_see("第1课")
    chat.presses("下一屏").sees("练一练", FIRST.practice, "做三道小题吗")
    chat.presses("做题")
    for asked in FIRST.quiz:
        place = asked.options.index(asked.right) + 1
        chat.sees(asked.question, *(f"{n}. {option.text}" for n, option in enumerate(asked.options, start=1)))
        assert chat.buttons == ["1", "2", "3"]
        chat.presses(str(place)).sees(f"✓{asked.right.text}", asked.right.why).does_not_see("这样更好")
    chat.sees("第1课看完了").does_not_see("打分", "得分", "对了")
    assert chat.buttons == ["下一课", "不学了"]
    assert not chat.effects


@pytest.mark.parametrize("words", ["下一屏", "下一个", "继续", "嗯", "好", "好的。", "1"])
def test_the_next_screen_comes_for_whatever_she_says_to_go_on(words: str) -> None:
    in_lesson().says(words).sees(FIRST.screens[1])


def test_the_screen_before_can_be_read_again() -> None:
    in_lesson().says("好").says("上一屏").sees(FIRST.screens[0])
    in_lesson().says("上一屏").sees("没看懂", FIRST.screens[0])
    in_lesson().says("好").says("返回").sees(FIRST.screens[0])


def test_a_wrong_answer_is_met_kindly_and_the_right_one_is_named() -> None:
    asked = FIRST.quiz[0]
    wrong = next(option for option in asked.options if not option.right)
    chat = at_quiz().says(wrong.text).sees(wrong.why, f"这样更好 ✓{asked.right.text}", FIRST.quiz[1].question)
    chat.does_not_see("错", "不对")


def test_an_option_is_named_by_number_letter_or_its_words() -> None:
    why = FIRST.quiz[0].options[1].why
    for words in ("2", "第二个", "B", FIRST.quiz[0].options[1].text):
        at_quiz().says(words).sees(why)


def test_she_may_leave_the_questions_for_another_time() -> None:
    chat = in_lesson()
    for _screen in FIRST.screens:
        chat.says("好")
    chat.presses("以后再说").sees("第1课看完了").offers("下一课")


def test_after_the_last_lesson_the_course_is_done_and_another_may_begin() -> None:
    chat = in_lesson(number=5).presses("先跳过")
    for _screen in LIBRARY.courses[CALLS].lessons[4].screens:
        chat.says("好")
    chat.says("改天").sees("这门课看完了")
    assert chat.buttons == ["换一门课", "不学了"]
    chat.presses("换一门课").sees("想看哪门")


def test_enough_is_enough_after_a_lesson_and_in_the_middle_of_it() -> None:
    chat = at_quiz(3).says("1").presses("不学了").sees("先到这", "微课")
    assert chat.conversation.step is None
    assert in_lesson().says("不学了").sees("先到这").conversation.step is None


# -- how it went -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("试了", "tried"),
        ("我试了", "tried"),
        ("还没", "not_yet"),
        ("忘了", "not_yet"),
        ("有点难", "hard"),
        ("3", "hard"),
    ],
)
def test_before_the_next_lesson_she_tells_how_it_went_and_is_answered(words: str, how: str) -> None:
    chat = in_lesson(number=2).sees(FIRST.check_in).offers("试了", "还没", "有点难", "先跳过")
    chat.says(words).sees(FIRST.replies[how], "第2课：开头一分钟", SECOND.screens[0])


@pytest.mark.parametrize("words", ["先跳过", "下一屏", "继续", "不说"])
def test_she_need_not_tell_how_it_went(words: str) -> None:
    chat = in_lesson(number=2).says(words)
    chat.sees(SECOND.screens[0]).does_not_see(*FIRST.replies.values())


def test_the_next_lesson_begins_with_how_the_last_one_went() -> None:
    at_quiz(3).says("1").presses("下一课").sees(FIRST.check_in)


def test_the_first_lesson_asks_nothing() -> None:
    in_lesson().does_not_see(FIRST.check_in)


# -- leaving and coming back -----------------------------------------------------------------------------------------


def test_a_question_in_the_middle_is_answered_and_the_screen_comes_again() -> None:
    in_lesson().says("好").says("娃不接我电话").sees("固定时间打", FIRST.screens[1])


def test_looking_at_something_leaves_the_lesson_open() -> None:
    chat = in_lesson().says("好").says("贴士")
    chat.says("下一屏").sees(FIRST.screens[2])


def test_a_danger_comes_first_and_the_lesson_waits() -> None:
    chat = in_lesson().says("我不想活了").does_not_see(FIRST.screens[0])
    chat.says("没事了").sees(FIRST.screens[0])


def test_after_days_the_same_screen_is_open_and_the_old_button_is_told_apart() -> None:
    chat = in_lesson().presses("下一屏").later(days=2)
    old = chat.history[-2].buttons[0].data
    chat.press_data(old).sees("按钮是之前的", FIRST.screens[1])
    chat.presses("下一屏").sees(FIRST.screens[2])


def test_cancelling_and_another_dialog_end_the_lesson() -> None:
    assert in_lesson().says("取消").conversation.step is None
    chat = in_lesson().says("新提醒")
    assert not any(isinstance(step, InLesson) for frame in chat.conversation.frames for step in frame)


# -- numbers ---------------------------------------------------------------------------------------------------------


def test_the_home_town_is_asked_once_before_a_screen_whose_number_needs_it() -> None:
    chat = in_lesson(SAFETY).says("好").says("好").says("好").sees("哪个市").does_not_see("打119")
    chat.says("铜仁").sees("你就打0856119", "0856119").says("好").offers("下一屏")
    chat.says("微课").says("5").says("3").says("跳过").does_not_see("哪个市")


def test_who_skips_the_home_town_reads_the_plain_number_and_is_not_asked_again() -> None:
    chat = in_lesson(SAFETY).says("好").says("好").says("好").presses("先跳过").sees("你就打119")
    chat.says("微课").says("5").says("5").says("跳过")
    for _screen in range(4):
        chat.says("好").does_not_see("哪个市")


def test_in_the_course_about_herself_numbers_reach_her_own_place() -> None:
    chat = agreed_chat(home=Home("0856", "铜仁")).says("微课").says(LIBRARY.courses[OWN].title).says("1")
    for _screen in LIBRARY.courses[OWN].lessons[0].screens[1:]:
        chat.says("好")
        if "110" in chat.text:
            break
    chat.sees("打110").does_not_see("0856")


# -- what trainers changed meanwhile ---------------------------------------------------------------------------------


STEPS: tuple[Step, ...] = (
    ChooseLesson(CALLS),
    AskTried(CALLS, 2),
    ShowScreen(CALLS, 2, 1),
    AskQuiz(CALLS, 2),
    AnswerQuiz(CALLS, 2, 1),
    FinishLesson(CALLS, 2),
)


def standing_at(step: Step) -> Chat:
    chat = agreed_chat()
    chat.conversation = chat.conversation.with_frame(step)
    return chat


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_a_course_that_is_gone_is_told_kindly_and_others_are_offered(step: Step) -> None:
    others = [course for course in LIBRARY.courses.values() if course.id != CALLS]
    chat = with_courses(standing_at(step), *others).says("嗯嗯呐").sees("这一课换掉了")
    assert chat.buttons == ["换一门课", "不学了"]
    chat.presses("换一门课").sees("想看哪门").does_not_see("隔着电话也能亲")
    assert with_courses(standing_at(step), *others).says("不学了").sees("先到这").conversation.step is None


def test_a_lesson_that_is_gone_is_told_kindly_too() -> None:
    course = LIBRARY.courses[CALLS]
    shorter = replace(course, lessons=course.lessons[:1])
    with_courses(standing_at(ShowScreen(CALLS, 2, 1)), shorter).says("好").sees("这一课换掉了")


def test_a_lesson_that_became_shorter_goes_on_with_what_is_left() -> None:
    course = LIBRARY.courses[CALLS]
    short = replace(FIRST, screens=FIRST.screens[:3], quiz=FIRST.quiz[:1])
    shorter = replace(course, lessons=(short, *course.lessons[1:]))
    with_courses(standing_at(ShowScreen(CALLS, 1, 5)), shorter).says("啦啦").sees(FIRST.screens[2]).says("好").sees(
        "做三道"
    )
    with_courses(standing_at(AnswerQuiz(CALLS, 1, 3)), shorter).says("啦啦").says("1").sees("第1课看完了")


# -- every screen ----------------------------------------------------------------------------------------------------


def every_step(facts: Facts) -> list[Step]:
    steps: list[Step] = [ChooseCourse()]
    for course in facts.library.courses.values():
        steps.append(ChooseLesson(course.id))
        for number, lesson in enumerate(course.lessons, start=1):
            steps.extend(ShowScreen(course.id, number, screen + 1) for screen in range(len(lesson.screens)))
            steps.extend(AnswerQuiz(course.id, number, asked + 1) for asked in range(len(lesson.quiz)))
            steps.extend((AskQuiz(course.id, number), FinishLesson(course.id, number)))
            steps.extend([AskTried(course.id, number)] if number > 1 else [])
    return steps


def test_every_screen_of_every_course_fits_one_message_and_leaves_no_brace() -> None:
    facts = agreed_chat(home=Home("0856", "铜仁")).facts
    for step in every_step(facts):
        messages = question(step.ask(facts), facts.say, 7, Frame(SHORTEST))
        assert len(messages) == 1, step
        assert not {"{", "}"} & set(messages[0].text), step
        assert all(len(button.data.encode()) <= 64 for button in messages[0].buttons), step
