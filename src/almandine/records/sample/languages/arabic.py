"""Arabic."""

from typing import Final

from almandine.records.sample.language import Language, word, words

ARABIC: Final = Language(
    code=b"ara",
    country=b"ua ",
    area=b"Arab countries",
    area_code=b"ma-----",
    script=b"/(3/r",
    heads=words(
        "Tārīkh=تاريخ; Dirāsāt fī tārīkh=دراسات في تاريخ; "
        "Madkhal ilá tārīkh=مدخل إلى تاريخ"
    ),
    serial=word("Majallat tārīkh=مجلة تاريخ"),
    chart=word("Kharīṭat=خريطة"),
    topics=words(
        "al-ḥadā'iq=الحدائق; al-anhār=الأنهار; al-jusūr=الجسور; al-mudun=المدن; "
        "al-madāris=المدارس; al-ghābāt=الغابات; al-aghānī al-sha'bīyah=الأغاني الشعبية;"
        "al-ṭibā'ah=الطباعة; al-tijārah=التجارة; "
        "al-sikak al-ḥadīdīyah=السكك الحديدية; ṣinā'at al-zujāj=صناعة الزجاج; "
        "tarbiyat al-naḥl=تربية النحل"
    ),
    places=words("fī Miṣr=في مصر; fī al-Shām=في الشام; fī al-Maghrib=في المغرب"),
    families=words("al-Bustānī=البستاني; al-Najjār=النجار; al-Ṭāhir=الطاهر"),
    givens=words("Laylá=ليلى; Yūsuf=يوسف; Maryam=مريم; Salīm=سليم"),
    cities=words("al-Qāhirah=القاهرة; Bayrūt=بيروت"),
    publisher=word("Dār %b=دار %b"),
)
