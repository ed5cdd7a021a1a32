"""Sends DELETEs with the digest client of Python's standard library, which shares no code with this project.

Reads lines of JSON from standard input, writes one line of JSON for each to standard output:

  {"do": "delete", "url", "accept", "user", "password"}  -> {"status", "requests", "authorization"}
  {"do": "answer", "url", "accept", "user", "password", "uri"?}
      takes a challenge, computes the answer for `uri` (default: that of `url`), sends it twice -> {"statuses"}
"""

import json
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit


class Recorder(urllib.request.HTTPHandler):
    """Keeps every request that is sent."""

    def __init__(self):
        super().__init__()
        self.sent = []

    def http_open(self, request):
        self.sent.append(request)
        return super().http_open(request)


def no_proxy_opener(*handlers):
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), *handlers)


def request_for(task, authorization=None):
    headers = {"Accept": task["accept"]}
    if authorization is not None:
        headers["Authorization"] = authorization
    return urllib.request.Request(task["url"], method="DELETE", headers=headers)


def status_of(opener, request):
    try:
        with opener.open(request, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def digest_handler(task):
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    target = urlsplit(task["url"])
    passwords.add_password(None, "%s://%s/" % (target.scheme, target.netloc), task["user"], task["password"])
    return urllib.request.HTTPDigestAuthHandler(passwords)


def delete(task):
    recorder = Recorder()
    status = status_of(no_proxy_opener(recorder, digest_handler(task)), request_for(task))
    authorization = recorder.sent[-1].get_header("Authorization")
    return {"status": status, "requests": len(recorder.sent), "authorization": authorization}


def answer(task):
    plain = no_proxy_opener()
    try:
        plain.open(request_for(task), timeout=10)
        raise SystemExit("no challenge")
    except urllib.error.HTTPError as error:
        header = error.headers["WWW-Authenticate"]
    challenge = urllib.request.parse_keqv_list(urllib.request.parse_http_list(header.split(" ", 1)[1]))
    target = urlsplit(task["url"])
    uri = task.get("uri", target.path + ("?" + target.query if target.query else ""))
    computed = urllib.request.Request("%s://%s%s" % (target.scheme, target.netloc, uri), method="DELETE")
    credentials = digest_handler(task).get_authorization(computed, challenge)
    statuses = [status_of(plain, request_for(task, "Digest " + credentials)) for _ in range(2)]
    return {"statuses": statuses}


for line in sys.stdin:
    work = json.loads(line)
    print(json.dumps({"delete": delete, "answer": answer}[work["do"]](work)), flush=True)
