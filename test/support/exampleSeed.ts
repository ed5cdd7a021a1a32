/** The document's example ids, and a sandbox that holds them, so that every sample can be pasted as it is. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Api, operationTable } from "../../generated/client.js";
import { defaultSeed, type Seed } from "../../src/mock/index.js";
import { root } from "./places.js";

/** The document's example ids, by parameter. */
export function exampleIds(): Record<"orgId" | "groupId" | "clientId" | "secretId" | "apiKeyId", string> {
  const { parameters } = (
    JSON.parse(readFileSync(join(root, "generated", "openapi.json"), "utf8")) as {
      components: { parameters: Record<string, { example?: unknown }> };
    }
  ).components;
  const example = (name: string): string => {
    const value = parameters[name]?.example;
    if (typeof value !== "string") throw new Error(`The document has no example for ${name}.`);
    return value;
  };
  return {
    orgId: example("orgId"),
    groupId: example("groupId"),
    clientId: example("clientId"),
    secretId: example("secretId"),
    apiKeyId: example("apiKeyId"),
  };
}

/** A seed with the example ids on one API, and an API key and a service account that may revoke them. */
export function exampleSeed(api: Api): Seed {
  const { orgId, groupId, clientId, secretId, apiKeyId } = exampleIds();
  const { serviceAccounts, apiKeys } = defaultSeed({ targets: 0 });
  const rolesFor = (scope: "organization" | "project"): string[] =>
    Object.values(operationTable)
      .filter((operation) => operation.scope === scope)
      .flatMap((operation) => [...operation.roles[api]]);
  const acting = { [orgId]: rolesFor("organization"), [groupId]: rolesFor("project") };
  const member = { [orgId]: [], [groupId]: [] };
  const [account] = serviceAccounts;
  const [key] = apiKeys;
  if (account === undefined || key === undefined) throw new Error("A default seed has credentials to act with.");
  return {
    organizations: [{ id: orgId, api }],
    projects: [{ id: groupId, orgId }],
    serviceAccounts: [
      { ...account, roles: acting },
      { clientId, secrets: [{ id: secretId, value: `mdb_sa_sk_${"example".padEnd(40, "x")}` }], roles: member },
    ],
    apiKeys: [
      { ...key, roles: acting },
      { id: apiKeyId, publicKey: "exampleq", privateKey: "00000000-0000-0000-0000-000000000000", roles: member },
    ],
  };
}
