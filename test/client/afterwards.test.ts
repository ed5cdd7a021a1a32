/** What goes on after a call is over, in code that the caller brought: nobody hears of it under the call's name. */
import { describe, expect, test } from "vitest";
import { type Auth, type AuthContext, RevokeError, serviceAccount } from "../../src/index.js";
import { respond, apiError, gone204, rejection, type Step, script } from "../support/fetch.js";
import { ids, observedClientOf, projectKey } from "../support/world.js";
import { tokenServer } from "../support/tokenServer.js";

/** A client whose Auth keeps what it was lent, and reports a grant whenever it likes. */
function talkative(step: Step) {
  const lent: AuthContext[] = [];
  const auth: Auth = {
    scheme: "own",
    authorize: (_, context) => {
      lent.push(context);
      return "Bearer token-of-its-own";
    },
  };
  const { client, events } = observedClientOf(script(step), { auth });
  return { client, events, report: () => lent[0]?.granted(true, 1) };
}

describe("an Auth that reports a grant when its call is over is not heard", () => {
  test("after a revocation", async () => {
    const { client, events, report } = talkative(gone204);
    await client.unassignGroupApiKey(projectKey);
    report();
    expect(events.map(({ type }) => type)).toEqual(["attempt", "response", "outcome"]);
  });

  test("after an error", async () => {
    const { client, events, report } = talkative(respond(404));
    await rejection(client.unassignGroupApiKey(projectKey));
    report();
    expect(events.map(({ type }) => type)).toEqual(["attempt", "response", "outcome"]);
  });

  test("after a request of client.http, whose outcome nobody decides", async () => {
    const { client, events, report } = talkative(gone204);
    await client.http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path: projectKey } });
    report();
    expect(events.map(({ type }) => type)).toEqual(["attempt", "response"]);
  });
});

test("a grant that outlives the call that began it is not told as that call's", async () => {
  const pair = { clientId: ids.clientId, clientSecret: "mdb_sa_sk_abc-DEF_123" };
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const server = tokenServer({ ...pair, onGrant: async () => void (await opened) });
  const { client, events } = observedClientOf(server, { auth: serviceAccount(pair) });
  const controller = new AbortController();
  const first = rejection(client.unassignGroupApiKey(projectKey, { signal: controller.signal }));
  const second = client.unassignGroupApiKey(projectKey);
  await new Promise((resolve) => setTimeout(resolve, 1));
  controller.abort();
  await first;
  open();
  await second;
  expect(events.filter(({ call }) => call === 1).map(({ type }) => type)).toEqual(["outcome"]);
});

describe("what the caller's own code throws where nobody expects it", () => {
  const sealed: Auth = {
    scheme: "own",
    authorize: () => "Bearer token-of-its-own",
    get identity(): never {
      throw new Error("the vault of token-of-its-own is sealed");
    },
  };

  test("becomes an error that says what is known, redacted", async () => {
    const { client, events } = observedClientOf(script(gone204), { auth: sealed });
    const error = await rejection(client.unassignGroupApiKey(projectKey));
    expect(error).toBeInstanceOf(RevokeError);
    expect(error).toMatchObject({
      code: "REVOKE",
      outcome: "unknown",
      operationId: "unassignGroupApiKey",
      attempts: 1,
      requests: 1,
      message:
        "unassignGroupApiKey failed: the vault of [redacted] is sealed. It is not known whether the credential is gone; check before you rely on it.",
      cause: { message: "the vault of [redacted] is sealed" },
    });
    expect(events.at(-1)).toMatchObject({ type: "outcome", outcome: "unknown", code: "REVOKE", status: undefined });
  });

  test("does not hide a refusal: who was refused has nothing to look up", async () => {
    const { client } = observedClientOf(script(apiError(403, "X")), { auth: sealed });
    await expect(rejection(client.unassignGroupApiKey(projectKey))).resolves.toMatchObject({ code: "PERMISSION" });
  });
});
