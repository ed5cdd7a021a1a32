/** A DELETE that was written may have deleted: what fails afterwards is unknown, and explains a later "not found". */
import { Agent, ProxyAgent, RetryAgent } from "undici";
import { describe, expect, test } from "vitest";
import type { Fetch } from "../../src/index.js";
import { always } from "../support/fetch.js";
import { startRawServer } from "../support/rawServer.js";
import { clientOf, projectKey } from "../support/world.js";
import { apiError, head, json } from "./bytes.js";
import { connectionFaults } from "./catalogue/connection.js";
import type { Scene } from "./catalogue/entry.js";
import { ownHost } from "./certificates.js";
import { endingsOf, type Lab, onFirstBytes, openLab, to } from "./lab.js";

type Make = (lab: Lab) => Promise<Fetch>;
/** What a raw-socket server does once the DELETE is there. */
const raw: Readonly<Record<string, Make>> = Object.fromEntries(
  Object.entries(connectionFaults)
    .filter(([, { says, stalls, script }]) => says === "lost" && stalls === undefined && typeof script !== "function")
    .map(([name, { script }]) => [
      name,
      async (lab: Lab) => {
        const server = await startRawServer(() => (typeof script === "function" ? script({} as Scene) : script));
        lab.closing(() => server.close());
        return to(server.origin);
      },
    ]),
);

const tapped =
  (act: Parameters<Lab["tapped"]>[0]): Make =>
  async (lab) =>
    lab.via(new Agent({ connect: { ca: ownHost } }), `https://127.0.0.1:${await lab.tapped(act)}`);
const noise = "HTTP/1.1 204 No Content\r\n\r\n";

const others: Readonly<Record<string, Make>> = {
  "a TLS connection that closes": tapped((socket) => socket.end()),
  "a TLS connection that resets": tapped((socket) => socket.resetAndDestroy()),
  "plain text in a TLS connection, then its end": tapped((socket) => socket.end(noise)),
  "plain text in a TLS connection, then a reset": tapped((socket) => {
    socket.write(noise, () => socket.resetAndDestroy());
  }),
  "a damaged record in a TLS connection": tapped((socket) => {
    socket.end(Buffer.concat([Buffer.from([0x17, 3, 3, 0, 32]), Buffer.alloc(32, 5)]));
  }),
  "an alert in a TLS connection": tapped((socket) => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]))),
  "headers that do not come in undici's time": async (lab) =>
    lab.via(new Agent({ headersTimeout: 200 }), `http://127.0.0.1:${await lab.listen(() => undefined)}`),
  "a tunnel that closes after the DELETE": async (lab) => {
    const port = await lab.secure({}, (socket) => onFirstBytes(() => void socket.destroy())(socket));
    const proxy = await lab.tunnel(port);
    const options = { uri: `http://127.0.0.1:${proxy}`, requestTls: { ca: ownHost } };
    return lab.via(new ProxyAgent(options), `https://127.0.0.1:${port}`);
  },
};

describe("unknown, and already gone when a 404 that names the target comes next", () => {
  test.each(Object.entries({ ...raw, ...others }))("%s", async (_, make) => {
    const lab = openLab();
    try {
      const [alone, retried] = await endingsOf(await make(lab));
      expect.soft(alone).toMatchObject({ outcome: "unknown", attempts: 1, requests: 1 });
      expect(retried).toMatchObject({ outcome: "already-gone", attempts: 2, requests: 2 });
    } finally {
      await lab.close();
    }
  });
});

test("a fetch that sends a DELETE again by itself does not hide the first one", async () => {
  const lab = openLab();
  const scripts = [["reset"], [json(404, apiError(404, "API_KEY_NOT_FOUND")), "end"]] as const;
  let requests = 0;
  const server = await startRawServer(() => scripts[requests++] ?? [head(500), "end"]);
  try {
    const again = new RetryAgent(new Agent(), { minTimeout: 1, maxRetries: 1 });
    const client = clientOf({ ...always(() => Response.error()), fetch: lab.via(again, server.origin) });
    const revocation = await client.unassignGroupApiKey(projectKey);
    expect(revocation).toMatchObject({ outcome: "already-gone", attempts: 1, requests: 2 });
  } finally {
    await lab.close();
    await server.close();
  }
});
