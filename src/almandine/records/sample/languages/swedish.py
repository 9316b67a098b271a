"""Swedish."""

from typing import Final

from almandine.records.sample.language import Language, compounds, word, words

SWEDISH: Final = Language(
    code=b"swe",
    country=b"sw ",
    area=b"Sweden",
    area_code=b"e-sw---",
    heads=words("En bok om; Studier över; Anteckningar om; Frågan om; Bidrag till"),
    serial=word("Årsbok för"),
    chart=word("Karta över"),
    topics=words(
        "trädgårdar; älvar; broar; städer; skolor; skogar; folkvisor; boktryck; "
        "köpenskap; järnvägar; glasblåsning; biodling"
    ),
    places=words("i Småland; på Öland; i Västergötland; i Jämtland; i Skåne"),
    families=compounds("Björk Ek Häll Lind Sjö Åker", "berg dahl gren lund ström"),
    givens=words("Åsa; Björn; Gösta; Håkan; Märta; Sören; Örjan"),
    cities=words("Stockholm; Göteborg; Umeå; Malmö"),
    publisher=word("%b förlag"),
)
