"""CloudFront: a function that says where a request leads, and a policy with the headers of every answer.

The function's runtime is cloudfront-js-2.0; it may hold 10 KB. Redirects beyond that are left out: the page at each
old address leads on by itself. What the store keeps for `publish` is never shown. Headers come from a policy, as no
function is asked about errors of the store; answers that the function gives itself carry them too.
Source: docs.aws.amazon.com/AmazonCloudFront, "Customize at the edge with CloudFront Functions", "Add or remove HTTP
headers in CloudFront responses with a policy".
"""

import json
from collections.abc import Mapping
from typing import Any

from dpcsite.model.serving import Hosting

MAX_BYTES = 10_240

_FUNCTION = """\
// Viewer request; runtime cloudfront-js-2.0. Made by `dpcsite hosting cloudfront`.
var headers = {headers};
var moved = {moved};
function answer(status, words, place) {{
  var all = {{ 'cache-control': {{ value: place ? 'public, max-age=300' : 'no-store' }} }};
  for (var name in headers) all[name] = {{ value: headers[name] }};
  if (place) all.location = {{ value: place }};
  return {{ statusCode: status, statusDescription: words, headers: all }};
}}
function handler(event) {{
  var path = event.request.uri;
  if (Object.prototype.hasOwnProperty.call(moved, path)) return answer(301, 'Moved Permanently', moved[path]);
  if (/\\/\\.(?!well-known\\/)/.test(path)) return answer(404, 'Not Found');
  var last = path.slice(path.lastIndexOf('/') + 1);
  if (last === '') event.request.uri = path + 'index.html';
  else if (last.indexOf('.') < 0) return answer(301, 'Moved Permanently', path.replace(/^[/\\\\]+/, '/') + '/');
  return event.request;
}}
"""


def cloudfront(hosting: Hosting) -> str:
    """The text of the function, for "viewer request"."""
    headers = {name.lower(): value for name, value in hosting.headers.items()}
    made = _FUNCTION.format(headers=_json(headers), moved=_json(hosting.redirects))
    return made if len(made.encode()) <= MAX_BYTES else _FUNCTION.format(headers=_json(headers), moved="{}")


def cloudfront_headers(hosting: Hosting) -> str:
    """The policy as JSON, for `aws cloudfront create-response-headers-policy --response-headers-policy-config`."""
    given = dict(hosting.headers)
    security: dict[str, Any] = {
        "ContentSecurityPolicy": {"Override": True, "ContentSecurityPolicy": given.pop("Content-Security-Policy")},
        "ContentTypeOptions": {"Override": True},
        "FrameOptions": {"Override": True, "FrameOption": given.pop("X-Frame-Options")},
        "ReferrerPolicy": {"Override": True, "ReferrerPolicy": given.pop("Referrer-Policy")},
    }
    del given["X-Content-Type-Options"]  # what ContentTypeOptions says
    secure = given.pop("Strict-Transport-Security", "")
    if secure:
        seconds = int(secure.partition(";")[0].removeprefix("max-age="))
        security["StrictTransportSecurity"] = {
            "Override": True,
            "IncludeSubdomains": "includeSubDomains" in secure,
            "AccessControlMaxAgeSec": seconds,
        }
    rows = [{"Header": name, "Value": value, "Override": True} for name, value in given.items()]
    policy = {
        "Name": "dpcsite",
        "Comment": "Made by dpcsite hosting cloudfront-headers",
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {"Quantity": len(rows), "Items": rows},
        "RemoveHeadersConfig": {"Quantity": 1, "Items": [{"Header": "Server"}]},
    }
    return json.dumps(policy, indent=1) + "\n"


def _json(values: Mapping[str, str]) -> str:
    return json.dumps(values, indent=1)
