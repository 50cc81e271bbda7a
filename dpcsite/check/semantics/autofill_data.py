"""What a field can say that it is for (HTML Standard, section Autofill, read 2026-11)."""

GROUPS = frozenset({"billing", "shipping"})
CONTACTS = frozenset({"home", "work", "mobile", "fax", "pager"})
CONTACT_FIELDS = frozenset(
    """
    tel tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix tel-extension email
    impp
    """.split()
)
FIELDS = frozenset(
    """
    name honorific-prefix given-name additional-name family-name honorific-suffix nickname organization-title username
    new-password current-password one-time-code organization street-address address-line1 address-line2 address-line3
    address-level4 address-level3 address-level2 address-level1 country country-name postal-code cc-name cc-given-name
    cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type transaction-currency
    transaction-amount language bday bday-day bday-month bday-year sex url photo
    """.split()
)
