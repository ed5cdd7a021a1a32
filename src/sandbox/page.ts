// The sandbox's front page, for people.
import { type Api, servers } from "../../generated/client.js";
import { scenarioNames } from "./faultText.js";
import { type GuideSubject, guideLines } from "./guide.js";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? "");
const code = (text: string): string => `<code>${escaped(text)}</code>`;
const mostTargets = 10;

/** What it is, credentials, targets, lines to paste, and switches for what goes wrong. */
export function frontPage(sandbox: GuideSubject): string {
  const { url, credentials, targets } = sandbox;
  const { apiKey, serviceAccount } = credentials;
  const places = (Object.keys(servers) as Api[]).map((api) => {
    const rows = Object.entries<readonly object[]>(targets[api]).map(([operationId, list]) => {
      const shown = list.slice(0, mostTargets).map((ids) => code(JSON.stringify(ids)));
      const more = list.length > mostTargets ? [`and ${list.length - mostTargets} more`] : [];
      return `<tr><th>${operationId}<td>${[...shown, ...more].join("<br>")}`;
    });
    return `<h2>${servers[api].title}: ${code(url + servers[api].basePath)}</h2><table>${rows.join("")}</table>`;
  });
  const lines = guideLines(sandbox).map(({ purpose, command }) => `<p>${purpose}</p><pre>${escaped(command)}</pre>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox</title>
<style>body{font:1rem/1.5 sans-serif;max-width:70rem;margin:auto;padding:1rem}pre{white-space:pre-wrap;background:#eee;padding:.5rem}th{text-align:left;padding-right:1rem;vertical-align:top}</style>
<h1>A MongoDB Cloud to practise on</h1>
<p>This server behaves like the revocation API of MongoDB Cloud. Nothing real is touched, and what it holds is worth nothing.
<table><tr><th>Public key<td>${code(apiKey.publicKey)}<tr><th>Private key<td>${code(apiKey.privateKey)}
<tr><th>Client id<td>${code(serviceAccount.clientId)}<tr><th>Client secret<td>${code(serviceAccount.clientSecret)}</table>
${places.join("")}
<h2>Lines to paste</h2>${lines.join("")}
<h2>Let something go wrong</h2>
<form method="post" action="/__sandbox/faults"><input name="fault" size="60" value="rateLimited,times=1" aria-label="Scenario">
<button>From now on</button></form><p>Scenarios: ${scenarioNames.join(", ")}.
<form method="post" action="/__sandbox/reset"><button>Put everything back</button></form>
<p><a href="/__sandbox/deletions">What was revoked</a></html>
`;
}
