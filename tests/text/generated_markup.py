"""Markup that hypothesis makes: well written, nearly so, and odd pieces of it."""

from hypothesis import strategies as st

from articles.text.policy import POLICY

TEXTS = st.sampled_from(
    [
        "半岛新闻",
        "خبر",
        "news",
        " ",
        "\n",
        "\t\n ",
        "=",
        "= ",
        '"',
        "'",
        "&amp;",
        "&lt;",
        "&gt;",
        "&nbsp;",
        "&quot;",
    ]
    + [
        "&amp;lt;",
        "&amp;amp;",
        "lt;",
        "#x3c;",
        "-->",
        "]]>",
        "/",
        "\xa0",
        "\u2028",
        "\ufeff",
        "\ufffd",
        "\ufdd0",
    ]
    + ["\U0001fffe", "\U0001f4f0"]
)
ADDRESSES = st.sampled_from(
    [
        "https://example.org/a.jpg?w=770&amp;h=433",
        "http://a",
        "http:a",
        "mailto:a@b.c",
        "mailto:1",
        "/",
        "//a/[",
        "/a:[//",
    ]
    + [
        "#",
        "#a:b",
        "?a:b",
        "../a",
        "a.html",
        "a:b",
        "https",
        "https://a/[",
        "https://a\u00a0[",
        "/\u00a0/[",
        "新闻",
        "",
    ]
    + ["_:x", "https://a:1x/", "..:x", "java&amp;Tab;script:x", "x&amp;colon;y", "mailto:a\n:[//"]
)
VALUES = st.one_of(TEXTS, st.sampled_from(["", "ltr", "gallery align-left", "3", "{x}y", "a > b", "`", "<"]))


@st.composite
def attributes(draw, name):
    allowed = st.sampled_from(sorted(POLICY.elements[name] | POLICY.everywhere))
    chosen = draw(st.lists(allowed, max_size=3, unique=True)) if draw(st.booleans()) else []
    values = [(each, draw(ADDRESSES if each in POLICY.schemes else VALUES)) for each in chosen]
    return "".join(f' {each}="{value}"' for each, value in values)


def elements(spaced, insides):
    """Return lists of tags and texts: one of the elements, written well, around one of ``insides``."""

    @st.composite
    def element(draw):
        name = draw(st.sampled_from(spaced.split()))
        start = f"<{name}{draw(attributes(name))}>"
        return [start] if name in POLICY.void else [start, *draw(insides), f"</{name}>"]

    return element()


def several(strategy):
    return st.lists(strategy, max_size=4).map(lambda lists: sum(lists, []))


SPACE = st.sampled_from([[], [" "], ["\n"]])
TEXT = TEXTS.map(lambda text: [text])
PHRASES = st.recursive(
    several(TEXT),
    lambda inside: several(
        st.one_of(
            TEXT,
            elements(
                "a abbr b bdi cite code del em i ins kbd q s small span strong sub sup time u var", inside
            ),
            elements("br img wbr", inside),
            elements("ruby", several(st.one_of(TEXT, elements("rt rp rb", inside)))),
        )
    ),
    max_leaves=8,
)


def spaced(strategy):
    return several(st.one_of(SPACE, strategy))


def tables(inside):
    rows = spaced(elements("tr", spaced(elements("td th", inside))))
    columns = elements("colgroup", spaced(elements("col", SPACE)))
    return elements(
        "table", spaced(st.one_of(elements("caption", inside), columns, elements("thead tbody tfoot", rows)))
    )


BLOCKS = st.recursive(
    several(st.one_of(TEXT, elements("p h2 h3 pre", PHRASES))),
    lambda inside: several(
        st.one_of(
            elements("p h2 h6 pre hr", PHRASES),
            elements("div blockquote figure figcaption address a b", inside),
            elements("ul ol", spaced(elements("li", inside))),
            elements("dl", spaced(elements("dt dd", inside))),
            tables(inside),
        )
    ),
    max_leaves=12,
)

ODD = st.sampled_from(
    [
        "\x00",
        "\x0c",
        "\r",
        "\x85",
        "\ud800",
        "\uffff",
        "&",
        "&copy;",
        "&not",
        "&#60;",
        "&AMP;",
        "<",
        ">",
        "<!--x-->",
        "</",
    ]
    + [
        "<x>",
        "</br>",
        "<br/>",
        "<P>",
        "<p >",
        "<p title=x>",
        '<p title="x"lang="y">',
        "<pre>\n",
        "<svg>",
        "<math>",
    ]
    + [
        "<select>",
        "<option>",
        "<button>",
        "<form>",
        "<body>",
        "<template>",
        "<textarea>",
        "<plaintext>",
        "<image>",
    ]
    + [f"<{name}>" for name in sorted(POLICY.elements)]
    + [f"</{name}>" for name in sorted(POLICY.elements)]
)


@st.composite
def changed(draw, pieces):
    """Return markup with a piece taken out, doubled, put elsewhere, or with an odd one put in."""
    pieces = list(draw(pieces))
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(pieces)))
        taken = pieces[place : place + 1]
        change = draw(st.sampled_from(["take", "double", "move", "odd", "text", "letter"]))
        if change == "odd":
            taken = [*taken, draw(ODD)]
        elif change == "text":
            taken = [*taken, draw(TEXTS)]
        elif change == "double":
            taken *= 2
        elif change == "letter" and taken:
            at = draw(st.integers(0, len(taken[0])))
            taken = [taken[0][:at] + draw(st.sampled_from(" =\"'&;/<>\nA\x00")) + taken[0][at + 1 :]]
        elif change == "move":
            pieces[place : place + 1] = []
            place = draw(st.integers(0, len(pieces)))
            pieces[place:place] = taken
            continue
        else:
            taken = []
        pieces[place : place + 1] = taken
    return pieces


WELL_WRITTEN = BLOCKS.map("".join)
NEARLY = changed(BLOCKS).map("".join)
