// The proxy recipe, with a proxy: every request must go through it, and none past it.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isRevokeError, type RevokeClient } from "../../src/index.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { root } from "../support/places.js";
import { guideBlocks } from "./blocks.js";
import { runSource } from "./runSource.js";

let sandbox: Sandbox;
let proxy: Server;
let tunnels: string[];
let open: Set<Socket>;
let refuse: number | undefined;
let folder: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  tunnels = [];
  open = new Set();
  refuse = undefined;
  proxy = createServer();
  proxy.on("connect", (request, socket: Socket) => {
    const target = request.url ?? "";
    tunnels.push(target);
    open.add(socket);
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(Number(target.split(":")[1]), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    open.add(upstream);
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  folder = await mkdtemp(join(root, "test", "docs", ".proxy-"));
  vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  vi.stubEnv("MONGODB_ATLAS_PUBLIC_API_KEY", sandbox.credentials.apiKey.publicKey);
  vi.stubEnv("MONGODB_ATLAS_PRIVATE_API_KEY", sandbox.credentials.apiKey.privateKey);
});

afterEach(async () => {
  for (const socket of open) socket.destroy();
  proxy.close();
  await sandbox.close();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/** The client of the recipe, aimed at the sandbox. */
async function recipeClient(): Promise<RevokeClient> {
  const [recipe] = guideBlocks().filter(({ marks }) => marks.includes("proxy"));
  if (recipe === undefined) throw new Error("The guides have no proxy recipe.");
  const source = recipe.source
    .replace('api: "atlas",', `api: "atlas", baseUrl: ${JSON.stringify(sandbox.url)},`)
    .replace("const client", "export const client");
  const { client } = (await runSource(source, folder)) as { client: RevokeClient };
  return client;
}

test("the recipe's client reaches the server through the proxy only", async () => {
  const client = await recipeClient();
  const [target] = sandbox.targets.atlas.unassignGroupApiKey;
  if (target === undefined) throw new Error("no target");
  expect((await client.unassignGroupApiKey(target)).outcome).toBe("unassigned");
  expect(sandbox.state.deletions).toHaveLength(1);
  expect(new Set(tunnels)).toEqual(new Set([`127.0.0.1:${sandbox.port}`]));
});

test("a proxy that refuses the tunnel revokes nothing, and the recipe's client does not say so", async () => {
  refuse = 407;
  const client = await recipeClient();
  const [target] = sandbox.targets.atlas.unassignGroupApiKey;
  if (target === undefined) throw new Error("no target");
  const error: unknown = await client.unassignGroupApiKey(target, { maxRetries: 0 }).catch((reason: unknown) => reason);
  expect(isRevokeError(error)).toBe(true);
  expect(error).toMatchObject({ code: "CONNECTION", outcome: "not-sent" });
  expect(sandbox.state.deletions).toHaveLength(0);
});
