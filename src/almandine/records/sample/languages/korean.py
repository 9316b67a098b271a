"""Korean."""

from typing import Final

from almandine.records.sample.language import Language, word, words

KOREAN: Final = Language(
    code=b"kor",
    country=b"ko ",
    area=b"Korea (South)",
    area_code=b"a-ko---",
    script=b"/$1",
    heads=words("yŏksa=역사; yŏn'gu=연구; iyagi=이야기"),
    serial=word("yŏn'gu nonjip=연구 논집"),
    chart=word("chido=지도"),
    topics=words(
        "chŏngwŏn=정원; kang=강; tari=다리; tosi=도시; hakkyo=학교; sup=숲; "
        "minyo=민요; inswae=인쇄; muyŏk=무역; ch'ŏlto=철도; yuri=유리; yangbong=양봉"
    ),
    places=words("Sŏul ŭi=서울의; Cheju ŭi=제주의; Honam ŭi=호남의"),
    families=words("Kim=김; Pak=박; Han=한; Song=송"),
    givens=words("Chi-u=지우; Sŏ-yŏn=서연; Min-jun=민준; Ha-nŭl=하늘"),
    cities=words("Sŏul=서울; Pusan=부산; Taegu=대구"),
    publisher=word("%b Ch'ulp'ansa=%b 출판사"),
    head_last=True,
    family_first=True,
)
