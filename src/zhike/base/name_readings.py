"""How names are read where pypinyin, made for running text, reads them otherwise.

Surnames: the most frequent reading as a surname, in simplified characters; surnames that sound as
usual (任 ren, 华 hua, 欧阳 ouyang) need no entry.
"""

CHARACTERS = {"长": "chang"}  # 长丰, 长盛; words such as 成长 are known

PHRASES = {
    "朝阳": ("chao", "yang"), "涡阳": ("guo", "yang"), "洪洞": ("hong", "tong"),
    "浚县": ("xun", "xian"), "穆棱": ("mu", "ling"), "都匀": ("du", "yun"), "筠连": ("jun", "lian"),
    "荥经": ("ying", "jing"), "繁峙": ("fan", "shi"), "会稽": ("kuai", "ji"),
    "大城县": ("dai", "cheng", "xian"), "长子县": ("zhang", "zi", "xian"),
    "分行": ("fen", "hang"), "支行": ("zhi", "hang"), "总行": ("zong", "hang"),
    "车行": ("che", "hang"), "药行": ("yao", "hang"), "五金行": ("wu", "jin", "hang"),
}  # fmt: skip

# A short name that begins with one of these is taken for a person's unless it begins with a word.
COMMON = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "盖": "ge",
    "朴": "piao", "翟": "zhai", "覃": "qin", "缪": "miao", "卜": "bu", "阚": "kan", "隗": "wei",
    "郇": "xun", "颉": "xie", "佴": "nai", "乜": "nie", "镡": "tan", "粘": "nian",
}  # fmt: skip

# Surnames too, but the character begins many other names: read so only where a person is meant.
RARE = {
    "乐": "yue", "黑": "he", "员": "yun", "祭": "zhai", "折": "she", "种": "chong", "召": "shao",
    "洗": "xian", "秘": "bi", "句": "gou", "么": "yao", "都": "du", "能": "nai", "繁": "po",
    "薄": "bo", "澹": "tan", "辟": "bi", "炅": "gui", "番": "pan", "藏": "zang", "重": "chong",
}  # fmt: skip

SURNAMES = {**COMMON, **RARE}

# Foreign names and trades that begin like a surname, beside the words that pypinyin knows.
NO_SURNAMES = ("查理", "查尔", "查德", "查克", "盖茨", "盖尔", "盖特", "盖德", "解百", "单人")

DOUBLE_SURNAMES = {
    "万俟": ("mo", "qi"), "尉迟": ("yu", "chi"), "澹台": ("tan", "tai"), "单于": ("chan", "yu"),
    "长孙": ("zhang", "sun"), "乐正": ("yue", "zheng"), "子车": ("zi", "ju"),
    "太叔": ("tai", "shu"),
    "令狐": ("ling", "hu"), "宰父": ("zai", "fu"), "皇甫": ("huang", "fu"), "拓跋": ("tuo", "ba"),
    "谷梁": ("gu", "liang"), "夹谷": ("jia", "gu"), "亓官": ("qi", "guan"), "吐谷": ("tu", "yu"),
    "呼延": ("hu", "yan"), "鲜于": ("xian", "yu"), "闾丘": ("lv", "qiu"), "段干": ("duan", "gan"),
    "颛孙": ("zhuan", "sun"), "羊舌": ("yang", "she"), "壤驷": ("rang", "si"),
    "缑亢": ("gou", "kang"),
}  # fmt: skip
