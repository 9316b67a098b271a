"""Polish."""

from typing import Final

from almandine.records.sample.language import Language, compounds, word, words

POLISH: Final = Language(
    code=b"pol",
    country=b"pl ",
    area=b"Poland",
    area_code=b"e-pl---",
    heads=words("Dzieje; Historia; Z badań nad historią; Początki; Źródła do dziejów"),
    serial=word("Rocznik historii"),
    chart=word("Mapa"),
    topics=words(
        "ogrodów; rzek; mostów; miast; szkół; lasów; pieśni ludowych; drukarstwa; "
        "handlu; kolei żelaznych; hutnictwa szkła; pszczelarstwa"
    ),
    places=words("na Śląsku; na Mazowszu; w Małopolsce; na Kaszubach; na Żuławach"),
    families=compounds("Brzoz Dęb Jawor Lip Wierzb Żół", "iński czyk ecki orz owicz"),
    givens=words("Agnieszka; Bożena; Józef; Łukasz; Małgorzata; Stanisław; Żaneta"),
    cities=words("Kraków; Łódź; Poznań; Wrocław"),
    publisher=word("Wydawnictwo %b"),
)
