/** Serves the smoke test and the API that it talks to, opens it in Chromium, and waits for its report. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tally } from "./harness.js";

const maxMs = 60_000;
const realm = "MMS Public API";
const nonce = "bm9uY2Utb2YtdGhlLWJyb3dzZXI";

/** Runs a bundled smoke test in a browser; a browser that can't be started or never reports is an error. */
export async function runInChromium(executable: string, script: string): Promise<Tally> {
  const profile = await mkdtemp(join(tmpdir(), "chromium-"));
  let report: (tally: Tally) => void = () => undefined;
  const reported = new Promise<Tally>((resolve) => {
    report = resolve;
  });
  const server = createServer((request, response) => serve(request, response, script, report));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  const shell = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", `--user-data-dir=${profile}`];
  const browser = spawn(executable, [...shell, ...quiet, `http://127.0.0.1:${port}/`], { stdio: "ignore" });
  const failed = new Promise<never>((_, reject) => {
    browser.once("error", reject);
    browser.once("exit", (code) => reject(new Error(`${executable} ended with code ${code} before it reported`)));
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no report within ${maxMs} ms`)), maxMs);
  });
  try {
    return await Promise.race([reported, failed, late]);
  } finally {
    clearTimeout(timer);
    failed.catch(() => undefined); // The browser is ended here, which is no failure any more.
    const gone = new Promise<void>((resolve) => browser.once("exit", () => resolve()));
    if (browser.exitCode === null && browser.kill("SIGKILL")) await gone;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  script: string,
  report: (tally: Tally) => void,
): void {
  let body = "";
  request.on("data", (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on("end", () => {
    if (request.url === "/report") report(JSON.parse(body) as Tally);
    const answer = request.method === "DELETE" ? answerTo(request) : pageAt(request.url, script);
    if (answer === "drop") response.destroy();
    else if (answer !== "silence") response.writeHead(answer.status, answer.fields).end(answer.body);
  });
}

/** Everything that is no DELETE. */
function pageAt(url: string | undefined, script: string): Answer {
  switch (url) {
    case "/":
      return { status: 200, body: '<!doctype html><script type="module" src="/smoke.js"></script>', fields: html };
    case "/smoke.js":
      return { status: 200, body: script, fields: { "Content-Type": "text/javascript" } };
    case "/report":
      return { status: 204 };
    case "/api/oauth/token": {
      const token = { access_token: "canary-token", expires_in: 3600, token_type: "Bearer" };
      return { status: 200, body: JSON.stringify(token), fields: json };
    }
    case "/api/oauth/revoke":
      return { status: 200 };
    default:
      return { status: 404 };
  }
}

const html = { "Content-Type": "text/html" };
interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

const json = { "Content-Type": "application/json" };

/** What is answered once it is proven who calls, by the first digits of the last id; browserSmoke.ts has their names. */
const scenes: Readonly<Record<string, Answer | "silence" | "drop">> = {
  "10": { status: 204 },
  "20": { status: 400, body: JSON.stringify({ error: 400, errorCode: "API_KEY_NOT_FOUND" }), fields: json },
  "30": { status: 302, fields: { Location: "/" } },
  "40": { status: 200, body: "<!doctype html>Log in", fields: html },
  "50": "silence",
  "60": "drop",
  "80": { status: 200, body: JSON.stringify({ status: 204 }), fields: json },
};
const basic: Answer = { status: 401, fields: { "WWW-Authenticate": `Basic realm="${realm}"` } };
const challenge = `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5, qop="auth", stale=false`;

/** Answers a DELETE. */
function answerTo({ url = "", headers }: IncomingMessage): Answer | "silence" | "drop" {
  const scene = /apiKeys\/(\d\d)/.exec(url)?.[1] ?? "";
  if (scene === "70") return basic;
  const { authorization } = headers;
  const proven = authorization === "Bearer canary-token" || isDigest(authorization, url);
  if (!proven) return { status: 401, fields: { "WWW-Authenticate": challenge } };
  return scenes[scene] ?? { status: 500 };
}

function isDigest(authorization: string | undefined, url: string): boolean {
  if (authorization?.startsWith("Digest ") !== true) return false;
  const field = (name: string): string => new RegExp(`\\b${name}="?([^",]*)`).exec(authorization)?.[1] ?? "";
  const ha1 = md5(`public:${realm}:canary-private`);
  const middle = `${nonce}:${field("nc")}:${field("cnonce")}:auth`;
  return field("response") === md5(`${ha1}:${middle}:${md5(`DELETE:${url}`)}`);
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
