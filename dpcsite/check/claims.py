"""A statement that says more than the findings allow."""

from collections.abc import Sequence

from dpcsite.model.findings import Finding
from dpcsite.model.site import Settings

CLAIMED = ("A", "AA")


def overclaims(settings: Settings, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """Refuse the status "full" where a fault of WCAG only passes because it is allowed or known from a baseline.

    `before` are the findings as they were made, `after` the same as they are judged; what follows is not compared.
    """
    statement = settings.statement
    if statement is None or statement.status != "full":
        return []
    passed = [
        old
        for old, new in zip(before, after, strict=False)
        if old.wcag and old.level in CLAIMED and old.severity != "note" and new.severity == "note"
    ]
    if not passed:
        return []
    message = f'The accessibility statement says "full", but {passed[0].rule} is only allowed or known, at \
{passed[0].place}.'
    help_ = "Write status: partly, or mend what is allowed."
    return [Finding("statement", "error", message, help_, statement.status_at)]
