"""Questions that are alike, so that one answer can be given to all of them."""

import re
from collections.abc import Hashable, Iterable, Iterator

from sheets.office.model import Question, QuestionTopic

NAMING = {"choose_unit", "choose_target", "choose_target_of_row", "choose_task", "choose_state", "choose_place"}
ONE_OF_SEVERAL = {"unit_twice", "two_columns"}  # the same answer to all of them cannot hold
NUMBER = re.compile(r"\d[\d,.]*")


def signature(question: Question) -> Hashable:
    """The same for questions that are alike: 约10 and 约450, the same label in several files, several shut returns."""
    words = tuple(choice.label.code for choice in question.choices)
    start = question.topic, question.why.code
    if {question.why.code, question.why.params.get("why")} & ONE_OF_SEVERAL:
        return *start, question.key
    if question.topic in (QuestionTopic.CELL, QuestionTopic.TOTAL):
        return *start, words, NUMBER.sub("#", question.shown)
    if NAMING & set(words) or not words:
        return *start, question.label or question.shown
    return *start, tuple(choice.answer for choice in question.choices)


def spread_answer(chosen: Question, answer: str, questions: Iterable[Question]) -> Iterator[tuple[Question, str]]:
    """(question, answer) of all questions that are alike the ``chosen`` one, itself included.

    "The number alone is right" is another number for each of them: a choice is taken by its place, and a number that
    was typed is that of the ``chosen`` cell alone.
    """
    wanted = signature(chosen)
    offered = [choice.answer for choice in chosen.choices]
    for each in questions:
        if signature(each) != wanted:
            continue
        if answer in offered and chosen.topic in (QuestionTopic.CELL, QuestionTopic.TOTAL):
            yield each, each.choices[offered.index(answer)].answer
        elif each.key == chosen.key or chosen.topic not in (QuestionTopic.CELL, QuestionTopic.TOTAL):
            yield each, answer
