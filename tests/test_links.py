"""Which addresses may stand in a page: schemes by allow-list, hosts in plain letters, nothing that deceives the eye."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpcsite.model.links import misleading, refusal, scheme_of

WEB = """
https://www.kent.police.uk/ http://x.example HTTPS://X.example/ hTTp://x.example/ https://X.Example/a/../b
https://x.example:8080/ https://x.example:443 https://x.example:/ https://a-b.example/ https://a--b.c-d.example
https://1a.example https://x.example/@b https://x.example?@b https://x.example#@b https://x.example/?a=b&c=%20#d
https://x.example/%0a https://x.example/a;b,c https://x.example/~a/(b)/ https://x.example/cy-GB/ https://x.example//a//
https://x.example/https://y.example https://x.example/?u=//y.example https://sub.sub.sub.x.example
""".split()
OURS = """
/ /services/report-crime/ /services/report-crime/#before ../services/report-crime.md report-crime.md ./about/ .. #top
# ? ?a=b /a//b /a:b ./a:b a/b:c 1:2 /%5c %2f%2f assets/map.png
""".split()
DIRECT = """
mailto:a@b.example MAILTO:a@b.example mailto:a@b.example?subject=x tel:101 TEL:+441234567890 tel:0800-555-111 sms:61016
SMS:61016
""".split()

SCHEMES = """
javascript:alert(1) JaVaScRiPt:alert(1) javascript://x.example/%0aalert(1) vbscript:x data:text/html,x DATA:,x
file:///etc/passwd ftp://x.example ws://x.example wss://x.example blob:https://x.example/1 about:blank
view-source:https://x.example intent://x jar:https://x.example!/ x:y a+b-c.d:e httpss://x.example ttel:101 skype:x
filesystem:https://x.example/ feed:https://x.example whatsapp://send?text=x
""".split()
NO_SITE = """
https: http: https:// http:// https:x.example https:/x.example https:///x.example https:////x.example https://? https://#
https://- https://-a.example https://a-.example https://a..example https://.example. https://.a.example https://a.example.
https://a_b.example https://localhost/ https://a https://2130706433/ https://[::1]/ https://a.example%2eb/ https://a,b.c
https://a.example%00 https://a;b.example https://*.example https://a!b.example https://$x.example https://x.example\\b
https://x.example/\\..\\b https:\\\\x.example https:/\\x.example https://(x).example
""".split()
NO_ADDRESS = """
https://x.example:99999/ https://x.example:a/ https://x.example:-1/ https://x.example:80:90/ https://[x https://x]
https://[::1/
""".split()
BEHIND = """
https://a@b.example/ https://@b.example/ https://a:b@c.example/ https://www.kent.police.uk@b.example
https://www.kent.police.uk:443@b.example/ https://a@b@c.example/ https://a.example\\@b.example https://@
""".split()
LOOKALIKES = """
https://xn--80ak6aa92e.com/ https://www.xn--80ak6aa92e.com/ https://XN--80AK6AA92E.com/ https://a.xn--p1ai/
https://www.xn--kentpolice-x.uk
""".split()
SILENT = """
//x.example ///x.example ////x.example // //x.example:80/a /\\x.example \\\\x.example \\/x.example /\\/x.example \\x
/a\\b ..\\a //@x.example
""".split()
MAIL = """
mailto: mailto:a mailto:@b.example mailto:a@b mailto:a@b.example,c@d.example mailto:a@b.example;c@d.example
mailto:a@b.example?bcc=c@d.example mailto:a@b.example?body=x mailto:a@b.example?subject=x&cc=c@d.example
mailto:a@b.example?subject=a%0d%0abcc:c@d.example mailto:a@b.example?subject=%0Ax mailto:a@b.example%0abcc:c@d.example
mailto:?to=a@b.example mailto://a@b.example mailto:<a@b.example> mailto:a@b@c.example mailto:a@-b.example
""".split()
NUMBERS = """
tel: tel:a tel:101;ext=2 tel:*21*0%23 tel:+ tel:-101 tel:101,,9 tel:(0)101 tel://101 tel:101?x tel:101#x sms:
sms:101?body=x sms:101&body=x sms:101,999 sms:101;body=x tel:0123456789012345678901234
""".split()
HIDDEN = [
    *("https://x.example/ b", " https://x.example", "https://x.example ", "https://x.example\t", "https://x.ex ample"),
    *("java\nscript:x", "java\tscript:x", "java\rscript:x", "\x01javascript:x", " javascript:x", "\x00", "/x\x7f"),
    *(
        "https://а.example/",
        "https://аррӏе.example/",
        "https://kеnt.police.uk/",
        "https://ⓧ.example",
        "https://ß.example",
    ),
    *("https://x。example/", "https://x．example/", "https://x\u200b.example", "https://x\u00ad.example", "\u00a0/x"),
    *("https://x.example/\u202e", "https://x.example\u2044b", "/\u2028/", "/ŵ/", "ｊavascript:x", "//\tx.example"),
]
REFUSED = [
    *((address, "are not allowed") for address in SCHEMES),
    *((address, "does not name a site") for address in NO_SITE),
    *((address, "is not a web address") for address in NO_ADDRESS),
    *((address, "hides the real site behind an @") for address in BEHIND),
    *((address, "can look like another name") for address in LOOKALIKES),
    *((address, "leads to another site without saying so") for address in SILENT),
    *((address, "a character that addresses may not hold") for address in HIDDEN),
    *((address, "is not one e-mail address") for address in MAIL),
    *((address, "is not a telephone number") for address in NUMBERS),
]


@pytest.mark.parametrize("address", [*WEB, *OURS, *DIRECT, ""], ids=repr)
def test_an_honest_address_may_stand_in_a_page(address: str) -> None:
    """Web addresses, paths of the site, and what a telephone or a mail program takes."""
    assert refusal(address) == ""


@pytest.mark.parametrize(("address", "part"), REFUSED, ids=[repr(address) for address, _ in REFUSED])
def test_another_address_is_refused_with_its_reason(address: str, part: str) -> None:
    """In a page and in a field alike."""
    assert part in refusal(address)
    assert refusal(address, outside=True)


@pytest.mark.parametrize(
    "address", ["https://[v1.x]y/", "https://[v1.kent.police.uk]", "https://y[v1.x]/", "https://[v1.x]:80/"]
)
def test_brackets_are_no_part_of_a_site_s_name(address: str) -> None:
    """They are for numbers; what Python takes for the host inside them, no browser does."""
    assert refusal(address)


@pytest.mark.parametrize("address", WEB)
def test_a_field_takes_a_whole_web_address(address: str) -> None:
    """The same as in a page."""
    assert refusal(address, outside=True) == ""


@pytest.mark.parametrize("address", [*OURS, *DIRECT, *SCHEMES, *SILENT, "", "www.kent.police.uk", "kent.police.uk/a"])
def test_a_field_takes_nothing_but_a_web_address(address: str) -> None:
    """A path or a number would lead nowhere from another site's point of view."""
    assert "must start with https://" in refusal(address, outside=True)


@pytest.mark.parametrize("address", ["http://localhost:8000/", "http://127.0.0.1:8000/", "http://build/", *WEB])
def test_a_preview_may_stand_on_one_word_or_a_number(address: str) -> None:
    """For a base URL only; in a page one word is no site."""
    assert refusal(address, outside=True, local=True) == ""


@pytest.mark.parametrize("address", [*BEHIND, *LOOKALIKES, *NO_ADDRESS, *SCHEMES, "http://", "http://a_b/"])
def test_a_preview_may_not_deceive_either(address: str) -> None:
    """Nothing but the form of the host is looser."""
    assert refusal(address, outside=True, local=True)


@pytest.mark.parametrize(
    ("address", "scheme"),
    [("HTTPS://x", "https"), ("a+b-c.d:e", "a+b-c.d"), ("/a:b", ""), ("1a:b", ""), (":", ""), ("#a:b", ""), ("", "")],
)
def test_a_scheme_is_told_in_small_letters(address: str, scheme: str) -> None:
    """As RFC 3986 says: a letter, then letters, digits, plus, hyphen and full stop, up to the first colon."""
    assert scheme_of(address) == scheme


LIKELY = st.lists(
    st.sampled_from([*":/\\@?#.[]%-", "https", "javascript", "xn--", "kent", "police.uk", "80", "\t", "а", "%2e"]),
    max_size=12,
).map("".join)


@given(address=LIKELY | st.text())
@settings(max_examples=1000, deadline=None, database=None)
def test_whatever_may_stand_in_a_page_leads_where_it_says(address: str) -> None:
    """Any text gets an answer; what is let through has a plain host, or none, and no scheme of its own making."""
    if refusal(address):
        return
    assert address.isascii()
    assert address.isprintable()
    scheme = scheme_of(address)
    assert scheme in ("https", "http", "mailto", "tel", "sms", "")
    parts = urlsplit(address)
    if scheme in ("https", "http"):
        assert set(parts.netloc.lower()) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-:")
        assert "." in parts.netloc
    else:
        assert parts.netloc == ""
        assert "\\" not in address or scheme


@pytest.mark.parametrize(
    ("words", "address", "named"),
    [
        ("www.police.uk", "https://evil.example/", "www.police.uk"),
        ("https://www.police.uk/pay", "https://evil.example/", "www.police.uk"),
        ("WWW.Police.UK", "https://evil.example/", "WWW.Police.UK"),
        ("police.uk", "https://police.uk.evil.example/", "police.uk"),
        ("Pay at www.police.uk now", "https://evil.example/", "www.police.uk"),
        ("(https://www.police.uk)", "https://evil.example/", "www.police.uk"),
        ("https://police.example@www.police.uk/", "https://police.example/", "www.police.uk"),
        ("help@police.uk", "https://evil.example/", "police.uk"),
        ("www.police.uk or www.evil.example", "https://evil.example/", "www.police.uk"),
        ("www.police.uk", "https://www.police.uk/pay/", ""),
        ("police.uk", "https://www.police.uk/", ""),
        ("www.police.uk", "http://police.uk/", ""),
        ("police.uk", "https://kent.police.uk/", ""),
        ("kent.police.uk", "https://police.uk/kent/", ""),
        ("Read the page of evil.example", "https://www.police.uk/", ""),
        ("the police", "https://evil.example/", ""),
        ("www.police.uk", "/about/", ""),
        ("", "https://evil.example/", ""),
    ],
)
def test_words_that_name_another_site_than_the_address_mislead(words: str, address: str, named: str) -> None:
    """A reader takes an address in the words for where the link leads; a name in a sentence is only mentioned."""
    assert misleading(words, address) == named


@pytest.mark.parametrize("piece", ["www.", "a.", "a@", "https://", "a-", "www.a@", "a.b."])
def test_long_words_of_a_link_take_no_longer_the_more_there_are(piece: str) -> None:
    """If each start looked through all the rest, this would take minutes."""
    assert misleading(piece * (200_000 // len(piece)), "https://evil.example/") != "evil.example"
