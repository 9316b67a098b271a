"""Portuguese."""

from typing import Final

from almandine.records.sample.language import Language, compounds, word, words

PORTUGUESE: Final = Language(
    code=b"por",
    country=b"po ",
    area=b"Portugal",
    area_code=b"e-po---",
    heads=words("História; Introdução à história; A evolução; Memória; As origens"),
    serial=word("Anais de história"),
    chart=word("Mapa"),
    topics=words(
        "dos jardins; dos rios; das pontes; das cidades; das escolas; das florestas; "
        "das canções populares; da impressão; do comércio; das ferrovias; "
        "da produção de vidro; da criação de abelhas"
    ),
    places=words("no Alentejo; no Minho; em São Paulo; no Ceará; nos Açores; no Pará"),
    families=compounds("Alm Carv Figu Mach Oliv Perd", "ada alho eira igão inho oso"),
    givens=words("Antónia; Conceição; Inês; João; Luís; Sebastião; Zélia"),
    cities=words("Lisboa; Coimbra; Évora; São Paulo"),
    publisher=word("Edições %b"),
)
