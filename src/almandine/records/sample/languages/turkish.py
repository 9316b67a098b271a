"""Turkish."""

# ruff: noqa: RUF001 - its letters look like Latin ones because they are related

from typing import Final

from almandine.records.sample.language import Language, compounds, word, words

TURKISH: Final = Language(
    code=b"tur",
    country=b"tu ",
    area=b"Turkey",
    area_code=b"a-tu---",
    heads=words("tarihi; üzerine araştırmalar; ve değişim; üzerine bir inceleme"),
    serial=word("araştırmaları yıllığı"),
    chart=word("haritası"),
    topics=words(
        "bahçeler; ırmaklar; köprüler; şehirler; okullar; ormanlar; türküler; "
        "matbaacılık; ticaret; demiryolları; camcılık; arıcılık"
    ),
    places=words("Ege'de; İstanbul'da; Toroslar'da; Karadeniz'de; Güneydoğu'da"),
    families=compounds("Ak Çam Demir Gök Işık Öz", "dağ han kaya oğlu su"),
    givens=words("Ayşe; Çağla; Gülşen; İbrahim; Oğuz; Ömer; Şirin"),
    cities=words("İstanbul; Ankara; İzmir; Eskişehir"),
    publisher=word("%b Yayınları"),
    head_last=True,
)
