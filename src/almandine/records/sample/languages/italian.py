"""Italian."""

from typing import Final

from almandine.records.sample.language import Language, compounds, word, words

ITALIAN: Final = Language(
    code=b"ita",
    country=b"it ",
    area=b"Italy",
    area_code=b"e-it---",
    heads=words(
        "Storia; Studi sulla storia; Il declino; La civiltà; Saggio sull'attualità; "
        "Alle origini"
    ),
    serial=word("Annali di storia"),
    chart=word("Carta"),
    topics=words(
        "dei giardini; dei fiumi; dei ponti; delle città; delle scuole; dei boschi; "
        "dei canti popolari; della stampa; del commercio; delle ferrovie; "
        "della lavorazione del vetro; dell'apicoltura"
    ),
    places=words(
        "in Lombardia; in Umbria; nel Friuli; in Sicilia; nel Veneto; in Basilicata"
    ),
    families=compounds(
        "Bell Cast Fiorent Lomb Mont Pell Ross Vent", "acci ardi elli etti ini oni ucci"
    ),
    givens=words("Aldo; Carla; Elisa; Giosuè; Lucia; Niccolò; Paola; Ugo; Zoé"),
    cities=words("Milano; Firenze; Forlì; Palermo; Torino"),
    publisher=word("%b editore"),
)
