"""Sends the requests of standard input (one JSON object a line) with urllib or requests; writes one status a line."""

import json
import sys
import urllib.error
import urllib.request


def with_urllib(task):
    handlers = [urllib.request.ProxyHandler({})]
    if "user" in task:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, task["url"], task["user"], task["password"])
        handlers.append(urllib.request.HTTPDigestAuthHandler(passwords))
    request = urllib.request.Request(task["url"], method="DELETE", headers=task["headers"])
    try:
        return urllib.request.build_opener(*handlers).open(request, timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code


def with_requests(task):
    import requests

    session = requests.Session()
    session.trust_env = False
    auth = requests.auth.HTTPDigestAuth(task["user"], task["password"]) if "user" in task else None
    return session.delete(task["url"], auth=auth, headers=task["headers"], timeout=10).status_code


for line in sys.stdin:
    work = json.loads(line)
    print({"urllib": with_urllib, "requests": with_requests}[work["client"]](work))
