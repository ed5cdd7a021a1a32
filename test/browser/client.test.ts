/** The client in Chromium, against a server of the page's own origin: what page.ts tries there. */
import type { IncomingMessage } from "node:http";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { complaintAbout, recordedRealm } from "../support/digest.js";
import { root } from "../support/places.js";
import { launch, reportOf } from "./browser.js";
import { serve } from "./serve.js";

interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

const html = { "Content-Type": "text/html" };
const json = { "Content-Type": "application/json" };
const jsonOf = (status: number, body: object): Reply => ({ status, body: JSON.stringify(body), fields: json });

/** What is sent once it is proven who calls, by the first digits of the last id; page.ts has their names. */
const scenes: Readonly<Record<string, Reply | "silence" | "drop">> = {
  "10": { status: 204 },
  "20": jsonOf(400, { error: 400, errorCode: "API_KEY_NOT_FOUND" }),
  "30": { status: 302, fields: { Location: "/" } },
  "40": { status: 200, body: "<!doctype html>Log in", fields: html },
  "50": "silence",
  "60": "drop",
  "80": jsonOf(200, { status: 204 }),
};
const nonce = "bm9uY2Utb2YtdGhlLWJyb3dzZXI";
const challenge = `Digest realm="${recordedRealm}", nonce="${nonce}", algorithm=MD5, qop="auth", stale=false`;
const key = { publicKey: "public", privateKey: "canary-private" };

function replyTo({ method, url = "", headers }: IncomingMessage, script: string): Reply | "silence" | "drop" {
  if (url === "/api/oauth/token") {
    return jsonOf(200, { access_token: "canary-token", expires_in: 3600, token_type: "Bearer" });
  }
  if (url === "/api/oauth/revoke") return { status: 200 };
  if (url === "/page.js") return { status: 200, body: script, fields: { "Content-Type": "text/javascript" } };
  if (method !== "DELETE") return { status: 200, body: '<script type="module" src="/page.js"></script>', fields: html };
  const scene = /apiKeys\/(\d\d)/.exec(url)?.[1] ?? "";
  if (scene === "70") return { status: 401, fields: { "WWW-Authenticate": `Basic realm="${recordedRealm}"` } };
  const { authorization = "" } = headers;
  const proven =
    authorization === "Bearer canary-token" ||
    complaintAbout(authorization, { method, target: url }, key) === undefined;
  return proven ? (scenes[scene] ?? { status: 500 }) : { status: 401, fields: { "WWW-Authenticate": challenge } };
}

test("the client keeps its promises in Chromium", async () => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["test/browser/page.ts"],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    logLevel: "error",
  });
  const site = await serve((request, response) => {
    const reply = replyTo(request, outputFiles[0]?.text ?? "");
    if (reply === "drop") response.destroy();
    else if (reply !== "silence") response.writeHead(reply.status, reply.fields).end(reply.body);
  });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    const results = await reportOf<Record<string, string>>(page);
    expect(Object.entries(results).filter(([, result]) => result !== "passed")).toEqual([]);
    expect(Object.keys(results)).toHaveLength(12);
  } finally {
    await browser.close();
    await site.close();
  }
});
