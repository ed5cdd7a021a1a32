/** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`: honoured on every Node version, and loaded only where one is set. */
import type { Fetch } from "../index.js";
import type { Io } from "./io.js";
import { UsageError } from "./usageError.js";

/** What never goes through a proxy: it would leave the machine, and reach the proxy's own loopback. */
const loopback = "localhost,127.0.0.1,[::1]";

/** The `fetch` of a run; `undefined` for the platform's own. */
export async function fetchFor({ env, fetch }: Io): Promise<Fetch | undefined> {
  const either = (name: string): string => env[name.toLowerCase()] || env[name] || "";
  const [httpProxy, httpsProxy, exempt] = [either("HTTP_PROXY"), either("HTTPS_PROXY"), either("NO_PROXY")];
  const proxies = [httpProxy, httpsProxy].filter((proxy) => proxy !== "");
  if (fetch !== undefined || proxies.length === 0 || exempt === "*") return fetch;
  // Not repeated: it may hold a password.
  if (!proxies.every((proxy) => URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol))) {
    throw new UsageError("HTTPS_PROXY or HTTP_PROXY is not the URL of a proxy, such as http://proxy.example:3128.");
  }
  // By its default export: a bundle of this CommonJS package has no other.
  const { EnvHttpProxyAgent, fetch: fetchThrough } = (await import("undici")).default;
  const noProxy = exempt === "" ? loopback : `${exempt},${loopback}`;
  const dispatcher = new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy });
  // undici's types and the platform's describe the same classes.
  const through = fetchThrough as unknown as (url: string, init: object) => Promise<Response>;
  return (url, init) => through(url, { ...init, dispatcher });
}
