"""The rules, in the order in which they are asked. One module and one page each; no rule knows another."""

from dpcsite.check.rule import Rule
from dpcsite.check.rules import image_alt, outside_request

RULES: tuple[Rule, ...] = (
    image_alt.RULE,
    outside_request.RULE,
)
