"""Chinese."""

from typing import Final

from almandine.records.sample.language import Language, word, words

CHINESE: Final = Language(
    code=b"chi",
    country=b"cc ",
    area=b"China",
    area_code=b"a-cc---",
    script=b"/$1",
    heads=words("shi=史; yan jiu=研究; shi liao=史料; tong lun=通论"),
    serial=word("yan jiu ji kan=研究集刊"),
    chart=word("di tu=地图"),
    topics=words(
        "yuan lin=园林; he liu=河流; qiao liang=桥梁; cheng shi=城市; xue tang=学堂; "
        "sen lin=森林; min ge=民歌; yin shua=印刷; mao yi=贸易; tie lu=铁路; "
        "bo li=玻璃; yang feng=养蜂"
    ),
    places=words("Jiangnan=江南; Sichuan=四川; Yunnan=云南; Zhedong=浙东"),
    families=words("Lin=林; Bai=白; Tang=唐; Shen=沈; Yun=云"),
    givens=words("Mingyuan=明远; Xiaohe=晓荷; Zhiqing=之清; Wenbo=文柏"),
    cities=words("Hangzhou=杭州; Chengdu=成都; Kunming=昆明"),
    publisher=word("%b chu ban she=%b出版社"),
    head_last=True,
    family_first=True,
    spaced=False,
)
