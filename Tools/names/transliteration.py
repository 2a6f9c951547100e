#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes Reference/names/transliteration.txt: how each character of the BMP sounds in ASCII letters.

Needs PyICU (pip install pyicu). One line a run of characters: the first code point in hex, then one reading each;
`-` is a character without a sound of its own, a leading `<` takes away the vowel before it (Indic vowel signs,
small kana). Characters not named are word separators.
"""
import sys, unicodedata, re
import icu

latin = icu.Transliterator.createInstance("Any-Latin; NFD; [:Mn:] Remove; Latin-ASCII; Lower")
INDIC = [(0x0900, 0x0DFF)]
OWN = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "þ": "th", "ð": "d", "ł": "l", "đ": "d", "ı": "i", "ə": "a",
       "щ": "shch", "ц": "ts", "ч": "ch", "ш": "sh", "ж": "zh", "х": "kh", "ю": "yu", "я": "ya", "э": "e", "ё": "yo",
       "й": "y", "ы": "y", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ө": "o", "ү": "u", "ъ": "-", "ь": "-",
       "ع": "-", "ء": "-", "ة": "a", "ى": "a", "آ": "a", "ئ": "y", "ؤ": "w", "ا": "a", "پ": "p", "چ": "ch", "ژ": "zh",
       "گ": "g", "ی": "y", "ک": "k", "ح": "h", "خ": "kh", "ذ": "dh", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z",
       "غ": "gh", "ق": "q", "ث": "th", "ھ": "h", "ہ": "h", "ے": "y", "ں": "n", "ٹ": "t", "ڈ": "d", "ڑ": "r",
       "א": "a", "ע": "-", "ש": "sh", "צ": "ts", "ץ": "ts", "ח": "h", "כ": "k", "ך": "k", "ー": "-", "ッ": "-", "っ": "-",
       "น": "n", "ณ": "n", "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji"}

def reading(cp):
    c = chr(cp); cat = unicodedata.category(c); name = unicodedata.name(c, "")
    if cat.startswith("C") or cat.startswith("Z"):
        return "-" if cat == "Cf" else None
    low = c.lower()
    if low in OWN: return OWN[low]
    m = re.match(r"(?:KATAKANA|HIRAGANA) LETTER SMALL (\w+)$", name)
    if m: return "<" + m[1].lower()
    if 0x0900 <= cp <= 0x0DFF or 0x1780 <= cp <= 0x17D3 or 0x1000 <= cp <= 0x104F or 0x0E80 <= cp <= 0x0EFF:
        m = re.search(r"(?:LETTER|INDEPENDENT VOWEL) (?:CANDRA |SHORT |VOCALIC |GREAT |TALL )?(\w+)$", name)
        if m and cat == "Lo":
            r = m[1].lower().replace("tt", "t").replace("dd", "d").replace("nn", "n").replace("aa", "a").replace("ii", "i").replace("uu", "u")
            if "KHMER" in name and r.endswith("o") and len(r) > 1: r = r[:-1] + "a"
            return r
        m = re.search(r"VOWEL SIGN (?:CANDRA |SHORT |VOCALIC |PALI )?(\w+)", name)
        if m: return "<" + m[1].lower().replace("aa", "a").replace("ii", "i").replace("uu", "u")
        if "VIRAMA" in name or "COENG" in name or "ASAT" in name: return "<"
        if "ANUSVARA" in name: return "n"
        if cat in ("Mn", "Mc"): return "-"
        if cat == "Nd": return str(unicodedata.digit(c))
        return None
    if 0x1200 <= cp <= 0x137F:
        m = re.search(r"SYLLABLE (?:\w+ )?(\w+)$", name)
        return m[1].lower() if m else None
    if cat in ("Mn", "Mc", "Me"): return "-"
    if cat == "Nd": return str(unicodedata.digit(c))
    if cat in ("Lm", "Sk"):
        k = unicodedata.normalize("NFKC", c)
        if k == c or not k.isalpha(): return "-"
    if cat[0] not in "LN": return None
    if 0xAC00 <= cp <= 0xD7A3:  # Revised Romanisation, letter by letter
        L = "g kk n d tt r m b pp s ss - j jj ch k t p h".split(); V = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
        T = ["", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"]
        i = cp - 0xAC00
        return (L[i // 588] + V[i % 588 // 28] + T[i % 28]).replace("-", "")
    r = latin.transliterate(unicodedata.normalize("NFKC", c)).lower()
    r = re.sub(r"[^a-z0-9]", "", r)
    return r or "-"

out, run, start = [], [], None
for cp in list(range(0x80, 0xD800)) + list(range(0xF900, 0xFFF0)):
    r = reading(cp)
    if r is None or not re.fullmatch(r"-|<?[a-z0-9]*", r):
        if run: out.append((start, run)); run = []
        continue
    if not run: start = cp
    if cp != start + len(run): out.append((start, run)); run, start = [], cp
    run.append(r or "-")
if run: out.append((start, run))
with open(sys.argv[1] if len(sys.argv) > 1 else "Reference/names/transliteration.txt", "w") as f:
    for s, r in out:
        for k in range(0, len(r), 64):
            f.write(f"{s + k:04X} {' '.join(r[k:k + 64])}\n")
print(len(out), "runs", sum(len(r) for _, r in out), "characters, ICU", icu.ICU_VERSION)
