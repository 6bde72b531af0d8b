"""Numbers as people in Indonesia read them: a point between thousands, a comma before decimals."""


def write_number(number: int) -> str:
    """Write a number: ``1.204``."""
    return f"{number:,}".replace(",", ".")


def write_share(part: int, whole: int) -> str:
    """Write how much ``part`` is of ``whole``: ``82,4%``; a dash where there is no whole."""
    if whole == 0:
        return "–"
    return f"{part / whole * 100:.1f}%".replace(".", ",")
