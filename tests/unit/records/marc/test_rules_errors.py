"""A text that is no rule is refused with its place."""

import pytest

from almandine.records.marc.rules import RuleError, compile_rules

HEAD = 'rule "r"\nwhen (TRUE)\nthen\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Rule", "line 1, column 1: `rule` was expected, not Rule"),
        ("rule r", "line 1, column 6: the rule's name in double quotes was expected"),
        (
            'rule "a\\\\b"',
            "line 1, column 6: the name of a rule cannot hold a backslash",
        ),
        ('rule "r', "line 1, column 6: this quote is not closed on its line"),
        ('rule "\x1e"', "line 1, column 6: a text cannot hold control characters"),
        ('rule "r" priority x', "line 1, column 19: a priority is a whole number"),
        ('rule "r" then', "line 1, column 10: `when` was expected, not then"),
        ('rule "r"\nwhen exists 245', "line 2, column 13: a path in double quotes"),
        ('rule "r" when exist "245"', "line 1, column 15: exist is no condition"),
        ('rule "r" when exists "001"', '"001" is asked for with existsControl'),
        ('rule "r" when existsControl "245"', '"245" is asked for with exists'),
        (HEAD, "line 4, column 1: a verb or `end` was expected, not the end of"),
        (
            'rule "r" when existsControl "008.{a,b}" then end',
            "position and length are numbers",
        ),
        ('rule "r" when exists "24"', '"24" is no path'),
        ('rule "r" when exists "245.ab"', "a subfield code is one character"),
        ('rule "r" when exists "245.{1}"', "two values with a comma belong between"),
        ('rule "r" when exists "245.{10,0}" then end', "an indicator is one character"),
        (
            'rule "r" when recordHasDuplicateSubfields "245"',
            "recordHasDuplicateSubfields is not supported yet",
        ),
        ('rule "r" when (exists "245"', ") was expected, not the end of the rules"),
        (f'rule "r" when {"not " * 60} TRUE', "more than 50 conditions in one another"),
    ],
)
def test_a_text_that_is_no_rule(text: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        compile_rules(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ('combineFields "650"', "line 4, column 1: combineFields is not supported yet"),
        ('dropField "650"', "line 4, column 1: dropField is no verb"),
        ('removeField "001"', "this verb is for data fields"),
        ('removeControlField "650"', "this verb is for control fields"),
        ('removeControlField "001"', "field 001 is the record's id"),
        ('removeControlField "LDR"', "a record has one leader"),
        ('addControlField "003"', "the new field's text is missing"),
        ('addField "500.a"', "a value is missing"),
        ('addField "500.{*,1}.a.x"', "a new field needs its indicators"),
        ('removeSubField "500"', "a subfield is missing"),
        ('changeField "650" "651"', "line 4, column 19: `to` was expected"),
        ('changeField "650" to', "a text in double quotes was expected"),
        ('changeField "650" to "651.a.x"', "no value belongs here"),
        ('copyField "650.a" to "651"', "name a subfield on both sides, or on neither"),
        ('copyField "650" to "651.a"', "name a subfield on both sides, or on neither"),
        ('changeSubField "650.a" to "xy"', "a subfield code is one character"),
        ('changeFirstIndicator "650" to "*"', "cannot become any character"),
        ('replaceContents "650.a" with "x"', "a value is missing"),
        ('replaceControlContents "008" with "x"', "nothing to be replaced"),
        ('replaceControlContents "008.{1,2}" with "x"', "2 characters were expected"),
        ('replaceControlContents "LDR.{9,1}" with " "', "5 to 8 and 17 to 19 only"),
        ('replaceControlContents "LDR.n" with "c"', "5 to 8 and 17 to 19 only"),
        ('replaceControlContents "LDR.{5,2}" with "\u00e9"', "the leader is ASCII"),
        ('removeField "650" if exists "650"', "( was expected, not exists"),
    ],
)
def test_an_action_that_is_impossible(action: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        compile_rules(f"{HEAD}{action} end")
    assert message in str(caught.value)


def test_an_error_knows_its_line_and_column() -> None:
    with pytest.raises(RuleError) as caught:
        compile_rules(HEAD + '  dropField "650"')
    error = caught.value
    assert (error.line, error.column, error.reason) == (4, 3, "dropField is no verb")
