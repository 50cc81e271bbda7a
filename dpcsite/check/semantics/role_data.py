"""Roles of WAI-ARIA 1.2 (W3C Recommendation, 6 June 2023) and what HTML elements have (HTML-AAM 1.0, read 2026-11)."""

ROLES = frozenset(
    """
    alert alertdialog application article banner blockquote button caption cell checkbox code columnheader
    combobox complementary contentinfo definition deletion dialog directory document emphasis feed figure form
    generic grid gridcell group heading img insertion link list listbox listitem log main marquee math menu
    menubar menuitem menuitemcheckbox menuitemradio meter navigation none note option paragraph presentation
    progressbar radio radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider
    spinbutton status strong subscript superscript switch tab table tablist tabpanel term textbox time timer
    toolbar tooltip tree treegrid treeitem graphics-document graphics-object graphics-symbol doc-abstract
    doc-acknowledgments doc-afterword doc-appendix doc-backlink doc-biblioentry doc-bibliography doc-biblioref
    doc-chapter doc-colophon doc-conclusion doc-cover doc-credit doc-credits doc-dedication doc-endnote
    doc-endnotes doc-epigraph doc-epilogue doc-errata doc-example doc-footnote doc-foreword doc-glossary
    doc-glossref doc-index doc-introduction doc-noteref doc-notice doc-pagebreak doc-pagelist doc-part
    doc-preface doc-prologue doc-pullquote doc-qna doc-subtitle doc-tip doc-toc
    """.split()
)

IMPLICIT_ROLES = {
    "article": "article",
    "aside": "complementary",
    "blockquote": "blockquote",
    "button": "button",
    "caption": "caption",
    "code": "code",
    "datalist": "listbox",
    "dd": "definition",
    "del": "deletion",
    "details": "group",
    "dfn": "term",
    "dialog": "dialog",
    "dt": "term",
    "em": "emphasis",
    "fieldset": "group",
    "figure": "figure",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "hr": "separator",
    "ins": "insertion",
    "li": "listitem",
    "main": "main",
    "math": "math",
    "menu": "list",
    "meter": "meter",
    "nav": "navigation",
    "ol": "list",
    "optgroup": "group",
    "option": "option",
    "output": "status",
    "p": "paragraph",
    "progress": "progressbar",
    "search": "search",
    "strong": "strong",
    "sub": "subscript",
    "sup": "superscript",
    "table": "table",
    "tbody": "rowgroup",
    "td": "cell",
    "textarea": "textbox",
    "tfoot": "rowgroup",
    "th": "columnheader",
    "thead": "rowgroup",
    "time": "time",
    "tr": "row",
    "ul": "list",
}

INPUT_ROLES = {
    "button": "button",
    "checkbox": "checkbox",
    "image": "button",
    "number": "spinbutton",
    "radio": "radio",
    "range": "slider",
    "reset": "button",
    "search": "searchbox",
    "submit": "button",
    "hidden": "",
    "color": "",
    "date": "",
    "datetime-local": "",
    "file": "",
    "month": "",
    "password": "",
    "time": "",
    "week": "",
}

SVG_ROLES = {
    "svg": "graphics-document",
    "circle": "graphics-symbol",
    "ellipse": "graphics-symbol",
    "rect": "graphics-symbol",
    "path": "graphics-symbol",
    "line": "graphics-symbol",
    "polygon": "graphics-symbol",
    "polyline": "graphics-symbol",
    "g": "group",
}

# Global states and properties of WAI-ARIA 1.2 without aria-hidden, which speaks for itself.
GLOBAL_ATTRIBUTES = frozenset(
    """
    aria-atomic aria-busy aria-controls aria-current aria-describedby aria-details aria-dropeffect aria-flowto
    aria-grabbed aria-keyshortcuts aria-label aria-labelledby aria-live aria-owns aria-relevant aria-roledescription
    """.split()
)

# Roles whose children are all presentational (WAI-ARIA 1.2, "Children Presentational: True").
CHILDREN_PRESENTATIONAL = frozenset(
    """
    button checkbox img math menuitemcheckbox menuitemradio meter option progressbar radio scrollbar separator
    slider switch tab
    """.split()
)

# What a presentational parent takes along: the owned elements that only make sense in it (WAI-ARIA 1.2, 5.3.3).
TAKEN_ALONG = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "menu": frozenset({"li"}),
    "dl": frozenset({"dt", "dd", "div"}),
    "table": frozenset({"caption", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup"}),
}

NAMED_FROM_CONTENT = frozenset(
    """
    button cell checkbox columnheader gridcell heading link menuitem menuitemcheckbox menuitemradio option radio
    row rowheader switch tab tooltip treeitem
    """.split()
)
