import { describe, expect, it } from "vitest";
import { operationTable } from "../../generated/client.js";
import { type EnvelopeForm, scenario } from "../../src/mock/index.js";
import { cells, conforms, scene } from "./scene.js";

describe("an envelope", () => {
  const successes: readonly EnvelopeForm["success"][] = ["content", "null-content", "status", "empty"];
  const failures: readonly EnvelopeForm["errors"][] = ["enveloped-200", "bare"];

  it.each(cells.flatMap((cell) => successes.map((success) => ({ ...cell, success }))))(
    "of success form $success conforms for $operationId on $api",
    async ({ api, operationId, success }) => {
      const { call, state } = scene(scenario.envelope({ success, errors: "bare" }));
      const response = await call(api, operationId, "?envelope=true");
      const body = await conforms(api, operationId, response, "?envelope=true");
      const status = operationTable[operationId].success[api];
      const expected = {
        content: { status, content: {} },
        "null-content": { status, content: null },
        status: { status },
        empty: undefined,
      }[success];
      expect(body === "" ? undefined : JSON.parse(body)).toEqual(expected);
      expect(response.status).toBe(success === "empty" ? status : 200);
      expect(state.deletions).toHaveLength(1);
    },
  );

  it.each(cells.flatMap((cell) => failures.map((errors) => ({ ...cell, errors }))))(
    "of error form $errors conforms for $operationId on $api",
    async ({ api, operationId, errors }) => {
      const { call } = scene(scenario.envelope({ success: "content", errors }));
      await call(api, operationId);
      const response = await call(api, operationId, "?envelope=true");
      const body = JSON.parse(await conforms(api, operationId, response, "?envelope=true")) as object;
      const status = operationId === "unassignGroupApiKey" ? 400 : 404;
      expect(response.status).toBe(errors === "enveloped-200" ? 200 : status);
      expect(body).toMatchObject(errors === "bare" ? { error: status } : { status, content: { error: status } });
    },
  );

  it("is not there for requests that did not ask", async () => {
    const response = await scene(scenario.envelope({ success: "content", errors: "enveloped" })).call(
      "atlas",
      "unassignGroupApiKey",
    );
    expect(response.status).toBe(204);
  });
});
