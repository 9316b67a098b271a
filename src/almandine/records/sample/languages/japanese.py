"""Japanese."""

from typing import Final

from almandine.records.sample.language import Language, word, words

JAPANESE: Final = Language(
    code=b"jpn",
    country=b"ja ",
    area=b"Japan",
    area_code=b"a-ja---",
    script=b"/$1",
    heads=words("rekishi=歴史; kenkyū=研究; monogatari=物語; kindaika=近代化"),
    serial=word("kenkyū nenpō=研究年報"),
    chart=word("chizu=地図"),
    topics=words(
        "teien no=庭園の; kawa no=川の; hashi no=橋の; machi no=町の; gakkō no=学校の; "
        "mori no=森の; min'yō no=民謡の; insatsu no=印刷の; akinai no=商いの; "
        "tetsudō no=鉄道の; garasu no=ガラスの; yōhō no=養蜂の"
    ),
    places=words(
        "Kyōto no=京都の; Tōhoku no=東北の; Shinano no=信濃の; Tosa no=土佐の"
    ),
    families=words("Morikawa=森川; Ishibashi=石橋; Kitano=北野; Hayase=早瀬"),
    givens=words("Haruka=遥; Kenji=健二; Yōko=陽子; Sōta=颯太"),
    cities=words("Kyōto=京都; Sendai=仙台; Kōchi=高知"),
    publisher=word("%b Shobō=%b書房"),
    head_last=True,
    family_first=True,
    spaced=False,
)
