import pytest

from almandine.engine.schedules.plain import plain_form


@pytest.mark.parametrize(
    ("code", "expression", "words"),
    [
        ("EVERY_DAY_02", "0 2 * * *", "Every day at 02:00"),
        ("EVERY_DAY_23_45", "45 23 * * *", "Every day at 23:45"),
        ("EVERY_SUNDAY_18", "0 18 * * 0", "Every Sunday at 18:00"),
        ("EVERY_SATURDAY_18_05", "5 18 * * 6", "Every Saturday at 18:05"),
        ("EVERY_HOUR", "0 * * * *", "Every hour at 0 minutes past"),
        ("EVERY_HOUR_07", "7 * * * *", "Every hour at 7 minutes past"),
        (
            "EVERY_6_HOURS_FROM_01",
            "0 1,7,13,19 * * *",
            "Every 6 hours starting at 01:00",
        ),
        (
            "EVERY_8_HOURS_FROM_23_30",
            "30 7,15,23 * * *",
            "Every 8 hours starting at 23:30",
        ),
        ("EVERY_MONTH_01_00", "0 0 1 * *", "Every month on day 1 at 00:00"),
        ("EVERY_MONTH_28_06_15", "15 6 28 * *", "Every month on day 28 at 06:15"),
        (
            "EVERY_MONTH_LAST_23_30",
            "30 23 L * *",
            "Every month on the last day at 23:30",
        ),
    ],
)
def test_a_plain_form_is_an_expression_of_cron_with_words(
    code: str, expression: str, words: str
) -> None:
    assert plain_form(code) == (expression, words)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "NOT_SCHEDULED",
        "EVERY_DAY_24",
        "EVERY_DAY_2",
        "EVERY_DAY_02_60",
        "EVERY_DAY_02 ",
        "every_day_02",
        "EVERY_HOUR_60",
        "EVERY_5_HOURS_FROM_01",
        "EVERY_24_HOURS_FROM_01",
        "EVERY_MONTH_00_02",
        "EVERY_MONTH_29_02",
        "EVERY_MONTH_31_02",
    ],
)
def test_any_other_text_is_no_plain_form(code: str) -> None:
    assert plain_form(code) is None
