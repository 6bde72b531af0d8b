"""What somebody could send to tire the understanding: pieces that are repeated without end."""

LONGEST = 10_000  # characters of a long text
UNITS = (
    *("", " \n\t ", "😭", "\u202e\u2066lapor\u202c", "\ufffd", "\ud800\udfff", "@pemkotbekasi "),
    *("a", "!", "!a", "#", "#jalan", "jalan", "1", "0 8-", "a@", "A 1 ", "jalan rusak "),
    *("takut kebakaran ", "mau lompat ", "desa sukamaju ", "nama saya Aa ", "jl. ", "'"),
    *("nya", "1 ", "0", "08 ", "0812", "081200000000 ", "+62 8", "(0", "1.000."),
    *("12-05-20", "O0", "0l", "a.", "a@a.", "a at ", "gmail at ", "B 12 ", "B1"),
    *("plat no ", "paspor no ", "kode booking ", "nama saya ", "pak ", "Pak Budi "),
    *("Budi ", "pak rt ", "a.n. ", "dr.", "anak saya yang ", "-", "rumah saya jl "),
    *("jl no 1 ", "rt rw ", "alamat jl 1 2 ", "rekening ", "rek 1 ", "nik 3374 "),
    *("jangan sebut nama ", "Jl. A No. 1 RT 1 ", "bpk ", "08", "@a.b", "1."),
    *("B 1 C "),
)


def repeated(unit: str, length: int) -> str:
    """Return as many units as fit into ``length`` characters."""
    return unit * (length // len(unit)) if unit else ""
