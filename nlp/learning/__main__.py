"""`make train`: from the corpus to the model, the calibration and the thresholds that are shipped.

Takes some minutes, needs no network, and gives the same files for the same corpus and code.
"""

import time
from pathlib import Path

from nlp.corpus.reading import digest
from nlp.learning import alarms, calibrate
from nlp.learning.train import Reader, load_corpus, train
from nlp.model import MODEL_FILE


def main() -> None:
    began = time.monotonic()
    corpus, reader = load_corpus(), Reader()
    print(f"{len(corpus.mentions)} mentions, {len(corpus.phrases)} phrases")
    alarms.main()
    data = train(corpus, reader)
    (Path(__file__).parents[1] / "data" / MODEL_FILE).write_bytes(data)
    print(f"model: {len(data) / 1e6:.1f} MB, {time.monotonic() - began:.0f} s")
    held = calibrate.held_apart(corpus, reader)
    calibration = calibrate.fit(held)
    found = list(calibrate.thresholds(held, calibration))
    calibrate.write(calibration, found)
    write_digest()
    for t in found:
        print(f"{t.field}: passes from {t.least:.3f}: {t.exact:.1%} right, {t.cover:.1%} of texts")
    print(f"done in {time.monotonic() - began:.0f} s")


def write_digest() -> None:
    """Note what was learnt from, so that a model older than its corpus is noticed."""
    text = f"# Written by `make train`.\n# what was learnt from\tits SHA-256\ncorpus\t{digest()}\n"
    (Path(__file__).parents[1] / "data" / "trained.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
