"""What browsers' own style sheets say (HTML Standard, section Rendering, read 2026-11), as far as rules ask."""

BLOCKS = frozenset(
    """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre
    search section summary ul xmp
    """.split()
)
NONE = frozenset(
    "area base basefont datalist head link meta noembed noframes param rp script style template title".split()
)
TABLES = {
    "table": "table",
    "caption": "table-caption",
    "thead": "table-header-group",
    "tbody": "table-row-group",
    "tfoot": "table-footer-group",
    "tr": "table-row",
    "td": "table-cell",
    "th": "table-cell",
    "col": "table-column",
    "colgroup": "table-column-group",
}
INLINE_BLOCKS = frozenset("button input select textarea img meter progress".split())

FONT_SIZES = {
    "h1": 2.0,
    "h2": 1.5,
    "h3": 1.17,
    "h4": 1.0,
    "h5": 0.83,
    "h6": 0.67,
    "small": 0.8333,
    "big": 1.2,
    "sub": 0.8333,
    "sup": 0.8333,
}
BOLD = frozenset("b strong h1 h2 h3 h4 h5 h6 th".split())
ITALIC = frozenset("address cite dfn em i var".split())
BLACK = frozenset("button input mark select textarea".split())
BACKGROUNDS = {"mark": "#ffff00", "button": "#efefef", "dialog": "#ffffff"}
CONTROLS = frozenset("button input select textarea".split())
CONTROL_SIZE = 40 / 3  # CSS pixels
# What is not initial everywhere on a page without style.
OWN = frozenset("display font-weight font-style font-size text-decoration-line color".split())
MONO = frozenset("code kbd samp pre tt listing xmp plaintext".split())

FONT_KEYWORDS = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
}

INHERITED = frozenset(
    """
    color cursor font-family font-size font-style font-weight letter-spacing line-height list-style-type overflow-wrap
    text-align text-indent text-shadow text-transform visibility white-space word-spacing writing-mode
    -webkit-text-fill-color pointer-events user-select
    """.split()
)

INITIAL = {
    "background-color": "transparent",
    "background-image": "none",
    "clip": "auto",
    "clip-path": "none",
    "color": "#000000",
    "content": "normal",
    "display": "inline",
    "filter": "none",
    "float": "none",
    "font-size": "medium",
    "font-style": "normal",
    "font-weight": "normal",
    "height": "auto",
    "letter-spacing": "normal",
    "line-height": "normal",
    "max-height": "none",
    "max-width": "none",
    "min-width": "auto",
    "opacity": "1",
    "outline-style": "none",
    "outline-width": "medium",
    "outline-color": "auto",
    "overflow-x": "visible",
    "overflow-y": "visible",
    "pointer-events": "auto",
    "position": "static",
    "rotate": "none",
    "text-align": "start",
    "text-decoration-line": "none",
    "text-indent": "0",
    "text-shadow": "none",
    "text-transform": "none",
    "transform": "none",
    "visibility": "visible",
    "white-space": "normal",
    "width": "auto",
    "word-spacing": "normal",
    "border-style": "none",
    "border-width": "medium",
    "border-color": "currentcolor",
    "border-bottom-style": "none",
    "border-bottom-width": "medium",
    "border-bottom-color": "currentcolor",
    "box-shadow": "none",
}
