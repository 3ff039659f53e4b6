#!/usr/bin/env python3
"""Syllable tables and Unihan readings -> src/names/syllable_table.c

Reads data/{korean,mandarin,cantonese}_syllables.tsv, the family-name tables and
Debian's Unihan_Readings.txt.bz2, Unihan_Variants.txt.bz2 (Unicode 15.0). With other
Unicode data `--check` says so and passes.
"""
import bz2
import collections
import os
import re
import sys
import unicodedata

from generated import finish

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, "src", "names", "syllable_table.c")
UCD = "/usr/share/unicode/"
SYSTEMS = ["korean_latin", "korean_russian", "korean_pinyin", "pinyin", "wade_giles", "palladius",
           "cantonese_latin", "cantonese_pinyin", "korean_kana",
           "mandarin_kana"]
NONE = 0xFFFF


def rows(name):
    with open(os.path.join(ROOT, "data", name), encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def unihan(name, fields):
    ret = collections.defaultdict(dict)
    with bz2.open(UCD + name, "rt", encoding="utf-8") as f:
        for line in f:
            if line.startswith("U+"):
                cp, field, value = line.rstrip("\n").split("\t")
                if field in fields and int(cp[2:], 16) < 0xA000:
                    ret[field][int(cp[2:], 16)] = value
    return ret


def version():
    with open(UCD + "DerivedAge.txt", encoding="utf-8") as f:
        return f.readline().split("-")[-1].replace(".txt", "").strip()


def toneless(word):
    word = unicodedata.normalize("NFD", word).replace("u\u0308", "v")
    return re.sub("[^a-z]", "", word)


def v_chars(variants):
    return "".join(chr(int(v[2:], 16)) for v in variants.split())


def initial_law(hangul):
    """The other spelling of a syllable by the law of initials, or None."""
    n = ord(hangul) - 0xAC00
    i, v, c = n // 588, n // 28 % 21, n % 28
    y = v in (2, 3, 6, 7, 12, 17, 20)
    other = {5: 11 if y else 2, 11: 5 if y else None, 2: None if y else 5}.get(i)
    return None if other is None else chr(0xAC00 + other * 588 + v * 28 + c)


def families():
    """What the tables say: Hangul, spellings, Hanja; characters, pinyin, Jyutping; compounds."""
    korean, chinese = list(rows("korean_family_names.tsv")), list(rows("chinese_family_names.tsv"))
    single = [r for r in chinese if len(r[0]) == 1]
    hangul = {h for r in korean if len(r[0]) == 1 for h in (r[0], initial_law(r[0])) if h}
    spelt = {w for r in korean for w in r[2].split() if w != "-"}
    compounds = [("korean", *r[0]) for r in korean if len(r[0]) == 2]
    compounds += [("mandarin", *r[1].split()) for r in chinese if len(r[0]) == 2]
    compounds += [("cantonese", *r[3].split()) for r in chinese if len(r[0]) == 2 and r[3] != "-"]
    return (hangul, spelt, {c for r in korean if len(r[0]) == 1 for c in r[1]},
            {r[0] for r in single}, {r[1] for r in single}, {r[3] for r in single}, compounds)


def spells_family(system, key, choices, spelt, pinyin, jyutping):
    """Korean: only the spellings in use, for short common syllables read as anything."""
    certain = {c.split(":")[0] for c in choices.split() if c.endswith(":255")}
    if system in ("pinyin", "wade_giles", "palladius", "mandarin_kana"):
        return bool(certain & pinyin)
    if system == "cantonese_latin":
        return bool(certain & jyutping)
    return system.startswith("korean_") and system != "korean_pinyin" and key in spelt


def main():
    if version() != "15.0.0":
        print("skipped: the table is made of Unicode 15.0.0, here is " + version())
        return 0
    hangul, spelt, kfam, cfam, pinyin, jyutping, compounds = families()
    number, names, pool, keys = {}, {}, [], {s: [] for s in SYSTEMS}
    files = {"korean": "korean", "mandarin": "mandarin", "cantonese": "cantonese"}
    for language in files:
        read = list(rows(language + "_syllables.tsv"))
        names[language] = sorted({c.split(":")[0] for r in read for c in r[3].split()})
        for k, s in enumerate(names[language]):
            number[language, s] = ord(s) - 0xAC00 if language == "korean" else k
        for system, key, family, choices in read:
            first = len(pool)
            pool += [(number[language, c.split(":")[0]], int(c.split(":")[1]))
                     for c in choices.split()]
            family = family == "F" or spells_family(system, key, choices, spelt, pinyin, jyutping)
            keys[system].append((key.encode(), first, len(pool) - first, int(family)))
    reading = unihan("Unihan_Readings.txt.bz2", ("kHangul", "kMandarin", "kCantonese"))
    simple = unihan("Unihan_Variants.txt.bz2", ("kSimplifiedVariant",))["kSimplifiedVariant"]
    korean = collections.defaultdict(dict)
    for cp, value in reading["kHangul"].items():
        targets = [cp] + [int(t[2:], 16) for t in simple.get(cp, "").split()]
        for w in value.split():
            weight = 255 if re.search("[01]", w.split(":")[1]) else 200
            for t in targets:
                for h, x in ((w[0], weight), (initial_law(w[0]), weight - 10)):
                    if h:
                        korean[t][h] = max(korean[t].get(h, 0), x)
    kfam |= {chr(int(simple[ord(c)].split()[0][2:], 16)) for c in kfam if ord(c) in simple}
    cfam |= {chr(c) for c, v in simple.items() if chr(int(v.split()[0][2:], 16)) in cfam}
    # A family name may have a reading of its own: 朴 Piao, 曾 Zeng, 單 Shan.
    as_family = {}
    for r in rows("chinese_family_names.tsv"):
        for c in [r[0]] + [chr(c) for c, v in simple.items() if r[0] in v_chars(v)]:
            if len(c) == 1:
                as_family[ord(c)] = (r[1], r[3])
    han, cache = [], {}
    for cp in sorted(set(korean) | set(reading["kMandarin"])):
        ks = tuple(sorted(((ord(h) - 0xAC00, w) for h, w in korean[cp].items()),
                          key=lambda x: (-x[1], x[0]))[:12])
        if ks not in cache:
            cache[ks] = len(pool)
            pool += ks
        m = toneless(reading["kMandarin"].get(cp, "").split(" ")[0])
        c = re.sub("[^a-z]", "", reading["kCantonese"].get(cp, "").split(" ")[0])
        fm, fc = as_family.get(cp, (m, c))
        han.append("{%d,%d,{%d,%d},{%d,%d},%d,%d}" % (
            cp, cache[ks], number.get(("mandarin", m), NONE), number.get(("mandarin", fm), NONE),
            number.get(("cantonese", c), NONE), number.get(("cantonese", fc), NONE), len(ks), (chr(cp) in kfam) | (chr(cp) in cfam) << 1))
    text = ["/* Generated by tools/gen_syllables.py; do not edit. */", '#include "names/syllable_table.h"',
            '#include "names/form.h"']

    def array(kind, name, items, per):
        text.append("%sconst %s %s = {" % ("static " if "key" in name else "", kind, name))
        for i in range(0, len(items), per):
            text.append(",".join(items[i:i + per]) + ",")
        text.append("};")
    array("sj_syllable_pool", "sj_syllable_choices[]", ["{%d,%d}" % p for p in pool], 12)
    for s in SYSTEMS:
        items = []
        for key, first, count, family in sorted(keys[s]):
            assert len(key) < 16, key
            octal = "".join(chr(b) if b < 128 else "\\%03o" % b for b in key)
            items.append('{"%s",%d,%d,%d}' % (octal, first, count, family))
        array("sj_syllable_key", "sj_syllable_keys_%s[]" % s, items, 4)
    array("sj_syllable_han", "sj_syllable_hans[]", han, 5)
    array("uint16_t", "sj_syllable_family_hangul[]",
          [str(n) for n in sorted(ord(h) - 0xAC00 for h in hangul)], 16)
    array("sj_syllable_compound", "sj_syllable_compounds[]",
          ["{SJ_SYSTEM_%s,%d,%d}" % (a.upper(), number[a, x], number[a, y])
           for a, x, y in compounds if (a, x) in number and (a, y) in number], 4)
    for language in ("mandarin", "cantonese"):
        array("char", "sj_syllable_%s[][8]" % language, ['"%s"' % n for n in names[language]], 10)
    text.append("const sj_syllable_system sj_syllable_systems[] = {")
    for s in SYSTEMS:
        text.append("{sj_syllable_keys_%s,%d}," % (s, len(keys[s])))
    text.append("};")
    text.append("const size_t sj_syllable_han_count = %d;" % len(han))
    text += ["const size_t sj_syllable_%s_count = sizeof sj_syllable_%s / sizeof *sj_syllable_%s;" %
             (n, n, n) for n in ("family_hangul", "compounds")]
    for language in ("mandarin", "cantonese"):
        text.append("const size_t sj_syllable_%s_count = %d;" % (language, len(names[language])))
    out = "\n".join(text) + "\n"
    return finish(OUT, out)


if __name__ == "__main__":
    sys.exit(main())
