"""What ARIA allows where: WAI-ARIA 1.2 (W3C Recommendation, 6 June 2023), read 2026-11.

The braille attributes, aria-description and the roles in `DRAFT_ROLES` come from the WAI-ARIA 1.3 draft.
"""

from dpcsite.check.semantics.role_data import GLOBAL_ATTRIBUTES

DRAFT_ROLES = frozenset("comment image mark sectionfooter sectionheader suggestion".split())

_TRUE_FALSE = frozenset({"true", "false"})
_OR_UNDEFINED = _TRUE_FALSE | {"undefined"}
_TRISTATE = _OR_UNDEFINED | {"mixed"}

# States and properties that take one of these words.
WORDS = {
    "aria-atomic": _TRUE_FALSE,
    "aria-autocomplete": frozenset({"inline", "list", "both", "none"}),
    "aria-busy": _TRUE_FALSE,
    "aria-checked": _TRISTATE,
    "aria-current": _TRUE_FALSE | {"page", "step", "location", "date", "time"},
    "aria-disabled": _TRUE_FALSE,
    "aria-expanded": _OR_UNDEFINED,
    "aria-grabbed": _OR_UNDEFINED,
    "aria-haspopup": _TRUE_FALSE | {"menu", "listbox", "tree", "grid", "dialog"},
    "aria-hidden": _OR_UNDEFINED,
    "aria-invalid": _TRUE_FALSE | {"grammar", "spelling"},
    "aria-live": frozenset({"off", "polite", "assertive"}),
    "aria-modal": _TRUE_FALSE,
    "aria-multiline": _TRUE_FALSE,
    "aria-multiselectable": _TRUE_FALSE,
    "aria-orientation": frozenset({"horizontal", "vertical", "undefined"}),
    "aria-pressed": _TRISTATE,
    "aria-readonly": _TRUE_FALSE,
    "aria-required": _TRUE_FALSE,
    "aria-selected": _OR_UNDEFINED,
    "aria-sort": frozenset({"ascending", "descending", "none", "other"}),
}
# Those that take several of them.
WORD_LISTS = {
    "aria-dropeffect": frozenset({"copy", "execute", "link", "move", "none", "popup"}),
    "aria-relevant": frozenset({"additions", "removals", "text", "all"}),
}
INTEGERS = frozenset(
    """
    aria-colcount aria-colindex aria-colspan aria-level aria-posinset aria-rowcount aria-rowindex aria-rowspan
    aria-setsize
    """.split()
)
NUMBERS = frozenset("aria-valuemax aria-valuemin aria-valuenow".split())
IDS = frozenset(
    """
    aria-activedescendant aria-controls aria-describedby aria-details aria-errormessage aria-flowto aria-labelledby
    aria-owns
    """.split()
)
STRINGS = frozenset(
    """
    aria-braillelabel aria-brailleroledescription aria-colindextext aria-description aria-keyshortcuts aria-label
    aria-placeholder aria-roledescription aria-rowindextext aria-valuetext
    """.split()
)
ATTRIBUTES = frozenset(WORDS) | frozenset(WORD_LISTS) | INTEGERS | NUMBERS | IDS | STRINGS

# Allowed on every role; the last four were global before WAI-ARIA 1.2 and are only discouraged now.
EVERYWHERE = GLOBAL_ATTRIBUTES | frozenset(
    """
    aria-braillelabel aria-brailleroledescription aria-description aria-hidden aria-disabled aria-errormessage
    aria-haspopup aria-invalid
    """.split()
)

_VALUES = "valuemax valuemin valuenow valuetext"
_CELL = "colindex colindextext colspan rowindex rowindextext rowspan"
_GRIDCELL = f"{_CELL} expanded readonly required selected"
_ITEM = "level posinset setsize"
_LINK = "expanded"
_MENU = "activedescendant orientation"
_MENUITEM = "expanded posinset setsize"
_SELECT = "activedescendant multiselectable orientation readonly required expanded"
_TEXT = "activedescendant autocomplete multiline placeholder readonly required"
_TABLE = "colcount rowcount"

_SUPPORTED = {
    "alertdialog": "modal",
    "application": "activedescendant expanded",
    "article": "posinset setsize",
    "button": "expanded pressed",
    "cell": _CELL,
    "checkbox": "checked expanded readonly required",
    "columnheader": f"{_GRIDCELL} sort",
    "combobox": "activedescendant autocomplete expanded placeholder readonly required",
    "dialog": "modal",
    "graphics-object": "activedescendant",
    "grid": f"{_TABLE} activedescendant multiselectable readonly",
    "gridcell": _GRIDCELL,
    "group": "activedescendant",
    "heading": "level",
    "link": _LINK,
    "listbox": _SELECT,
    "listitem": _ITEM,
    "menu": _MENU,
    "menubar": _MENU,
    "menuitem": _MENUITEM,
    "menuitemcheckbox": f"{_MENUITEM} checked readonly required",
    "menuitemradio": f"{_MENUITEM} checked readonly required",
    "meter": _VALUES,
    "option": "checked posinset selected setsize",
    "progressbar": _VALUES,
    "radio": "checked posinset setsize",
    "radiogroup": "activedescendant orientation readonly required",
    "row": "activedescendant colindex expanded level posinset rowindex rowindextext selected setsize",
    "rowheader": f"{_GRIDCELL} sort",
    "scrollbar": f"orientation {_VALUES}",
    "searchbox": _TEXT,
    "separator": f"orientation {_VALUES}",
    "slider": f"orientation readonly {_VALUES}",
    "spinbutton": f"activedescendant readonly required {_VALUES}",
    "switch": "checked expanded readonly required",
    "tab": "expanded posinset selected setsize",
    "table": _TABLE,
    "tablist": "activedescendant level multiselectable orientation",
    "textbox": _TEXT,
    "toolbar": _MENU,
    "tree": _SELECT,
    "treegrid": f"{_TABLE} {_SELECT}",
    "treeitem": f"checked expanded selected {_ITEM}",
    "doc-backlink": _LINK,
    "doc-biblioentry": _ITEM,
    "doc-biblioref": _LINK,
    "doc-endnote": _ITEM,
    "doc-glossref": _LINK,
    "doc-noteref": _LINK,
    "doc-pagebreak": f"orientation {_VALUES}",
    "doc-subtitle": "level",
}
# What a role allows besides `EVERYWHERE`, inherited ones included; a role that is not here allows no more.
SUPPORTED = {role: frozenset(f"aria-{name}" for name in names.split()) for role, names in _SUPPORTED.items()}

# What a role cannot do without, where the element's own HTML does not say it.
REQUIRED = {
    "checkbox": ("aria-checked",),
    "combobox": ("aria-expanded",),
    "menuitemcheckbox": ("aria-checked",),
    "menuitemradio": ("aria-checked",),
    "meter": ("aria-valuenow",),
    "radio": ("aria-checked",),
    "scrollbar": ("aria-controls", "aria-valuenow"),
    "slider": ("aria-valuenow",),
    "switch": ("aria-checked",),
}

# Roles that cannot be named ("Naming: prohibited").
NAMELESS = frozenset(
    "caption code deletion emphasis generic insertion paragraph presentation strong subscript superscript".split()
)
# Elements that HTML-AAM 1.0 maps to generic.
GENERIC = frozenset("a b bdi bdo data div i pre q s samp small span u".split())

_MENUS = frozenset({"group", "menu", "menuitem", "menuitemcheckbox", "menuitemradio", "separator"})
_CELLS = frozenset({"cell", "columnheader", "gridcell", "rowheader"})
_ROWS = frozenset({"row", "rowgroup", "caption"})

# What a composite role may hold, and must hold something of ("Required Owned Elements").
CHILDREN = {
    "feed": frozenset({"article"}),
    "grid": _ROWS,
    "list": frozenset({"listitem"}),
    "listbox": frozenset({"group", "option"}),
    "menu": _MENUS,
    "menubar": _MENUS,
    "row": _CELLS,
    "rowgroup": frozenset({"row"}),
    "table": _ROWS,
    "tablist": frozenset({"tab"}),
    "tree": frozenset({"group", "treeitem"}),
    "treegrid": _ROWS,
}

_MENU_AROUND = frozenset({"group", "menu", "menubar"})

# What an item, row or cell must stand in ("Required Context Role").
PARENTS = {
    "cell": frozenset({"row"}),
    "columnheader": frozenset({"row"}),
    "gridcell": frozenset({"row"}),
    "menuitem": _MENU_AROUND,
    "menuitemcheckbox": _MENU_AROUND,
    "menuitemradio": _MENU_AROUND,
    "option": frozenset({"group", "listbox"}),
    "row": frozenset({"grid", "rowgroup", "table", "treegrid"}),
    "rowgroup": frozenset({"grid", "table", "treegrid"}),
    "rowheader": frozenset({"row"}),
    "tab": frozenset({"tablist"}),
    "treeitem": frozenset({"group", "tree"}),
}
