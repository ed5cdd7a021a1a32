// Every operation on both APIs with both kinds of credential, each documented status, with and without an envelope: what the
// client makes of it, and that each request and each answer on the way is what the document says.
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Api, type OperationId, operationTable, servers } from "../../generated/client.js";
import {
  AuthenticationError,
  BadRequestError,
  createClient,
  digest,
  NotFoundError,
  PermissionError,
  RateLimitError,
  type RevokeClient,
  ServerError,
  serviceAccount,
} from "../../src/index.js";
import { type Credentials, createMock, type EnvelopeForm, type Fault, scenario, strict } from "../../src/mock/index.js";
import { namesIn } from "./bundle.js";
import { documentedCells } from "./cells.js";
import { type Inspection, inspectExchange } from "./checker.js";
import { expectCell, notExercised } from "./coverage.js";

const baseUrl = "https://api.invalid";
const apis = Object.keys(servers) as Api[];
const operationIds = Object.keys(operationTable) as OperationId[];
const credentials = {
  digest: ({ apiKey }: Credentials) => digest(apiKey),
  "service account": (pairs: Credentials) => serviceAccount(pairs.serviceAccount),
} as const;
type Credential = keyof typeof credentials;

const errors = {
  400: [BadRequestError, "refused"],
  401: [AuthenticationError, "refused"],
  403: [PermissionError, "refused"],
  404: [NotFoundError, "refused"],
  429: [RateLimitError, "refused"],
  500: [ServerError, "unknown"],
} as const;
type ErrorStatus = keyof typeof errors;

const server = setupServer();
beforeAll(() => server.listen(strict));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** A client over a fresh mock, and the cells of the document that its DELETEs filled. */
function setUp(api: Api, credential: Credential, faults: readonly Fault[], envelope: Partial<EnvelopeForm> = {}) {
  const mock = createMock({ baseUrl, faults, envelope });
  server.use(...mock.handlers);
  const seen: Inspection[] = [];
  const client = createClient({
    api,
    baseUrl,
    auth: credentials[credential](mock.credentials),
    maxRetries: 0,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (init.method === "DELETE") {
        const { status, headers } = response;
        const request = { method: init.method, url, headers: new Headers(init.headers) };
        const body = await response.clone().text();
        seen.push(inspectExchange({ api, request, response: { status, headers, body } }));
      }
      return response;
    },
  });
  return { client, seen, state: mock.state, targets: mock.targets[api] };
}

/** Calls an operation by its name with the first of its targets. */
function call(client: RevokeClient, id: OperationId, targets: ReturnType<typeof setUp>["targets"], envelope: boolean) {
  const [target] = targets[id];
  if (target === undefined) throw new Error(`no target for ${id}`);
  // The table pairs each name with its own ids; TypeScript can't follow the pairing through a union.
  const method = client[id] as (ids: object, options: object) => ReturnType<RevokeClient[OperationId]>;
  return method(target, { envelope });
}

/** The same through `client.http`, by the operation's path. */
async function callHttp(
  client: RevokeClient,
  id: OperationId,
  targets: ReturnType<typeof setUp>["targets"],
  envelope: boolean,
) {
  const init = { params: { path: targets[id][0], query: envelope ? { envelope } : {} } };
  const remove = client.http.DELETE as (
    path: string,
    given: object,
  ) => Promise<{ error?: unknown; response: Response }>;
  return await remove(operationTable[id].path, init);
}

describe.each(apis)("on %s", (api) => {
  describe.each(Object.keys(credentials) as Credential[])("with %s", (credential) => {
    describe.each(operationIds)("%s", (id) => {
      const success = operationTable[id].success[api];

      it("tests every status that the document has", () => {
        const statuses = [...Object.keys(errors), "200", "204", "default"];
        expect(namesIn(id, "responses").filter((status) => !statuses.includes(status))).toEqual([]);
      });

      it(`is done by the documented ${success} without a body`, async () => {
        const { client, seen, state, targets } = setUp(api, credential, []);
        const revocation = await call(client, id, targets, false);
        expect(revocation).toMatchObject({
          operationId: id,
          api,
          outcome: operationTable[id].effect,
          status: success,
          attempts: 1,
        });
        expectCell(seen.at(-1), { api, operationId: id, status: success, envelope: false, credential });
        expect(state.deletions.map(({ operationId, ids }) => ({ operationId, ids }))).toEqual([
          { operationId: id, ids: targets[id][0] },
        ]);
      });

      it.each(["content", "null-content", "status", "empty"] as const)(
        "is done by a success that was asked for in an envelope and comes in the form %s",
        async (form) => {
          const { client, seen, state, targets } = setUp(api, credential, [], { success: form });
          const revocation = await call(client, id, targets, true);
          expect(revocation).toMatchObject({ outcome: operationTable[id].effect, status: success });
          const status = form === "empty" ? success : 200;
          expectCell(seen.at(-1), { api, operationId: id, status, envelope: true, credential });
          expect(state.deletions).toHaveLength(1);
          const again = setUp(api, credential, [], { success: form });
          const { response } = await callHttp(again.client, id, again.targets, true);
          expect({ ok: response.ok, status: response.status }).toEqual({ ok: true, status });
          expectCell(again.seen.at(-1), { api, operationId: id, status, envelope: true, credential });
        },
      );

      it(`is done through client.http by the documented ${success}`, async () => {
        const { client, seen, state, targets } = setUp(api, credential, []);
        const { response } = await callHttp(client, id, targets, false);
        expect({ ok: response.ok, status: response.status }).toEqual({ ok: true, status: success });
        expectCell(seen.at(-1), { api, operationId: id, status: success, envelope: false, credential });
        expect(state.deletions).toHaveLength(1);
      });

      // A service account sends its token at once; a digest client asks first.
      if (credential === "digest") {
        it.each([false, true])("asks for a challenge without a credential, envelope: %s", async (envelope) => {
          const { client, seen, targets } = setUp(api, credential, []);
          await call(client, id, targets, envelope);
          expectCell(seen[0], { api, operationId: id, status: 401, envelope, credential: "none" });
        });
      }

      const statuses = namesIn(id, "responses")
        .map(Number)
        .filter((status) => status >= 400) as ErrorStatus[];
      describe.each(statuses)("answered with %d", (status) => {
        const fault = (): Fault => (status === 429 ? scenario.rateLimited() : scenario.apiError({ status }));
        it.each([
          ["bare", false],
          ["bare", true],
          ["enveloped", true],
          ["enveloped-200", true],
        ] as const)("is never a success, the error being %s, an envelope asked for: %s", async (form, envelope) => {
          const { client, seen, state, targets } = setUp(api, credential, [fault()], { errors: form });
          const [errorClass, outcome] = errors[status];
          const error: unknown = await call(client, id, targets, envelope).then(
            (revocation) => expect.fail(`resolved with ${JSON.stringify(revocation)}`),
            (reason: unknown) => reason,
          );
          expect(error).toBeInstanceOf(errorClass);
          expect(error).toMatchObject({ status, outcome, operationId: id, attempts: 1 });
          const httpStatus = form === "enveloped-200" ? 200 : status;
          // No source shows an envelope with the error's own status: the document lacks it, and the client reads it all the same.
          if (form === "enveloped") expect(seen.at(-1)?.inResponse).not.toEqual([]);
          else expectCell(seen.at(-1), { api, operationId: id, status: httpStatus, envelope, credential });
          expect(state.deletions).toEqual([]);
          const raw = setUp(api, credential, [fault()], { errors: form });
          const { response, error: body } = await callHttp(raw.client, id, raw.targets, envelope);
          expect({ ok: response.ok, status: response.status }).toEqual({ ok: false, status });
          expect(JSON.stringify(body)).toContain(`"error":${status}`);
          if (form !== "enveloped")
            expectCell(raw.seen.at(-1), { api, operationId: id, status: httpStatus, envelope, credential });
          expect(raw.state.deletions).toEqual([]);
        });
      });
    });
  });
});

// Last, so that all tests above are over.
it("every documented cell was exercised by a test that expected it", () => {
  expect(notExercised(documentedCells())).toEqual([]);
});
