"""A row of a file in our words, without what other formats leave behind."""

import pytest

from errors import Invalid
from jobs.imports.resources import mapped
from models import ResourceKind

ROW = {"title": "Rust", "url": "https://example.org", "kind": "EBOOK", "language": "en"}


@pytest.mark.parametrize(
    ("name", "given", "stored"),
    [
        ("language", "de", "de"),
        ("language", " DE ", "de"),
        ("language", "zh-hans", "zh"),
        ("language", "PT_br", "pt"),
        ("language", "deu", "de"),
        ("language", "und", "und"),
        ("language", None, ""),
        ("kind", "PODCAST", ResourceKind.PODCAST),
        ("kind", "e-book", ResourceKind.EBOOK),
        ("kind", " Video ", ResourceKind.VIDEO),
        ("title", "C\\# \\| Hindi", "C# | Hindi"),
        ("title", "R&D &amp; C:\\dir &copyright", "R&D & C:\\dir &copyright"),
        ("title", "&lt;b&gt; &#35; &nothing;", "<b> # &nothing;"),
        ("topic", "C++&lrm;", "C++"),
        ("subtopic", None, ""),
        ("author", " \u200fAnn\u200f ", "Ann"),
        ("author", "A\u200fB", "A\u200fB"),
        ("summary", " \n", ""),
        ("url", "https://a.org/?a=1&copy=2&amp;b\\#", "https://a.org/?a=1&copy=2&amp;b\\#"),
    ],
)
def test_a_value_is_cleaned(name, given, stored):
    assert getattr(mapped(ROW | {name: given}), name) == stored


@pytest.mark.parametrize("given", [7, True, [], {}, 1.5])
@pytest.mark.parametrize("name", ["title", "url", "kind", "language", "summary"])
def test_a_value_that_is_no_text_is_refused(name, given):
    with pytest.raises(Invalid) as refused:
        mapped(ROW | {name: given})

    assert refused.value.field == name


@pytest.mark.parametrize("given", ["", None, "SCROLL", "EBOOKS"])
def test_an_unknown_kind_is_refused(given):
    with pytest.raises(Invalid) as refused:
        mapped(ROW | {"kind": given})

    assert refused.value.field == "kind"


def test_columns_that_mean_nothing_here_are_left_out():
    assert mapped(ROW | {"formats": ["PDF"], "id": 7}) == mapped(ROW)
