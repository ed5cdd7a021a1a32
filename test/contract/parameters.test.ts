// Each keyword of each parameter of the document, at the wire: a value that it allows is served, and one that it forbids is
// refused with a documented error, although the sender skipped every check of its own.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, type OperationId, operationTable, servers } from "../../generated/client.js";
import { defaultSeed, type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { type Answered, cells, firstTarget, grantToken, send, targetOf } from "../sandbox/wire.js";
import { parameterOf, parametersOf } from "./bundle.js";
import { documentedKeywords } from "./cells.js";
import { inspectExchange } from "./checker.js";
import { countKeyword, notExercised } from "./coverage.js";

let sandbox: Sandbox;
let authorization: string;
beforeAll(async () => {
  sandbox = await startSandbox({ seed: defaultSeed(), rateLimit: false });
  authorization = `Bearer ${await grantToken(sandbox)}`;
});
afterAll(() => sandbox.close());

interface Sent {
  readonly answer: Answered;
  readonly inRequest: readonly string[];
}

/** Sends an operation with one parameter set; the answer must be what the document describes, whatever was sent. */
async function sendWith(
  api: Api,
  operationId: OperationId,
  change: Readonly<Record<string, string>>,
  query: string,
): Promise<Sent> {
  if (sandbox.state.deletions.length > 0) {
    sandbox.state.reset(); // takes the token with it
    authorization = `Bearer ${await grantToken(sandbox)}`;
  }
  const target = targetOf(api, operationId, { ...firstTarget(sandbox, api, operationId), ...change }, query);
  const headers = { accept: operationTable[operationId].accept[api], authorization };
  const answer = await send(sandbox.url, target, { headers });
  const request = { method: "DELETE", url: target, headers: new Headers(headers) };
  const { inRequest, inResponse } = inspectExchange({ api, request, response: answer });
  expect(inResponse).toEqual([]);
  return { answer, inRequest };
}

type Schema = Readonly<Record<string, unknown>>;

/** Values that a keyword allows and forbids. A keyword that the document gets anew needs a case here. */
function valuesFor(
  keyword: string,
  schema: Schema,
): { readonly valid: readonly string[]; readonly invalid: readonly string[] } {
  switch (keyword) {
    case "type":
      return schema.type === "boolean"
        ? { valid: ["true", "false"], invalid: ["yes", "1", "TRUE", ""] }
        : { valid: ["2"], invalid: ["two", "1.5", "", "1e1"] };
    case "minimum":
      return { valid: [String(schema.minimum)], invalid: [String(Number(schema.minimum) - 1)] };
    case "maximum":
      return { valid: [String(schema.maximum)], invalid: [String(Number(schema.maximum) + 1)] };
    case "default":
      return { valid: [String(schema.default)], invalid: [] };
    default:
      throw new Error(`no case for the keyword ${keyword}: add one`);
  }
}

describe.each(cells)("$operationId on $api", ({ api, operationId, operation }) => {
  const success = operation.success[api];

  describe.each(parametersOf(operationId, "path").map(({ name }) => String(name)))("path parameter %s", (name) => {
    it.each(Object.keys(parameterOf(operationId, name).schema as Schema).filter((keyword) => keyword !== "title"))(
      "allows by %s what exists",
      async (keyword) => {
        const { answer, inRequest } = await sendWith(api, operationId, {}, "");
        expect(inRequest).toEqual([]);
        expect(answer.status).toBe(success);
        expect(sandbox.state.deletions).toHaveLength(1);
        countKeyword({ api, operationId, parameter: name, keyword, valid: true });
      },
    );

    it.each(Object.keys(parameterOf(operationId, name).schema as Schema).filter((keyword) => keyword !== "title"))(
      "forbids by %s what has another form",
      async (keyword) => {
        // Every path segment is a string, so what is no id fails by its pattern and by its type alike.
        for (const value of [
          "1",
          "true",
          "null",
          "g".repeat(24),
          "A".repeat(24),
          "a".repeat(23),
          "a".repeat(25),
          `${"a".repeat(24)}%0A`,
        ]) {
          const { answer, inRequest } = await sendWith(api, operationId, { [name]: value }, "");
          expect(inRequest).toEqual([expect.stringContaining(`path parameter ${name}`)]);
          expect({ value, status: answer.status }).toEqual({ value, status: 404 });
          expect(sandbox.state.deletions).toEqual([]);
        }
        countKeyword({ api, operationId, parameter: name, keyword, valid: false });
      },
    );
  });

  describe.each(parametersOf(operationId, "query").map(({ name }) => String(name)))("query parameter %s", (name) => {
    const schema = parameterOf(operationId, name).schema as Schema;
    it.each(Object.keys(schema))("%s", async (keyword) => {
      const { valid, invalid } = valuesFor(keyword, schema);
      for (const value of valid) {
        const { answer, inRequest } = await sendWith(api, operationId, {}, `?${name}=${value}`);
        expect(inRequest).toEqual([]);
        expect(answer.status).toBe(name === "envelope" && value === "true" ? 200 : success);
        expect(sandbox.state.deletions).toHaveLength(1);
      }
      countKeyword({ api, operationId, parameter: name, keyword, valid: true });
      for (const value of invalid) {
        const { answer, inRequest } = await sendWith(api, operationId, {}, `?${name}=${value}`);
        expect(inRequest).toEqual([expect.stringContaining(`query parameter ${name}`)]);
        expect({ value, status: answer.status }).toEqual({ value, status: 400 });
        expect(sandbox.state.deletions).toEqual([]);
      }
      if (invalid.length > 0) countKeyword({ api, operationId, parameter: name, keyword, valid: false });
    });
  });
});

it("both servers of the document are here", () => {
  expect([...new Set(cells.map(({ api }) => api))]).toEqual(Object.keys(servers));
});

// Last, so that all tests above are over.
it("every keyword of every parameter was exercised", () => {
  expect(notExercised(documentedKeywords())).toEqual([]);
});
