#!/usr/bin/env python3
"""Unicode data -> src/text/unicode_table.c

Reads Debian's unicode-data (UnicodeData.txt, Scripts.txt, CaseFolding.txt,
Unihan_Variants.txt.bz2, version 15.0). Two-level tables: a page a run of 128 code
points, equal pages shared. `--check` compares with the committed file; with another
version of the data it says so and passes, because the file is then nobody's error.
"""
import bz2
import os
import sys

from generated import finish

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, "src", "text", "unicode_table.c")
UCD = "/usr/share/unicode"
VERSION = "15.0.0"
PAGE = 128
LIMIT = 0x30000 + 0x1400  # past CJK extension H nothing is a name

SCRIPTS = ["COMMON", "INHERITED", "LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "ARABIC",
           "HEBREW", "HAN", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "DEVANAGARI", "OTHER"]
CLASSES = ["LETTER", "MARK", "DIGIT", "APOSTROPHE", "HYPHEN", "COMMA", "DOT", "SPACE", "IGNORED",
           "OTHER"]
PARTS_OF_WORDS = ("LETTER", "MARK", "DIGIT")
APOSTROPHES = "'`\u00b4\u2018\u2019\u201b\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb" \
              "\u2032\u2035\uff07\u055a\u05f3\u05f4\u02c0\u02c1\ua78b\ua78c"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be\ufe58\ufe63\uff0d\u058a"
COMMAS = ",\u060c\u3001\uff0c\ufe50\ufe51\uff64"
DOTS = ".\u2024\uff0e\ufe52\u3002\uff61"
IGNORED = [0xAD, 0x34F, 0x61C, 0x640] + list(range(0x200B, 0x2010)) + list(range(0x202A, 0x202F)) + \
    list(range(0x2060, 0x2070)) + list(range(0xFE00, 0xFE10)) + [0xFEFF] + \
    list(range(0xE0000, 0xE0080))
# Latin letters that do not decompose, as people write them without the letter.
SPELT = {"ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
         "þ": "th", "ı": "i", "ə": "a", "ǝ": "a", "ŋ": "ng", "ħ": "h", "ŧ": "t", "ĸ": "k",
         "ƒ": "f", "ɓ": "b", "ɗ": "d", "ɖ": "d", "ɛ": "e", "ɔ": "o", "ɣ": "gh", "ƙ": "k", "ɲ": "ny",
         "ƴ": "y", "ʋ": "v", "ɨ": "i", "ʉ": "u", "ɵ": "o", "ƶ": "z", "ǥ": "g", "ɦ": "h",
         "ɑ": "a", "ɩ": "i", "ʊ": "u", "ȷ": "j", "ƀ": "b", "ƚ": "l", "ɫ": "l", "ɍ": "r", "ɏ": "y",
         "ȼ": "c", "ɇ": "e", "ɉ": "j", "ƿ": "w", "ȝ": "gh", "ɐ": "a"}
KEEP_WHOLE = {"CYRILLIC", "HANGUL", "HIRAGANA", "KATAKANA"}  # a mark there makes another letter


def lines(name):
    path = os.path.join(UCD, name)
    opener = bz2.open if name.endswith(".bz2") else open
    with opener(path, "rt", encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if line:
                yield line


def version():
    with open(os.path.join(UCD, "DerivedAge.txt"), encoding="utf-8") as f:
        return f.readline().split("-")[-1].replace(".txt", "").strip()


def read():
    category, decomposition, digit = {}, {}, {}
    first = None
    for line in lines("UnicodeData.txt"):
        f = line.split(";")
        cp = int(f[0], 16)
        span = [cp]
        if f[1].endswith("First>"):
            first = cp
            continue
        if f[1].endswith("Last>"):
            span = range(first, cp + 1)
        for c in span:
            category[c] = f[2]
        if f[5]:
            words = f[5].split()
            compatible = words[0].startswith("<")
            decomposition[cp] = (compatible, [int(w, 16) for w in (words[1:] if compatible else words)])
        if f[2] == "Nd":
            digit[cp] = int(f[6])
    script = {}
    for line in lines("Scripts.txt"):
        span, name = [x.strip() for x in line.split(";")]
        low, _, high = span.partition("..")
        name = name.upper()
        value = name if name in SCRIPTS else "OTHER"
        for c in range(int(low, 16), int(high or low, 16) + 1):
            script[c] = value
    folding = {}
    for line in lines("CaseFolding.txt"):
        f = [x.strip() for x in line.split(";")]
        if f[1] in "CF":
            folding[int(f[0], 16)] = [int(w, 16) for w in f[2].split()]
    return category, decomposition, digit, script, folding


def make(category, decomposition, digit, script, folding):
    def decompose(cp, canonical_only):
        d = decomposition.get(cp)
        if not d or (canonical_only and d[0]):
            return [cp]
        return [x for c in d[1] for x in decompose(c, canonical_only)]

    def is_mark(cp):
        return category.get(cp, "Cn")[0] == "M"

    def drops(cp):
        return is_mark(cp) and script.get(cp) in ("INHERITED", "ARABIC", "HEBREW", "GREEK",
                                                  "CYRILLIC", "LATIN", "COMMON", None)

    def whole(cp):  # compatibility form of a letter that keeps its own marks
        d = decomposition.get(cp)
        if d and d[0]:
            out = [x for c in d[1] for x in whole(c)]
            return out
        return [cp]

    def fold(cp):
        text = whole(cp) if script.get(cp) in KEEP_WHOLE else decompose(cp, False)
        out = []
        for c in text:
            for x in folding.get(c, [c]):
                for y in ([x] if script.get(x) in KEEP_WHOLE else decompose(x, False)):
                    if chr(y) in SPELT:
                        out += [ord(z) for z in SPELT[chr(y)]]
                    elif not drops(y):
                        out.append(y)
        return out

    def klass(cp):
        ch = chr(cp)
        cat = category.get(cp, "Cn")
        if ch in APOSTROPHES:
            return "APOSTROPHE"
        if ch in HYPHENS:
            return "HYPHEN"
        if ch in COMMAS:
            return "COMMA"
        if ch in DOTS:
            return "DOT"
        if cp in IGNORED:
            return "IGNORED"
        if cat == "Nd":
            return "DIGIT"
        if cat[0] == "L" or cat in ("Nl", "No") or cp == 0x30FC:
            return "LETTER"
        if cat[0] == "M":
            return "MARK"
        if cat[0] == "Z" or cp in (9, 10, 11, 12, 13):
            return "SPACE"
        return "OTHER"

    rows, pool, where = [], [], {}
    for cp in range(LIMIT):
        s = SCRIPTS.index(script.get(cp, "OTHER" if category.get(cp) else "COMMON"))
        k = CLASSES.index(klass(cp))
        upper = 1 if category.get(cp) in ("Lu", "Lt") else 0
        # What stands beside the letters of a compatibility form would part a word: "(1)".
        out = [x for x in fold(cp) if klass(x) in PARTS_OF_WORDS] if k in (0, 1, 2) else [cp]
        if k == 2:
            out = [0x30 + digit[cp]]
        if out == [cp] or len(out) > 8:
            f = 0
        elif not out:
            f = 1
        else:
            key = tuple(out)
            if key not in where:
                where[key] = len(pool)
                pool += [len(out)] + out
            f = 2 + where[key]
        d = digit.get(cp, 15)
        rows.append((s | k << 4 | upper << 8 | d << 12, f))
    return rows, pool


def han():
    """Traditional and variant forms -> the simplified one."""
    simple, traditional_of, z = {}, {}, {}
    for line in lines("Unihan_Variants.txt.bz2"):
        cp, field, value = line.split("\t")
        c = int(cp[2:], 16)
        targets = [int(v.split("<")[0][2:], 16) for v in value.split()]
        if field == "kSimplifiedVariant":
            others = [t for t in targets if t != c]
            if others and c not in targets:
                simple[c] = others[0]
            elif others:
                simple[c] = others[0]
        elif field == "kZVariant":
            z[c] = min(targets + [c])
    # Japanese shinjitai whose traditional form simplifies otherwise.
    shinjitai = {"竜": "龙", "沢": "泽", "桜": "樱", "広": "广", "辺": "边", "浜": "滨", "斉": "齐",
                 "斎": "斋", "関": "关", "恵": "惠", "栄": "荣", "実": "实", "亜": "亚", "円": "圆",
                 "塩": "盐", "応": "应", "帰": "归", "気": "气", "経": "经", "剣": "剑", "権": "权",
                 "広": "广", "鉄": "铁", "転": "转", "伝": "传", "徳": "德", "拝": "拜", "売": "卖",
                 "発": "发", "豊": "丰", "宝": "宝", "万": "万", "満": "满", "弥": "弥", "薬": "药",
                 "与": "与", "楽": "乐", "覧": "览", "竜": "龙", "両": "两", "緑": "绿", "涙": "泪",
                 "労": "劳", "楼": "楼", "滝": "泷", "渋": "涩", "択": "择", "沖": "冲", "真": "真",
                 "歩": "步", "黒": "黑", "毎": "每", "海": "海", "渇": "渴", "頼": "赖", "蔵": "藏",
                 "壱": "壹", "圭": "圭", "県": "县", "巻": "卷", "検": "检", "険": "险", "験": "验",
                 "顕": "显", "検": "检", "郷": "乡", "暁": "晓", "戸": "户", "従": "从", "縦": "纵",
                 "繊": "纤", "総": "总", "騒": "骚", "荘": "庄", "壮": "壮", "続": "续", "対": "对",
                 "帯": "带", "単": "单", "団": "团", "遅": "迟", "虫": "虫", "聴": "听", "勅": "敕",
                 "児": "儿", "処": "处", "図": "图", "囲": "围", "価": "价", "仮": "假", "会": "会"}
    for a, b in shinjitai.items():
        simple[ord(a)] = ord(b)
    out = {}
    for c in set(simple) | set(z):
        t, seen = c, set()
        while t not in seen:
            seen.add(t)
            t = simple.get(z.get(t, t) if t not in simple else t, simple.get(t, z.get(t, t)))
        t = min(seen) if t in seen and t != c and len(seen) > 2 and t == c else t
        if t != c and c < 0x2A6E0 and t < 0x2A6E0:
            out[c] = t
    # idempotent: follow chains
    for c in list(out):
        t, steps = out[c], 0
        while t in out and steps < 8:
            t, steps = out[t], steps + 1
        if t == c or t in out:
            del out[c]
        else:
            out[c] = t
    return sorted((c, t) for c, t in out.items() if t not in out)


def array(name, kind, values, width=16):
    out = [f"const {kind} {name}[{len(values)}] = {{"]
    for i in range(0, len(values), width):
        out.append("    " + ", ".join(str(v) for v in values[i:i + width]) + ",")
    return out + ["};", ""]


def generate():
    rows, pool = make(*read())
    pages, index, where = [], [], {}
    for i in range(0, LIMIT, PAGE):
        page = tuple(rows[i:i + PAGE])
        if page not in where:
            where[page] = len(pages)
            pages.append(page)
        index.append(where[page])
    pairs = han()
    out = ["/* GENERATED by tools/gen_unicode.py from Unicode " + VERSION + ": do not edit. */",
           '#include "text/unicode_table.h"', ""]
    out += array("sj_unicode_page", "uint16_t", index)
    out += array("sj_unicode_property", "uint16_t", [r[0] for p in pages for r in p])
    out += array("sj_unicode_fold_at", "uint16_t", [r[1] for p in pages for r in p])
    out += array("sj_unicode_fold_pool", "uint32_t", pool)
    out += array("sj_unicode_han_from", "uint32_t", [p[0] for p in pairs])
    out += array("sj_unicode_han_to", "uint32_t", [p[1] for p in pairs])
    out += [f"const uint32_t sj_unicode_han_count = {len(pairs)};", ""]
    return "\n".join(out)


def main():
    check = "--check" in sys.argv
    if not os.path.exists(os.path.join(UCD, "DerivedAge.txt")) or version() != VERSION:
        print(f"skipped: unicode_table.c is made from Unicode {VERSION}, not here")
        return 0 if check else 1
    return finish(OUT, generate())


if __name__ == "__main__":
    sys.exit(main())
