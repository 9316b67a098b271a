"""Russian, in Cyrillic."""

from typing import Final

from almandine.records.sample.language import Language, word, words

RUSSIAN: Final = Language(
    code=b"rus",
    country=b"ru ",
    area=b"Russia (Federation)",
    area_code=b"e-ru---",
    script=b"/(N",
    heads=words(
        "Ocherki istorii=Очерки истории; Materialy po istorii=Материалы по истории; "
        "Iz istorii=Из истории; Razvitie=Развитие"
    ),
    serial=word("Vestnik istorii=Вестник истории"),
    chart=word("Karta=Карта"),
    topics=words(
        "sadov=садов; rek=рек; mostov=мостов; gorodov=городов; shkol=школ; lesov=лесов"
        "; narodnykh pesen=народных песен; knigopechataniia=книгопечатания; "
        "torgovli=торговли; zheleznykh dorog=железных дорог; "
        "stekol'nogo dela=стекольного дела; pchelovodstva=пчеловодства"
    ),
    places=words(
        "v Sibiri=в Сибири; na Volge=на Волге; na Urale=на Урале; v Karelii=в Карелии"
    ),
    families=words(
        "Lesnikov=Лесников; Ozerov=Озеров; Gorin=Горин; Berezin=Березин; "
        "Polianskii=Полянский; Rechnoi=Речной"
    ),
    givens=words("Anna=Анна; Ivan=Иван; Ol'ga=Ольга; Petr=Пётр; Mariia=Мария"),
    cities=words("Moskva=Москва; Kazan'=Казань; Irkutsk=Иркутск"),
    publisher=word("Izdatel'stvo %b=Издательство %b"),
)
