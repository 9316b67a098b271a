"""Spanish."""

from typing import Final

from almandine.records.sample.language import Language, compounds, word, words

SPANISH: Final = Language(
    code=b"spa",
    country=b"sp ",
    area=b"Spain",
    area_code=b"e-sp---",
    heads=words(
        "Historia; Estudios sobre la evolución; La edad de oro; Introducción al estudio"
        "; El ocaso; Memoria; Aportaciones a la historia; La economía"
    ),
    serial=word("Anuario de historia"),
    chart=word("Mapa"),
    topics=words(
        "de los jardines; de los ríos; de los puentes; de las ciudades; de las escuelas"
        "; de los bosques; de las canciones populares; de la imprenta; del comercio; "
        "de los ferrocarriles; de la vidriería; de la apicultura"
    ),
    places=words(
        "en Aragón; en León; en Castilla; en la Sierra Nevada; en Galicia; en Yucatán; "
        "en Michoacán; en el Río de la Plata"
    ),
    families=compounds(
        "Alc Bal Cor Del Fuent Mir Pal Rob Sal Val", "ado ares avé ega ero ín iño oz"
    ),
    givens=words(
        "Ángel; Begoña; César; Dolores; Íñigo; Jesús; Lucía; María; Nuria; Óscar; "
        "Pilar; Raúl; Sofía"
    ),
    cities=words("Madrid; Barcelona; Cádiz; Málaga; Bogotá; México"),
    publisher=word("Editorial %b"),
)
