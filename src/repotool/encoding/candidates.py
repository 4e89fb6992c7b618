"""What is tried: the wrong readings that happen, as data, with how much less likely each is than the commonest.

A handicap is in tenths of a nat and breaks ties between readings that the letters cannot tell apart.
"""

from __future__ import annotations

from typing import Final

# name in this engine: (Python's codec, what people call it)
SINGLE_BYTE: Final[dict[str, tuple[str, str]]] = {
    "cp1252": ("cp1252", "Windows-1252"),
    "latin-1": ("latin-1", "ISO 8859-1"),
    "mac_roman": ("mac_roman", "Mac Roman"),
    "cp1251": ("cp1251", "Windows-1251"),
    "koi8-r": ("koi8-r", "KOI8-R"),
    "cp866": ("cp866", "CP866"),
    "cp437": ("cp437", "CP437"),
    "cp850": ("cp850", "CP850"),
    "mac_cyrillic": ("mac_cyrillic", "Mac Cyrillic"),
    "iso8859-5": ("iso8859-5", "ISO 8859-5"),
    "cp1250": ("cp1250", "Windows-1250"),
    "cp1253": ("cp1253", "Windows-1253"),
    "cp1254": ("cp1254", "Windows-1254"),
    "cp1257": ("cp1257", "Windows-1257"),
    "iso8859-2": ("iso8859-2", "ISO 8859-2"),
    "iso8859-15": ("iso8859-15", "ISO 8859-15"),
    "koi8-u": ("koi8-u", "KOI8-U"),
    "mac_latin2": ("mac_latin2", "Mac Central European"),
    "cp1255": ("cp1255", "Windows-1255"),
    "cp1256": ("cp1256", "Windows-1256"),
    "cp1258": ("cp1258", "Windows-1258"),
    "cp852": ("cp852", "CP852"),
    "cp855": ("cp855", "CP855"),
    "cp858": ("cp858", "CP858"),
    "cp737": ("cp737", "CP737"),
    "cp857": ("cp857", "CP857"),
    "cp862": ("cp862", "CP862"),
    "cp874": ("cp874", "Windows-874"),
    "iso8859-7": ("iso8859-7", "ISO 8859-7"),
    "iso8859-9": ("iso8859-9", "ISO 8859-9"),
    "iso8859-16": ("iso8859-16", "ISO 8859-16"),
    "mac_turkish": ("mac_turkish", "Mac Turkish"),
    "mac_greek": ("mac_greek", "Mac Greek"),
    "mac_iceland": ("mac_iceland", "Mac Icelandic"),
}
MULTI_BYTE: Final[dict[str, tuple[str, str]]] = {
    "utf-8": ("utf-8", "UTF-8"),
    "gb18030": ("gb18030", "GB18030"),
    "shift_jis": ("shift_jis", "Shift-JIS"),
    "cp932": ("cp932", "Windows-932"),
    "big5": ("big5", "Big5"),
    "big5hkscs": ("big5hkscs", "Big5-HKSCS"),
    "euc_kr": ("euc_kr", "EUC-KR"),
    "cp949": ("cp949", "Windows-949"),
    "euc_jp": ("euc_jp", "EUC-JP"),
    "gbk": ("gbk", "GBK"),
}


# UTF-8 read as …: (encoding, handicap)
UTF8_READ_AS: Final[tuple[tuple[str, int], ...]] = (
    ("cp1252", 0),
    ("latin-1", 2),
    ("mac_roman", 5),
    ("cp1251", 5),
    ("koi8-r", 10),
    ("cp866", 10),
    ("cp437", 10),
    ("cp850", 12),
    ("mac_cyrillic", 15),
    ("iso8859-5", 15),
    ("cp1250", 10),
    ("cp1253", 15),
    ("cp1254", 12),
    ("cp1257", 15),
    ("iso8859-2", 15),
    ("iso8859-15", 35),
    ("koi8-u", 15),
    ("mac_latin2", 20),
    ("cp1255", 20),
    ("cp1256", 20),
    ("cp1258", 25),
    ("cp852", 18),
    ("cp855", 25),
    ("cp858", 18),
    ("cp737", 25),
    ("cp857", 25),
    ("cp874", 20),
    ("iso8859-7", 25),
    ("iso8859-9", 35),
    ("iso8859-16", 45),
    ("mac_turkish", 25),
    ("mac_greek", 30),
    ("mac_iceland", 30),
)
UTF8_READ_AS_CJK: Final[tuple[tuple[str, int], ...]] = (
    ("gb18030", 5),
    ("shift_jis", 10),
    ("cp932", 12),
    ("big5", 12),
    ("big5hkscs", 25),
    ("euc_kr", 12),
    ("cp949", 12),
    ("euc_jp", 18),
)
# Legacy encodings by script, and what each script's bytes are met read as.
LEGACY: Final[tuple[tuple[tuple[str, ...], tuple[str, ...], int], ...]] = (
    (
        ("cp1251", "koi8-r", "cp866", "mac_cyrillic", "iso8859-5", "koi8-u"),
        (
            "cp1252",
            "latin-1",
            "mac_roman",
            "cp1251",
            "koi8-r",
            "cp866",
            "cp437",
            "cp850",
            "cp1250",
            "mac_cyrillic",
            "iso8859-5",
            "iso8859-15",
            "cp1254",
        ),
        0,
    ),
    (
        ("cp1252", "mac_roman", "cp850", "cp437", "cp1250", "iso8859-2", "cp1254", "cp1257", "cp852"),
        ("cp1252", "latin-1", "mac_roman", "cp437", "cp850", "cp1250", "cp1251", "cp852"),
        20,
    ),
    (
        ("cp1253", "cp1255", "cp1256", "cp874", "cp737", "cp862"),
        ("cp1252", "latin-1", "mac_roman", "cp1251", "cp437"),
        20,
    ),
    (("gb18030", "shift_jis", "euc_jp", "euc_kr", "big5"), ("cp1252", "latin-1", "mac_roman", "cp1251", "cp437"), 20),
)
# Handicaps of the writers among them
RARELY_WRITTEN: Final[dict[str, int]] = {"mac_cyrillic": 30, "iso8859-5": 20, "koi8-u": 20, "cp852": 20, "cp1254": 10}
DEPTH: Final = 3
"""The longest chain of wrong readings that is tried."""
