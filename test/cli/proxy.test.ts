/** The program goes through the proxy that the environment names, and past it where it must. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Cloud, revokeArguments, startCloud } from "./cloud.js";
import { runCli } from "./runCli.js";

let cloud: Cloud;
let proxy: Server;
let tunnels: string[];
beforeEach(async () => {
  cloud = await startCloud();
  tunnels = [];
  proxy = createServer();
  proxy.on("connect", ({ url = "" }, socket) => {
    tunnels.push(url);
    // A host that only the proxy knows, and that speaks no TLS: far enough to see who was asked.
    const upstream = connect(cloud.port, "127.0.0.1", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    upstream.pipe(socket).pipe(upstream);
    for (const each of [socket, upstream]) each.on("error", () => undefined);
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
});
afterEach(async () => {
  await cloud.close();
  proxy.close();
});

const proxyUrl = (): string => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
const away = (): string[] => {
  const argv = [...revokeArguments(cloud, "atlas", "unassignGroupApiKey"), "--max-retries", "0", "--no-verify"];
  argv[argv.indexOf("--base-url") + 1] = "https://cloud.invalid";
  return argv;
};

test.each(["HTTPS_PROXY", "https_proxy"])("%s is asked for a tunnel to the API", async (name) => {
  const ran = await runCli(away(), { env: { ...cloud.env.digest, [name]: proxyUrl() } });
  expect(tunnels).toEqual(["cloud.invalid:443"]);
  expect(ran.code).toBe(2); // what answers there speaks no TLS
});

test("NO_PROXY and this machine are reached without it", async () => {
  const env = { ...cloud.env.digest, HTTPS_PROXY: proxyUrl(), HTTP_PROXY: proxyUrl(), NO_PROXY: "cloud.invalid" };
  const here = await runCli(revokeArguments(cloud, "atlas", "unassignGroupApiKey"), { env });
  expect(here.code).toBe(0);
  expect((await runCli(["org-secret", "--sandbox"], { env })).code).toBe(0);
  expect(tunnels).toEqual([]);
});

test("a proxy that is no URL is refused, and not repeated: it may hold a password", async () => {
  const ran = await runCli(away(), { env: { ...cloud.env.digest, HTTPS_PROXY: "user:hunter2@" } });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("is not the URL of a proxy");
  expect(ran.stderr).not.toContain("hunter2");
});
