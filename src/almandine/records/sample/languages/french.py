"""French."""

from typing import Final

from almandine.records.sample.language import Language, compounds, word, words

FRENCH: Final = Language(
    code=b"fre",
    country=b"fr ",
    area=b"France",
    area_code=b"e-fr---",
    heads=words(
        "Histoire; Études sur l'évolution; Le déclin; Essai sur l'économie; "
        "Mémoires pour servir à l'histoire; La renaissance; Aux origines; "
        "Recherches sur le développement"
    ),
    serial=word("Annales d'histoire"),
    chart=word("Carte"),
    topics=words(
        "des jardins; des rivières; des ponts; des cités; des écoles; des forêts; "
        "des chansons populaires; de l'imprimerie; du négoce; des chemins de fer; "
        "de la verrerie; de l'élevage des abeilles"
    ),
    places=words(
        "en Bourgogne; en Franche-Comté; dans les Cévennes; en Lorraine; "
        "en Île-de-France; dans le Périgord; en Bretagne; dans le Forez; en Guyenne"
    ),
    families=compounds(
        "Beau Belle Champ Clair Fon Mont Per Roche Val Ville",
        "bois champ court fort lieu mont pré rieux taine vière",
    ),
    givens=words(
        "Agnès; Benoît; Cécile; Édouard; Françoise; Gaël; Hélène; Jérôme; Léa; Noël; "
        "Odile; René; Thérèse; Zoé"
    ),
    cities=words("Paris; Lyon; Orléans; Besançon; Nîmes; Angoulême"),
    publisher=word("Éditions %b"),
)
