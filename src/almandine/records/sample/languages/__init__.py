"""The languages of the sample: one file each, all words and names made up of parts."""

from typing import Final

from almandine.records.sample.languages.arabic import ARABIC
from almandine.records.sample.languages.chinese import CHINESE
from almandine.records.sample.languages.czech import CZECH
from almandine.records.sample.languages.english import ENGLISH
from almandine.records.sample.languages.french import FRENCH
from almandine.records.sample.languages.german import GERMAN
from almandine.records.sample.languages.greek import GREEK
from almandine.records.sample.languages.hebrew import HEBREW
from almandine.records.sample.languages.hindi import HINDI
from almandine.records.sample.languages.italian import ITALIAN
from almandine.records.sample.languages.japanese import JAPANESE
from almandine.records.sample.languages.korean import KOREAN
from almandine.records.sample.languages.polish import POLISH
from almandine.records.sample.languages.portuguese import PORTUGUESE
from almandine.records.sample.languages.russian import RUSSIAN
from almandine.records.sample.languages.spanish import SPANISH
from almandine.records.sample.languages.swedish import SWEDISH
from almandine.records.sample.languages.turkish import TURKISH

LATIN: Final = (
    *[ENGLISH] * 60,
    *[GERMAN] * 12,
    *[FRENCH] * 9,
    *[SPANISH] * 7,
    *[ITALIAN] * 4,
    *[PORTUGUESE] * 2,
    *[POLISH] * 2,
    *[CZECH] * 2,
    SWEDISH,
    TURKISH,
)
"""Languages in Latin letters, each as often as it comes in a hundred titles."""

ORIGINAL_SCRIPT: Final = (
    RUSSIAN,
    CHINESE,
    ARABIC,
    HEBREW,
    JAPANESE,
    GREEK,
    KOREAN,
    HINDI,
)
"""Languages in other scripts, all equally often."""
