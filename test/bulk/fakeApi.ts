/** A client whose server is a function: each test decides what every DELETE is answered with, and when. */
import { type Auth, createClient, type RevokeClient, type Target } from "../../src/index.js";

export type Answer = (ids: string) => Promise<Response> | Response;

export const bearer: Auth = { scheme: "bearer", authorize: () => "Bearer test" };

/** Project ids, secrets and targets by number. */
export const hex = (number: number, prefix = "a"): string => prefix + number.toString(16).padStart(23, "0");
export const secret = (number: number, group = 1): Target & { operation: "deleteGroupServiceAccountSecret" } => ({
  operation: "deleteGroupServiceAccountSecret",
  groupId: hex(group, "b"),
  clientId: `mdb_sa_id_${hex(1, "c")}`,
  secretId: hex(number),
});

export interface FakeApi {
  readonly client: RevokeClient;
  /** Paths in the order in which they came. */
  readonly paths: string[];
  /** Most requests under way at the same time. */
  readonly peak: () => number;
}

/** Builds a client over `answer`, which is given the request's path. */
export function fakeApi(answer: Answer, options: { readonly maxRetries?: number; readonly auth?: Auth } = {}): FakeApi {
  const paths: string[] = [];
  let underWay = 0;
  let most = 0;
  const client = createClient({
    api: "atlas",
    auth: options.auth ?? bearer,
    baseUrl: "https://api.invalid",
    maxRetries: options.maxRetries ?? 0,
    fetch: async (url) => {
      const path = new URL(url).pathname.replace("/api/atlas/v2", "");
      paths.push(path);
      underWay += 1;
      most = Math.max(most, underWay);
      try {
        return await answer(path);
      } finally {
        underWay -= 1;
      }
    },
  });
  return { client, paths, peak: () => most };
}

export const gone = (headers: Record<string, string> = {}): Response => new Response(null, { status: 204, headers });

export function refusal(status: number, errorCode: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error: status, errorCode, reason: "no", detail: "no" }, { status, headers });
}

export const tick = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A promise that a test resolves itself. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
