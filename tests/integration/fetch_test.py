#!/usr/bin/env python3
"""Fetching against a server on loopback: what arrives whole and in the format
asked for replaces the list; everything else leaves it as it was.

    fetch_test.py PROGRAM     PROGRAM is `sojourn lists`
"""
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = sys.argv[1]
HEAD = "id,name,birth_date\n"
BODY = (HEAD + "".join(f"p{i},Person {i},19{50 + i}\n" for i in range(20))).encode()
NEWER = (HEAD + "".join(f"p{i},Person {i},19{50 + i}\n" for i in range(22))).encode()
SMALLER = (HEAD + "p1,Person 1,1951\n").encode()
HTML = b"<!DOCTYPE html><html><body>Please try again later</body></html>"
STAMP = "Fri, 02 Jan 2026 03:04:05 GMT"
requests = []  # (path, If-None-Match, If-Modified-Since)
failures_left = {"n": 0}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", length=None, **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        self.close_connection = True

    def do_GET(self):
        requests.append((self.path, self.headers.get("If-None-Match"),
                         self.headers.get("If-Modified-Since")))
        path = self.path
        if path == "/ok.csv":
            if self.headers.get("If-None-Match") == '"v1"':
                return self.answer(304, ETag='"v1"')
            return self.answer(200, BODY, ETag='"v1"',
                               Last_Modified=STAMP)
        if path == "/dated.csv":  # a server without ETags
            if self.headers.get("If-Modified-Since") == STAMP:
                return self.answer(304)
            return self.answer(200, BODY, Last_Modified=STAMP)
        if path == "/newer.csv":
            return self.answer(200, NEWER, ETag='"v2"')
        if path == "/flaky.csv":
            failures_left["n"] -= 1
            return self.answer(500) if failures_left["n"] >= 0 else self.answer(200, NEWER)
        if path == "/500.csv":
            return self.answer(500)
        if path == "/stall.csv":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(BODY[:20])
            self.wfile.flush()
            time.sleep(4)
            self.close_connection = True
            return None
        if path == "/short.csv":
            return self.answer(200, BODY[:len(BODY) // 2], length=len(BODY))
        if path == "/html.csv":
            return self.answer(200, HTML)
        if path == "/big.csv":
            return self.answer(200, BODY * 100)
        if path == "/smaller.csv":
            return self.answer(200, SMALLER)
        if path == "/loop.csv":
            return self.answer(302, Location="/loop.csv")
        return self.answer(404)


def check_sources(text, check):
    """The table of official addresses: whole, unambiguous, formats that exist."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    with open(os.path.join(root, "include", "sojourn", "lists.h"), encoding="utf-8") as header:
        formats = set(re.findall(r'X\([A-Z_]+, "([a-z-]+)"\)', header.read()))
    rows = [json.loads(line) for line in text.splitlines()]
    check(len(formats) == 23 and len(rows) >= 25, f"{len(rows)} official addresses")
    check(all(r["url"].startswith("https://") for r in rows), "every address is https")
    check(all(r["format"] in formats - {"unknown"} for r in rows), "every format is known")
    urls = [r["url"] for r in rows]
    check(len(set(urls)) == len(urls), "no address stands twice")
    names = [r["name"] for r in rows]
    runs = [n for i, n in enumerate(names) if i == 0 or names[i - 1] != n]
    check(len(set(runs)) == len(runs), "the files of a list stand together")
    check(all(names.count(r["name"]) == 1 or r["format"] == "ofac-csv" for r in rows),
          "only OFAC's CSV lists have several files")
    check(all(len({r["format"] for r in rows if r["name"] == n}) == 1 for n in names),
          "a list has one format")
    # No standing address: acts of the EU's Journal (set into tables by OpenSanctions), ConList
    # (ended in January 2026), deltas, nested and Senzing files, tables of one's own.
    without = {"unknown", "eu-journal-csv", "uk-conlist-csv", "ftm-delta", "opensanctions-nested",
               "senzing-json", "plain-csv"}
    check({r["format"] for r in rows} == formats - without, "every official format has an address")


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = tempfile.mkdtemp(prefix="sj_fetch_")
    base = f"http://127.0.0.1:{server.server_port}"
    failed = []

    def run(path, *more):
        command = [PROGRAM, "fetch", "mine", "--lists", root, "--from", base + path, "--format",
                   "plain-csv", "--plain-loopback", "--attempts", "3", "--backoff-ms", "10",
                   "--stall-seconds", "1", "--max-bytes", "10000", "--json", *more]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def meta():
        with open(os.path.join(root, "mine", "meta.json"), encoding="utf-8") as f:
            return json.load(f)

    def entities():
        done = subprocess.run([PROGRAM, "show", "--lists", root, "--json"], capture_output=True,
                              text=True, timeout=60, check=True)
        return json.loads(done.stdout)["entities"]

    def check(condition, what):
        print(("ok    " if condition else "FAILED ") + what)
        if not condition:
            failed.append(what)

    try:
        code, out, err = run("/404.csv")
        check(code == 3 and not os.path.exists(os.path.join(root, "mine")), "404: no list is made")
        code, out, err = run("/ok.csv")
        check(code == 0 and json.loads(out)["entities"] == 20, "200: the list is stored" + err)
        check(meta()["etag"] == '"v1"' and meta()["last_modified"].startswith("Fri"),
              "200: ETag and Last-Modified are kept")
        first = meta()["sha256"]
        code, out, err = run("/ok.csv")
        check(code == 0 and json.loads(out).get("unchanged") and requests[-1][1] == '"v1"',
              "304: asked with the ETag, nothing replaced")
        check(requests[-1][2] == STAMP, "304: asked with Last-Modified too")
        check(meta()["etag"] == '"v1"' and meta()["last_modified"] == STAMP,
              "304: ETag and Last-Modified stay")
        code, out, err = run("/dated.csv")
        check(code == 0 and requests[-1][1:] == (None, None),
              "another address is asked without the old one's ETag and date")
        check(meta()["etag"] == "" and meta()["last_modified"] == STAMP, "no ETag: the date is kept")
        code, out, err = run("/dated.csv")
        check(code == 0 and json.loads(out).get("unchanged") and
              requests[-1][1:] == (None, STAMP), "304 by the date alone")
        code, out, err = run("/ok.csv")
        check(code == 0 and meta()["etag"] == '"v1"', "back at the first address")
        for path, want, tries, what in (
                ("/404.csv", 3, 1, "404: not tried again"),
                ("/500.csv", 3, 3, "500: tried three times"),
                ("/stall.csv", 3, 3, "a stall ends"),
                ("/short.csv", 3, 3, "a body cut short"),
                ("/html.csv", 3, 1, "a page of HTML"),
                ("/big.csv", 3, 1, "an answer over the cap"),
                ("/smaller.csv", 3, 1, "a list that shrank"),
                ("/loop.csv", 3, None, "redirects without end")):
            before = len(requests)
            code, out, err = run(path)
            check(code == want and err.strip() != "", f"{what}: exit {code}")
            check(tries is None or len(requests) - before == tries,
                  f"{what}: {len(requests) - before} requests")
            check(meta()["sha256"] == first and entities() == 20, f"{what}: the list is as it was")
        failures_left["n"] = 1
        code, out, err = run("/flaky.csv")
        check(code == 0 and json.loads(out)["entities"] == 22, "500 then 200: the new list")
        code, out, err = run("/smaller.csv", "--accept-shrink")
        check(code == 0 and entities() == 1, "a list that shrank, accepted")
        left = [name for name in os.listdir(root) if name != "mine"]
        check(left == [], f"nothing is left behind {left}")
        plain = subprocess.run([PROGRAM, "fetch", "x", "--lists", root, "--from", base + "/ok.csv",
                                "--format", "plain-csv"], capture_output=True, text=True,
                               timeout=60, check=False)
        check(plain.returncode == 3 and "https" in plain.stderr, "http is refused without leave")
        known = subprocess.run([PROGRAM, "fetch"], capture_output=True, text=True, timeout=60,
                               check=False)
        check(known.returncode == 0 and "scsanctions.un.org" in known.stdout,
              "the official addresses are listed")
        known = subprocess.run([PROGRAM, "fetch", "--json"], capture_output=True, text=True,
                               timeout=60, check=True)
        check_sources(known.stdout, check)
    finally:
        shutil.rmtree(root, ignore_errors=True)
        server.shutdown()
    sys.exit(1 if failed else 0)


main()
