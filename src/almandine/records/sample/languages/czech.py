"""Czech."""

from typing import Final

from almandine.records.sample.language import Language, compounds, word, words

CZECH: Final = Language(
    code=b"cze",
    country=b"xr ",
    area=b"Czech Republic",
    area_code=b"e-xr---",
    heads=words("Dějiny; Příspěvky k dějinám; Počátky; Vývoj; Kapitoly z dějin"),
    serial=word("Ročenka dějin"),
    chart=word("Mapa"),
    topics=words(
        "zahrad; řek; mostů; měst; škol; lesů; lidových písní; knihtisku; obchodu; "
        "železnic; sklářství; včelařství"
    ),
    places=words("na Moravě; v Čechách; ve Slezsku; na Šumavě; v Krkonoších"),
    families=compounds("Buč Dvoř Hol Jeřáb Kamen Růž", "ák ek ický ka áček"),
    givens=words("Božena; Jiří; Květa; Luděk; Ondřej; Růžena; Tomáš; Zdeněk"),
    cities=words("Praha; Brno; Plzeň; České Budějovice"),
    publisher=word("Nakladatelství %b"),
)
