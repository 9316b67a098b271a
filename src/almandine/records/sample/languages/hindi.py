"""Hindi, in Devanagari."""

from typing import Final

from almandine.records.sample.language import Language, word, words

HINDI: Final = Language(
    code=b"hin",
    country=b"ii ",
    area=b"India",
    area_code=b"a-ii---",
    heads=words("itihāsa=इतिहास; adhyayana=अध्ययन; paricaya=परिचय"),
    serial=word("vārshika adhyayana=वार्षिक अध्ययन"),
    chart=word("mānacitra=मानचित्र"),
    topics=words(
        "udyānoṃ kā=उद्यानों का; nadiyoṃ kā=नदियों का; puloṃ kā=पुलों का; "
        "nagaroṃ kā=नगरों का; vidyālayoṃ kā=विद्यालयों का; vanoṃ kā=वनों का; "
        "lokagītoṃ kā=लोकगीतों का; mudraṇa kā=मुद्रण का; vyāpāra kā=व्यापार का; "
        "relapathoṃ kā=रेलपथों का; kāṃca kā=काँच का; madhumakkhī-pālana kā=मधुमक्खी-पालन का"
    ),
    places=words("Dillī ke=दिल्ली के; Mālavā ke=मालवा के; Baṅgāla ke=बंगाल के"),
    families=words("Māthura=माथुर; Jośī=जोशी; Nāgara=नागर"),
    givens=words("Āśā=आशा; Ravi=रवि; Mīrā=मीरा"),
    cities=words("Dillī=दिल्ली; Vārāṇasī=वाराणसी"),
    publisher=word("%b Prakāśana=%b प्रकाशन"),
    head_last=True,
)
