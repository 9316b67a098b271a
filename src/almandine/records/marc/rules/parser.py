"""From tokens to rules."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from almandine.records.marc.rules.lexer import Shape, Token, tokens_of
from almandine.records.marc.rules.paths import path_of
from almandine.records.marc.rules.tree import (
    Action,
    Always,
    And,
    Condition,
    Exists,
    Not,
    Or,
    Path,
    Rule,
)
from almandine.records.marc.rules.verbs import NOT_YET, VERBS

MAX_DEPTH: Final = 50
"""Conditions inside conditions."""

_TIMES: Final = {"exists": 1, "existscontrol": 1, "existsmorethanonce": 2}
_ALWAYS: Final = Always()


def parse(text: str) -> tuple[Rule, ...]:
    """Return the rules in the order written.

    Raises:
        RuleError: where the text is no rule, or asks for what is not supported.
    """
    return tuple(_Parser(tokens_of(text)).rules())


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def rules(self) -> Iterator[Rule]:
        while self._token.shape is not Shape.END:
            yield self._rule()

    def _rule(self) -> Rule:
        if self._token.text != "rule":
            # Not even capitalised: Alma does not read such a rule either.
            raise self._expected("`rule`")
        self._at += 1
        name = self._take(Shape.TEXT, "the rule's name in double quotes")
        if "\\" in name.text:
            raise name.error("the name of a rule cannot hold a backslash")
        priority = self._priority() if self._skip("priority") else 0
        self._word("when")
        when = self._condition()
        self._word("then")
        return Rule(name.text, priority, when, tuple(self._actions()))

    def _priority(self) -> int:
        token = self._take(Shape.WORD, "a number")
        if not re.fullmatch(r"-?[0-9]{1,9}", token.text):
            raise token.error(f"a priority is a whole number, not {token}")
        return int(token.text)

    def _actions(self) -> Iterator[Action]:
        while not self._skip("end"):
            yield self._action()

    def _action(self) -> Action:
        word = self._take(Shape.WORD, "a verb or `end`")
        verb = VERBS.get(word.text.lower())
        if verb is None:
            raise self._unknown(word, "verb")
        path = self._path()
        argument = replace(path.token, text="")
        if verb.joined_by:
            self._word(verb.joined_by)
        if verb.joined_by is not None:
            argument = self._take(Shape.TEXT, "a text in double quotes")
        condition = self._in_parentheses() if self._skip("if") else _ALWAYS
        return Action(word.text.lower(), path, argument, condition)

    def _condition(self) -> Condition:
        return self._joined("or", self._conjunction, Or)

    def _conjunction(self) -> Condition:
        return self._joined("and", self._test, And)

    def _joined(
        self,
        word: str,
        read: Callable[[], Condition],
        join: type[And] | type[Or],
    ) -> Condition:
        conditions = [read()]
        while self._skip(word):
            conditions.append(read())
        return conditions[0] if len(conditions) == 1 else join(tuple(conditions))

    def _test(self) -> Condition:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._token.error(f"more than {MAX_DEPTH} conditions in one another")
        condition = self._deeper()
        self._depth -= 1
        return condition

    def _deeper(self) -> Condition:
        if self._token.shape is Shape.OPEN:
            return self._in_parentheses()
        if self._skip("not"):
            return Not(self._test())
        if self._skip("true"):
            return _ALWAYS
        return self._exists()

    def _in_parentheses(self) -> Condition:
        self._take(Shape.OPEN, "(")
        condition = self._condition()
        self._take(Shape.CLOSE, ")")
        return condition

    def _exists(self) -> Exists:
        word = self._take(Shape.WORD, "a condition")
        times = _TIMES.get(word.text.lower())
        if times is None:
            raise self._unknown(word, "condition")
        path = self._path()
        if path.is_control != word.is_word("existsControl"):
            kind = "existsControl" if path.is_control else "exists"
            raise word.error(f"{path.token} is asked for with {kind}")
        return Exists(path, times)

    def _path(self) -> Path:
        return path_of(self._take(Shape.TEXT, "a path in double quotes"))

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _take(self, shape: Shape, wanted: str) -> Token:
        token = self._token
        if token.shape is not shape:
            raise self._expected(wanted)
        self._at += 1
        return token

    def _word(self, word: str) -> None:
        if not self._skip(word):
            raise self._expected(f"`{word}`")

    def _skip(self, word: str) -> bool:
        is_there = self._token.is_word(word)
        self._at += is_there
        return is_there

    def _expected(self, wanted: str) -> Exception:
        return self._token.error(f"{wanted} was expected, not {self._token}")

    @staticmethod
    def _unknown(word: Token, kind: str) -> Exception:
        if word.text.lower() in NOT_YET:
            return word.error(f"{word} is not supported yet")
        return word.error(f"{word} is no {kind}")
