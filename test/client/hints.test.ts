/** Hints: each error tells the next step, by its code first and by its status otherwise. */
import { describe, expect, test } from "vitest";
import type * as publicApi from "../../src/index.js";
import { respond, apiError, rejection, type Step, script } from "../support/fetch.js";
import { clientOf, orgSecret, projectAccount, projectKey, projectSecret } from "../support/world.js";

const failed = (step: Step, options = {}) => rejection(clientOf(script(step), options).unassignGroupApiKey(projectKey));

describe("the next step", () => {
  const hint = async (
    step: Step,
    operation: "key" | "secret" | "orgSecret" | "account" = "key",
    api: publicApi.Api = "atlas",
  ) => {
    const client = clientOf(script(step), { api });
    const call = {
      key: () => client.unassignGroupApiKey(projectKey),
      secret: () => client.deleteGroupServiceAccountSecret(projectSecret),
      orgSecret: () => client.deleteOrgServiceAccountSecret(orgSecret),
      account: () => client.unassignGroupServiceAccount(projectAccount),
    }[operation];
    const { message, nextStep } = (await rejection(call())) as publicApi.RevokeError;
    expect(message.slice(message.search(/(The server refused|It is not known)/)).replace(/^[^.]*\. /, "")).toBe(
      nextStep,
    );
    return nextStep;
  };

  test.each([
    ["ATLAS_GROUP", 404, 'The project belongs to Atlas: use api "atlas".'],
    ["NOT_ATLAS_GROUP", 404, 'The project does not belong to Atlas: use api "cloud-manager".'],
    [
      "IP_ADDRESS_NOT_ON_ACCESS_LIST",
      403,
      "Add this machine's public address to the access list of the API key or service account that signs the request.",
    ],
    [
      "GROUP_NOT_FOUND",
      404,
      'Check groupId and that the project is on this API ("atlas"): nothing was looked up in it.',
    ],
    [
      "INVALID_GROUP_ID",
      404,
      'Check groupId and that the project is on this API ("atlas"): nothing was looked up in it.',
    ],
    [
      "ORG_NOT_FOUND",
      404,
      'Check orgId and that the organization is on this API ("atlas"): nothing was looked up in it.',
    ],
    [
      "INVALID_ORG_ID",
      404,
      'Check orgId and that the organization is on this API ("atlas"): nothing was looked up in it.',
    ],
    [
      "API_KEY_NOT_FOUND",
      400,
      "Check apiKeyId. If the key may already be unassigned, list the project's keys, or call again with missingOk.",
    ],
  ])("after %s is its own", async (code, status, expected) => {
    expect(await hint(apiError(status, code))).toBe(expected);
  });

  test("after a status is the status's own", async () => {
    expect(await hint(apiError(401))).toBe(
      "Check the key or secret itself, that it has the role Project Access Manager, and that it is a member of the organization or project.",
    );
    expect(await hint(apiError(401), "key", "cloud-manager")).toContain(
      "one of the roles Project Owner, Project User Admin",
    );
    expect(await hint(apiError(403))).toBe("The caller needs the role Project Access Manager.");
    expect(await hint(apiError(403), "account")).toBe("The caller needs the role Project Owner.");
    expect(await hint(apiError(403), "secret")).toBe(
      "The caller needs the role Project Owner; for a service account that also has access to the organization or to other projects, Organization Owner.",
    );
    expect(await hint(apiError(403), "orgSecret")).toContain("Organization Owner; for a service account");
    expect(await hint(apiError(404))).toBe(
      'Check each id and the api ("atlas"). If it may already be gone, list what is there, or call again with missingOk.',
    );
    expect(await hint(apiError(404, "API_KEY_NOT_FOUND"))).toContain("Check each id");
    expect(await hint(apiError(429))).toBe(
      "Wait as long as Retry-After says, then try again; revokeAll shares one budget among many calls.",
    );
    expect(await hint(apiError(500))).toBe("Try the same call again: a repeated revocation does no harm.");
    expect(await hint(apiError(599))).toContain("a repeated revocation does no harm");
    expect(await hint(apiError(500, "API_KEY_NOT_FOUND"))).toContain("a repeated revocation does no harm");
    expect(await hint(apiError(400, "X"))).toBe("Read the server's words above; the call was not carried out.");
    expect(await hint(apiError(499))).toBe("Read the server's words above; the call was not carried out.");
  });

  test("after an answer that nobody knows is to look at what stands in between", async () => {
    const { message } = (await failed(respond(202))) as Error;
    expect(message).toBe(
      "unassignGroupApiKey: HTTP 202 is no answer that the document knows. It is not known whether the credential is gone; check before you rely on it. Check the base URL and what stands between you and the server.",
    );
    for (const [step, why] of [
      [respond(200, "<html>"), "HTTP 200 has a body that is neither empty nor an envelope."],
      [respond(200, { status: 202 }), "HTTP 200 holds an envelope that does not plainly say 200 or 204 (status 202)."],
      [respond(200, new Uint8Array(0) as never, { "content-length": "9" }), "HTTP 200"],
      [respond(302, "moved"), "HTTP 302 is a redirect, and none is followed."],
      [
        () => new Response("x".repeat(1024 * 1024 + 1)),
        "HTTP 200 can't be read: the body is longer than 1048576 bytes.",
      ],
      [
        () => new Response(new ReadableStream({ start: (c) => c.error(new Error("cut")) })),
        "HTTP 200 can't be read: the body broke off or could not be decoded.",
      ],
    ] as const) {
      expect(((await failed(step)) as Error).message).toContain(why);
    }
    await expect(failed(() => new Response("x".repeat(1024 * 1024)))).resolves.toMatchObject({
      message: expect.stringContaining("neither empty nor"),
    });
  });
});
