"""The documentation site builds without a warning and loads nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mkdocs", reason="needs the extra 'docs'")
    pytest.importorskip("material", reason="needs the extra 'docs'")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.slow
def test_every_page_is_built(site: Path) -> None:
    pages = [path.relative_to(REPOSITORY / "docs") for path in REPOSITORY.glob("docs/**/*.md")]
    assert pages
    for page in pages:
        folder = page.parent if page.stem in {"index", "README"} else page.with_suffix("")
        assert (site / folder / "index.html").exists(), page


@pytest.mark.slow
def test_a_reader_loads_nothing_from_another_host(site: Path) -> None:
    loaded = re.compile(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(?:https?:)?//[^"]*"')
    for page in site.rglob("*.html"):
        assert not loaded.search(page.read_text(encoding="utf-8")), page


@pytest.mark.slow
def test_every_translation_of_the_quick_start_names_its_language_and_all_others(site: Path) -> None:
    pages = {page.stem for page in REPOSITORY.glob("docs/quick-start/*.md")} - {"index"}
    assert pages == {"sw", "rw", "kk", "ru", "fr", "de"}
    for language in pages:
        html = (site / "quick-start" / language / "index.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}"' in html
        for other in pages - {language}:
            assert f'href="../{other}/"' in html, (language, other)
