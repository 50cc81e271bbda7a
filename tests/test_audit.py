"""The audit in a browser: what axe-core sees comes back as findings at the author's line."""

import json
from pathlib import Path

from tests.conftest import TODAY, Run, requires
from tests.sites import write_site

FAULTY = """
-- themes/national/layouts/page.html --
{% extends "base.html" %}
{% block main %}
<h1>{{ view.title }}</h1>
<div role="slider" tabindex="0" aria-label="Volume" aria-valuenow="5" style="min-width: 900px">5</div>
<input type="checkbox" id="yes"><p style="opacity: 0.3">Too faint a text to read for anybody</p>
{% endblock %}
"""


def test_a_good_site_has_no_finding(minimal: Path, run: Run) -> None:
    """One page of each kind is opened, and named."""
    requires("chromium", "install Debian's package chromium")
    ran = run("audit", "--source", minimal / "site", "--today", TODAY, "--format", "json")
    document = json.loads(ran.out)
    assert (ran.code, document["findings"]) == (0, [])
    layouts = {page["source"].split("/")[0] for page in document["pages"]}
    assert layouts == {"content", "forces"}
    assert {page["lang"] for page in document["pages"]} == {"en", "cy"}


def test_what_the_browser_sees_leads_to_the_author_s_line(minimal: Path, run: Run) -> None:
    """A field without a name is found by the build; here the audit refuses with the build's own finding."""
    requires("chromium", "install Debian's package chromium")
    site = write_site(minimal / "site", FAULTY)
    ran = run("audit", "--source", site, "--today", TODAY)
    assert ran.code == 1
    assert "themes/national/layouts/page.html:5:1: error label:" in ran.out


def test_a_page_that_is_too_wide_is_found_with_axe_s_own_findings(minimal: Path, run: Run) -> None:
    """What only a layout shows: a page wider than a screen of 320 pixels."""
    requires("chromium", "install Debian's package chromium")
    wide = FAULTY.replace('<input type="checkbox" id="yes">', "").replace(' style="opacity: 0.3"', "")
    wide = wide.replace('style="min-width: 900px"', 'class="wide"')  # a page's policy forbids style attributes
    wide += "-- themes/national/components/alert/style.css --\n.wide { padding-left: 900px }\n"
    site = write_site(minimal / "site", wide)
    ran = run("audit", "--source", site, "--today", TODAY)
    assert ran.code == 1
    assert "error reflow: This page is" in ran.out
