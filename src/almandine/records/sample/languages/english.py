"""English."""

from typing import Final

from almandine.records.sample.language import Language, Word, compounds, word, words

_NAMES: Final = compounds(
    "Ash Bram Cal Dun Elm Fair Glen Hart Kel Lin Mar North Oak Pem Quar Ros Stan Thorn "
    "Wes Wil",
    "bourne bridge brook by combe croft field ford gate ham holm ley mere more ridge "
    "stead ton wick wood worth",
)

ENGLISH: Final = Language(
    code=b"eng",
    country=b"enk",
    area=b"Great Britain",
    area_code=b"e-uk---",
    heads=words(
        "A history of; Studies in; An introduction to; The making of; The end of; "
        "Essays on; Notes on; A handbook of; The economics of; The landscape of; "
        "Rethinking; Understanding; Documents on; The decline of; The revival of; "
        "The language of; Readings in; A bibliography of; The law of; Everyday"
    ),
    serial=word("Annals of"),
    chart=word("A map of"),
    topics=words(
        "gardens; rivers; bridges; market towns; village schools; forests; folk songs; "
        "printing; commerce; railways; glassmaking; beekeeping"
    ),
    places=tuple(Word(b"in " + name.latin) for name in _NAMES),
    families=_NAMES,
    givens=words(
        "Ada; Alice; Arthur; Beatrice; Clara; Daniel; Edith; Edward; Fiona; George; "
        "Harriet; Hugh; Irene; James; Joan; Kenneth; Laura; Martin; Nora; Oliver; "
        "Peter; Rachel; Simon; Susan; Thomas; Una; Victor; Winifred"
    ),
    cities=words("London; Oxford; Leeds; Bristol; Edinburgh; Norwich; York"),
    publisher=word("%b Press"),
)
