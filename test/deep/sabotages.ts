/** Clients that break a promise, each in its own way: the randomized run must notice every one of them. */
import type { Library } from "../faults/suite.js";

type Options = Parameters<Library["createClient"]>[0];
type Client = ReturnType<Library["createClient"]>;
type Method = (ids: Record<string, unknown>, options: object) => Promise<object>;
type Wrap = (send: Method, options: Options) => Method;

const methods: readonly string[] = [
  "deleteOrgServiceAccountSecret",
  "deleteGroupServiceAccountSecret",
  "unassignGroupServiceAccount",
  "unassignGroupApiKey",
];

/** A library whose clients are created with other options, and whose methods do something else. */
const sabotaged =
  (change: (options: Options) => Partial<Options>, wrap: Wrap = (send) => send) =>
  (library: Library): Library => ({
    ...library,
    createClient: (options) => {
      const client = library.createClient({ ...options, ...change(options) });
      const wrapped = methods.map((name) => [name, wrap(client[name as keyof Client] as Method, options)]);
      return { ...client, close: () => client.close(), ...Object.fromEntries(wrapped) };
    },
  });

/** A `fetch` that shows another response than the one that came. */
const showing = (see: (response: Response, body: string) => Response | undefined) =>
  sabotaged(() => ({
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      // A body that is broken stays so.
      const body = await response
        .clone()
        .text()
        .catch(() => undefined);
      return (init.method === "DELETE" && body !== undefined && see(response, body)) || response;
    },
  }));
const done = (): Response => new Response(null, { status: 204 });
/** Methods whose errors become something else. */
const catching = (make: (error: Error & Record<string, unknown>, options: Options) => object) =>
  sabotaged(
    () => ({}),
    (send, options) => (ids, given) =>
      send(ids, given).catch((error) => {
        const other = make(error, options);
        if (other instanceof Error) throw other;
        return other;
      }),
  );

export const sabotages: Readonly<Record<string, (library: Library) => Library>> = {
  "an empty 401 is a success": showing(({ status }, body) => (status === 401 && body === "" ? done() : undefined)),
  "a login page is a success": showing(({ status }, body) =>
    status === 200 && body.includes("<title>") ? done() : undefined,
  ),
  "a redirect is followed": sabotaged(() => ({
    fetch: async (url, init) => {
      const { status, headers, body } = await fetch(url, { ...init, redirect: "follow" });
      return new Response(body, { status, headers });
    },
  })),
  "every 404 means already gone": catching((error) =>
    error.name === "NotFoundError" ? { ...error, outcome: "already-gone" } : error,
  ),
  "a lost response counts as refused": catching((error) =>
    error.name === "ConnectionError" ? Object.assign(error, { outcome: "refused" }) : error,
  ),
  "a 5xx counts as not sent": catching((error) =>
    error.name === "ServerError" ? Object.assign(error, { outcome: "not-sent" }) : error,
  ),
  "an error shows the credential": catching((error, { auth }) =>
    error.name === "PermissionError" ? Object.assign(error, { auth, secret: "canary" }) : error,
  ),
  "a bad id is mended": sabotaged(
    () => ({}),
    (send) => (ids, given) => {
      const mended = Object.entries(ids).map(([name, id]) => [
        name,
        /^(mdb_sa_id_)?[a-f0-9]{24}$/.test(String(id))
          ? id
          : `${name === "clientId" ? "mdb_sa_id_" : ""}${"a".repeat(24)}`,
      ]);
      return send(Object.fromEntries(mended), given);
    },
  ),
  "Basic is sent where it is asked for": sabotaged(({ auth }) => ({
    auth: {
      ...auth,
      authorize: (...given) => auth.authorize(...given),
      rejected: (...given) =>
        given[1].headers.get("www-authenticate")?.startsWith("Basic") === true
          ? { authorization: `Basic ${btoa("key:secret")}` }
          : auth.rejected?.(...given),
    },
  })),
  "a rejection is handled by nobody": sabotaged(
    () => ({}),
    (send) => (ids, given) => {
      const sent = send(ids, given);
      void sent.finally(() => undefined);
      return sent;
    },
  ),
};
