// The form of a request at the wire: versioned media types, and query parameters.
import { describe, expect, it } from "vitest";
import type { Api } from "../../generated/client.js";
import { at } from "../contract/bundle.js";
import { type Answered, errorOf, firstTarget, grantToken, jsonOf, open, send, targetOf, withIds } from "./wire.js";

describe("Accept", () => {
  async function accepting(api: Api, accept: string | undefined): Promise<Answered> {
    const sandbox = await open();
    const target = targetOf(
      api,
      "unassignGroupServiceAccount",
      firstTarget(sandbox, api, "unassignGroupServiceAccount"),
    );
    const authorization = `Bearer ${await grantToken(sandbox)}`;
    return send(sandbox.url, target, { headers: { authorization, ...(accept === undefined ? {} : { accept }) } });
  }
  const version = (date: string): string => `application/vnd.atlas.${date}+json`;

  it.each([
    undefined,
    "*/*",
    "application/json",
    version("2024-08-04"),
    version("2024-13-45"),
    version("2024-8-5"),
    "application/vnd.atlas+json",
    `x${version("2024-08-05")}`,
  ])("%s is not acceptable on Atlas", async (accept) => {
    const answer = await accepting("atlas", accept);
    expect(errorOf(answer)).toEqual({ status: 406, errorCode: "INVALID_VERSION_DATE" });
    conformsToApiError(answer);
  });

  it.each([
    version("2024-08-05"),
    version("2024-10-23"),
    version("2025-03-12"),
    version("2024-08-05").toUpperCase(),
    `${version("2024-08-05")};q=0.9`,
    `text/html, ${version("2024-08-05")}`,
  ])("%s is served on Atlas, by the operation's own version", async (accept) => {
    const answer = await accepting("atlas", accept);
    expect(answer.status).toBe(204);
    expect(answer.headers.get("content-type")).toBe("application/vnd.atlas.2024-08-05+json;charset=utf-8");
  });

  it("has no version on Cloud Manager", async () => {
    expect((await accepting("cloud-manager", "application/json")).status).toBe(204);
    expect((await accepting("cloud-manager", undefined)).status).toBe(204);
  });
});

/** 406 stands in the document's introduction, not at an operation: its body is the API's error all the same. */
function conformsToApiError(answer: Answered): void {
  const { properties } = at("components", "schemas", "ApiError") as { readonly properties: object };
  const body = jsonOf(answer);
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(body)));
  expect(body.error).toBe(answer.status);
  expect(answer.headers.get("content-type")).toBe("application/json");
}

describe("the query", () => {
  async function asking(api: Api, query: string): Promise<Answered> {
    const sandbox = await open();
    const answer = await withIds(sandbox, api, "unassignGroupApiKey", {}, query);
    expect(sandbox.state.deletions).toHaveLength(answer.status === 400 ? 0 : 1);
    return answer;
  }

  it.each(["?pretty=true", "?envelope=false", "?pageNum=1&itemsPerPage=500", "?itemsPerPage=1", "?"])(
    "%s is fine",
    async (query) => {
      expect((await asking("atlas", query)).status).toBe(204);
    },
  );

  it.each([
    "?envelope=yes",
    "?envelope=TRUE",
    "?envelope",
    "?pretty=1",
    "?pageNum=0",
    "?pageNum=1.5",
    "?itemsPerPage=501",
    "?itemsPerPage=-1",
    "?envelope=true&envelope=true",
    "?force=true",
  ])("%s is a 400, and nothing is revoked", async (query) => {
    const answer = await asking("cloud-manager", query);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(jsonOf(answer))).toContain("The request holds a value that is not valid.");
  });

  it("makes bodies readable with pretty=true", async () => {
    const sandbox = await open();
    const plain = await withIds(sandbox, "atlas", "unassignGroupApiKey", { groupId: "0".repeat(24) });
    const pretty = await withIds(sandbox, "atlas", "unassignGroupApiKey", { groupId: "0".repeat(24) }, "?pretty=true");
    expect(plain.body).not.toContain("\n");
    expect(pretty.body).toContain("\n");
    expect(jsonOf(pretty)).toEqual(jsonOf(plain));
  });
});
