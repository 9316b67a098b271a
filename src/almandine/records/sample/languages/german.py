"""German."""

from typing import Final

from almandine.records.sample.language import Language, compounds, word, words

GERMAN: Final = Language(
    code=b"ger",
    country=b"gw ",
    area=b"Germany",
    area_code=b"e-gx---",
    heads=words(
        "Beiträge zur Geschichte; Untersuchungen zur Entwicklung; Zur Kenntnis; "
        "Grundzüge der Geschichte; Blüte und Verfall; Quellen zur Geschichte; "
        "Die Anfänge; Über die Zukunft; Einführung in die Geschichte"
    ),
    serial=word("Jahrbuch für die Geschichte"),
    chart=word("Karte"),
    topics=words(
        "der Gärten; der Flüsse; der Brücken; der Städte; der Schulen; der Wälder; "
        "der Volkslieder; des Buchdrucks; des Handels; der Eisenbahnen; "
        "der Glasbläserei; der Bienenzucht"
    ),
    places=words(
        "in Thüringen; am Oberrhein; in Franken; an der Küste; in Sachsen; "
        "im Münsterland; in Kärnten; in Niederösterreich; im Erzgebirge; in Tirol"
    ),
    families=compounds(
        "Berg Grün Hölz König Linden Müh Rös Stein Überl Wald",
        "bauer berger eder ermann hofer inger ler mann meier städter",
    ),
    givens=words(
        "Anneliese; Björn; Dörte; Friedrich; Gertrud; Günther; Jörg; Käthe; Liselotte; "
        "Matthias; Rüdiger; Sören; Ulrike; Wolfgang"
    ),
    cities=words("Berlin; Göttingen; Köln; Leipzig; München; Tübingen; Würzburg"),
    publisher=word("Verlag %b"),
)
