"""Modern Greek."""

# ruff: noqa: RUF001 - its letters look like Latin ones because they are related

from typing import Final

from almandine.records.sample.language import Language, word, words

GREEK: Final = Language(
    code=b"gre",
    country=b"gr ",
    area=b"Greece",
    area_code=b"e-gr---",
    script=b"/(S",
    heads=words(
        "Historia=Ιστορία; Meletes gia tēn historia=Μελέτες για την ιστορία; "
        "Hē exelixē=Η εξέλιξη; Peri=Περί"
    ),
    serial=word("Deltio gia tēn historia=Δελτίο για την ιστορία"),
    chart=word("Chartēs=Χάρτης"),
    topics=words(
        "tōn kēpōn=των κήπων; tōn potamōn=των ποταμών; tōn gephyrōn=των γεφυρών; "
        "tōn poleōn=των πόλεων; tōn scholeiōn=των σχολείων; tōn dasōn=των δασών; "
        "tōn dēmotikōn tragoudiōn=των δημοτικών τραγουδιών; "
        "tēs typographias=της τυπογραφίας; tou emporiou=του εμπορίου; "
        "tōn sidērodromōn=των σιδηροδρόμων; tēs hyalourgias=της υαλουργίας; "
        "tēs melissokomias=της μελισσοκομίας"
    ),
    places=words(
        "stēn Krētē=στην Κρήτη; stēn Ēpeiro=στην Ήπειρο; stē Thessalia=στη Θεσσαλία"
    ),
    families=words("Dendrinos=Δενδρινός; Kalogēros=Καλόγηρος; Petrakēs=Πετράκης"),
    givens=words("Helenē=Ελένη; Nikos=Νίκος; Sophia=Σοφία; Giannēs=Γιάννης"),
    cities=words("Athēna=Αθήνα; Thessalonikē=Θεσσαλονίκη"),
    publisher=word("Ekdoseis %b=Εκδόσεις %b"),
)
