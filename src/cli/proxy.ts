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
  if (fetch !== undefined || httpProxy + httpsProxy === "" || exempt === "*") return fetch;
  const { EnvHttpProxyAgent, fetch: fetchThrough } = await import("undici");
  const noProxy = exempt === "" ? loopback : `${exempt},${loopback}`;
  const agent = ((): InstanceType<typeof EnvHttpProxyAgent> => {
    try {
      return new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy });
    } catch {
      // The platform's error quotes its input, which may hold a password.
      throw new UsageError("HTTPS_PROXY or HTTP_PROXY is not the URL of a proxy, such as http://proxy.example:3128.");
    }
  })();
  // undici's types and the platform's describe the same classes.
  const through = fetchThrough as unknown as (
    url: string,
    init: RequestInit & { dispatcher: unknown },
  ) => Promise<Response>;
  return (url, init) => through(url, { ...init, dispatcher: agent });
}
