/** Errors: what they are called, what they hold, and how the text of a server gets into them. */
import { describe, expect, test } from "vitest";
import * as publicApi from "../../src/index.js";
import { isRevokeError, RevokeError } from "../../src/index.js";
import { apiError, rejection, respond, type Step, script } from "../support/fetch.js";
import { clientOf, projectKey } from "../support/world.js";

const failed = (step: Step, options = {}) => rejection(clientOf(script(step), options).unassignGroupApiKey(projectKey));

const facts = {
  summary: "s.",
  outcome: "unknown",
  operationId: "unassignGroupApiKey",
  attempts: 2,
  requests: 3,
} as const;
const apiFacts = { ...facts, status: 400, body: { errorCode: "X" }, retryAfterMs: 5 };

const made: [string, string, RevokeError][] = [
  ["RevokeError", "REVOKE", new RevokeError(facts)],
  ["InvalidParameterError", "INVALID_PARAMETER", new publicApi.InvalidParameterError("p", "e", "g")],
  ["ClientClosedError", "CLIENT_CLOSED", new publicApi.ClientClosedError(facts)],
  ["ConnectionError", "CONNECTION", new publicApi.ConnectionError(facts)],
  ["TimeoutError", "TIMEOUT", new publicApi.TimeoutError(facts)],
  ["CancelledError", "CANCELLED", new publicApi.CancelledError(facts)],
  ["UnexpectedResponseError", "UNEXPECTED_RESPONSE", new publicApi.UnexpectedResponseError({ ...facts, status: 1 })],
  ["TokenError", "TOKEN", new publicApi.TokenError(facts)],
  ["ApiError", "API", new publicApi.ApiError(apiFacts)],
  ["BadRequestError", "BAD_REQUEST", new publicApi.BadRequestError(apiFacts)],
  ["AuthenticationError", "AUTHENTICATION", new publicApi.AuthenticationError(apiFacts)],
  ["PermissionError", "PERMISSION", new publicApi.PermissionError(apiFacts)],
  ["NotFoundError", "NOT_FOUND", new publicApi.NotFoundError(apiFacts)],
  ["RateLimitError", "RATE_LIMIT", new publicApi.RateLimitError(apiFacts)],
  ["ServerError", "SERVER", new publicApi.ServerError(apiFacts)],
];

test.each(made)("%s has its name, its code %s, and one base", (name, code, error) => {
  expect(error).toBeInstanceOf(RevokeError);
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.constructor.name, error.code]).toEqual([name, name, code]);
  expect(String(error)).toBe(`${name}: ${error.message}`);
  expect(isRevokeError(error)).toBe(true);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name, code, message: error.message });
});

test("every error of the public surface is in the list above", () => {
  const classes = Object.values(publicApi).filter(
    (value) => typeof value === "function" && value.prototype instanceof Error,
  );
  expect(classes.map(({ name }) => name).sort()).toEqual(made.map(([name]) => name).sort());
});

test.each([
  ["not-sent", "No authorized DELETE was sent; the credential is unchanged."],
  ["refused", "The server refused; this call did not revoke the credential."],
  ["unknown", "It is not known whether the credential is gone; check before you rely on it."],
] as const)("a message is the summary, what %s means, and the next step, in this order", (outcome, known) => {
  expect(new RevokeError({ summary: "It broke.", outcome }).message).toBe(`It broke. ${known}`);
  const nextStep = "Do it again.";
  expect(new RevokeError({ summary: "It broke.", outcome, nextStep }).message).toBe(`It broke. ${known} Do it again.`);
});

test("toJSON holds every public field, and neither stack nor cause", () => {
  const cause = new Error("c");
  const error = new publicApi.RateLimitError({ ...apiFacts, nextStep: "Do it again.", cause });
  expect(error.cause).toBe(cause);
  expect(error.toJSON()).toEqual({
    name: "RateLimitError",
    message: error.message,
    code: "RATE_LIMIT",
    outcome: "unknown",
    operationId: "unassignGroupApiKey",
    attempts: 2,
    requests: 3,
    summary: "s.",
    nextStep: "Do it again.",
    status: 400,
    errorCode: "X",
    retryAfterMs: 5,
  });
  expect("cause" in new RevokeError(facts)).toBe(false);
  const bare = new RevokeError({ summary: "s.", outcome: "refused" });
  expect(bare).toMatchObject({ attempts: 0, requests: 0, operationId: undefined, nextStep: undefined });
  const token = new publicApi.TokenError({ ...facts, status: 403, error: "e", retryAfterMs: 1 });
  expect(token.toJSON()).toMatchObject({ status: 403, error: "e", retryAfterMs: 1 });
});

test("the mark by which other versions of the package know its errors stays the same", () => {
  expect(Reflect.get(new RevokeError(facts), Symbol.for("mongodb-cloud-revoke.RevokeError"))).toBe(true);
});

test("isRevokeError knows the errors of another copy of the package, and nothing else", async () => {
  const copy = (await import(
    /* @vite-ignore */ `../../src/errors.js?copy=${"2"}`
  )) as typeof import("../../src/errors.js");
  expect(copy.RevokeError).not.toBe(RevokeError);
  const foreign = new copy.TimeoutError(facts);
  expect(foreign).not.toBeInstanceOf(RevokeError);
  expect(isRevokeError(foreign)).toBe(true);
  const inherited = Object.create(foreign);
  for (const value of [
    undefined,
    null,
    5,
    "RevokeError",
    {},
    new Error("x"),
    { name: "RevokeError", code: "REVOKE" },
    inherited,
    () => foreign,
  ]) {
    expect(isRevokeError(value)).toBe(false);
  }
});

describe("the server's text", () => {
  test("is in the error's fields and in its message", async () => {
    const facts = { errorCode: "INVALID_ATTRIBUTE", reason: "Bad Request", detail: "No such field!" };
    const parameters = ["a", 1, null, true, { b: ["c"] }];
    const field = { description: "must not be null", field: "x" };
    const fields = [field, { field: 1 }, { description: "d", field: 1 }, null, "y"];
    const error = await failed(respond(400, { error: 400, ...facts, parameters, badRequestDetail: { fields } }));
    expect(error).toMatchObject({ status: 400, ...facts, parameters, badRequestDetail: { fields: [field] } });
    expect((error as Error).message).toBe(
      "unassignGroupApiKey: HTTP 400, INVALID_ATTRIBUTE, No such field! The server refused; this call did not revoke the credential. Read the server's message above; the request was not carried out.",
    );
  });

  test.each([
    [{ error: 400, reason: "Reason" }, "HTTP 400, Reason."],
    [{ error: 400, reason: "Reason", detail: "" }, "HTTP 400."],
    [{ errorCode: 5, detail: [], reason: {}, parameters: "x", badRequestDetail: [] }, "HTTP 400."],
    [{ detail: "Version 1.0 only" }, "HTTP 400, Version 1.0 only."],
    [{ detail: "Really?" }, "HTTP 400, Really?"],
    [{ detail: "wait…" }, "HTTP 400, wait…"],
    [["x"], "HTTP 400."],
    [null, "HTTP 400."],
  ])("%j reads: %s", async (body, text) => {
    const error = await failed(respond(400, JSON.stringify(body), { "content-type": "application/json" }));
    const none = { parameters: undefined, badRequestDetail: undefined, errorCode: undefined };
    expect(error).toMatchObject({ summary: `unassignGroupApiKey: ${text}`, ...none });
  });

  test.each([null, "x", 5, [], { fields: "x" }, { fields: null }, {}])(
    "badRequestDetail %j is left out",
    async (badRequestDetail) => {
      await expect(failed(apiError(400, "X", { badRequestDetail }))).resolves.toMatchObject({
        badRequestDetail: undefined,
      });
    },
  );

  test("is capped, without control and reordering characters, and without half a character", async () => {
    const detail = `a\u0000\u001b[31m\u202e\u200b\u2028\u2029\u0085\ud800b${"x".repeat(485)}😀${"y".repeat(600)}`;
    const error = (await failed(apiError(400, `E\nE`, { detail }))) as publicApi.ApiError;
    expect(error.errorCode).toBe("E E");
    expect(error.detail?.startsWith("a  [31m      b")).toBe(true);
    expect(error.detail).toMatch(/^[\x20-\x7e]+ …$/);
    expect(error.detail?.length).toBe(501);
    expect(((await failed(apiError(400, "X", { detail: "z".repeat(500) }))) as publicApi.ApiError).detail).toBe(
      "z".repeat(500),
    );
  });

  test("of any depth and breadth is cut", async () => {
    const deep = { a: { b: { c: { d: { e: 1 } } } } };
    const wide = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`k${index}`, index]));
    const error = (await failed(
      apiError(400, "X", { parameters: [deep, wide, ...Array(30).fill(0)] }),
    )) as publicApi.ApiError;
    expect(error.parameters?.length).toBe(20);
    expect(error.parameters?.[0]).toEqual({ a: { b: { c: "…" } } });
    expect(Object.keys(error.parameters?.[1] as object).length).toBe(20);
  });

  test("can't reach a prototype", async () => {
    const text =
      '{"error":400,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"parameters":[{"__proto__":{"polluted":1},"a\\u0007":2}]}';
    const error = (await failed(respond(400, text, { "content-type": "application/json" }))) as publicApi.ApiError;
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const [parameter] = error.parameters ?? [];
    expect(parameter).toEqual({ "a ": 2 });
    expect((parameter as { polluted?: number }).polluted).toBeUndefined();
  });

  test("nested 5,000 deep in a detail keeps the error's class and status", async () => {
    const detail = `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`;
    const text = `{"error":404,"errorCode":"X","detail":${detail},"parameters":[${detail}]}`;
    const error = await failed(respond(404, text, { "content-type": "application/json" }));
    expect(error).toBeInstanceOf(publicApi.NotFoundError);
    expect(error).toMatchObject({ status: 404, errorCode: "X", detail: undefined, outcome: "refused" });
  });

  test("nested half a million deep is an error like any other", async () => {
    const text = (depth: number) => `{"status":200,"content":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const error = await failed(respond(200, text(500_000), { "content-type": "application/json" }));
    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", outcome: "unknown" });
  });
});
