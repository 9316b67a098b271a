"""Hebrew."""

from typing import Final

from almandine.records.sample.language import Language, word, words

HEBREW: Final = Language(
    code=b"heb",
    country=b"is ",
    area=b"Israel",
    area_code=b"a-is---",
    script=b"/(2/r",
    heads=words("Toldot=תולדות; Meḥḳarim be-toldot=מחקרים בתולדות; 'Olam=עולם"),
    serial=word("Ketav-'et le-toldot=כתב עת לתולדות"),
    chart=word("Mapat=מפת"),
    topics=words(
        "ha-ganim=הגנים; ha-neharot=הנהרות; ha-gesharim=הגשרים; he-'arim=הערים; "
        "bate ha-sefer=בתי הספר; ha-ye'arot=היערות; shire ha-'am=שירי העם; "
        "ha-defus=הדפוס; ha-misḥar=המסחר; mesilot ha-barzel=מסילות הברזל; "
        "ha-zekhukhit=הזכוכית; gidul ha-devorim=גידול הדבורים"
    ),
    places=words("ba-Galil=בגליל; ba-Negev=בנגב; ba-Sharon=בשרון"),
    families=words("Alon=אלון; Barḳai=ברקאי; Gefen=גפן; Shaḳed=שקד"),
    givens=words("No'ah=נועה; Yosef=יוסף; Miryam=מרים; Daṿid=דוד"),
    cities=words("Yerushalayim=ירושלים; Ḥefah=חיפה"),
    publisher=word("Hotsa'at %b=הוצאת %b"),
)
