// A seed with random valid ids: one organization and one project on each API, and things to revoke in them.
import { type Api, servers } from "../../generated/client.js";
import { inRange, refuseUnknown } from "./check.js";
import type { Roles, Seed, SeedApiKey, SeedServiceAccount } from "./seed.js";

/** `bytes` random bytes as lower-case hexadecimal digits. */
function hexadecimal(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const newId = (): string => hexadecimal(12);

function account(name: string, roles: Roles): SeedServiceAccount {
  const secret = { id: newId(), value: `mdb_sa_sk_${hexadecimal(20)}` };
  return { clientId: `mdb_sa_id_${newId()}`, name, secrets: [secret], roles };
}

function key(desc: string, roles: Roles): SeedApiKey {
  return {
    id: newId(),
    desc,
    publicKey: hexadecimal(8).replace(/../g, (byte) => String.fromCharCode(97 + (Number.parseInt(byte, 16) % 26))),
    privateKey: hexadecimal(16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
    roles,
  };
}

/**
 * Creates a seed with one organization and one project on each API.
 *
 * The first service account and the first API key own both organizations, and nothing else depends on them
 * or on one another, so that each of the other secrets, accounts and keys can be revoked once.
 *
 * @param options `targets`: revocations that each operation can make on each API; default 3
 * @throws {TypeError} for a number of targets that is not a whole number from 0 to 100000
 */
export function defaultSeed(options: { readonly targets?: number } = {}): Seed {
  refuseUnknown("defaultSeed", options, ["targets"]);
  const { targets = 3 } = options;
  inRange("defaultSeed", "targets", Number.isInteger(targets) ? targets : undefined, 0, 100_000);
  const places = (Object.keys(servers) as Api[]).map((api) => ({ api, orgId: newId(), groupId: newId() }));
  const acting: Roles = Object.fromEntries(
    places.flatMap(({ orgId, groupId }) => [
      [orgId, ["Organization Owner"]],
      [groupId, ["Project Owner"]],
    ]),
  );
  const serviceAccounts = [account("acts in tests", acting)];
  const apiKeys = [key("acts in tests", acting)];
  for (const { orgId, groupId } of places) {
    for (let n = 1; n <= targets; n += 1) {
      // One account for each revocation: an organization's secret, a project's secret, and an assignment to a project.
      serviceAccounts.push(
        account(`nightly backup ${n}`, { [orgId]: [] }),
        account(`deployment ${n}`, { [groupId]: [] }),
        account(`dashboard ${n}`, { [groupId]: [] }),
      );
      apiKeys.push(key(`monitoring ${n}`, { [groupId]: [] }));
    }
  }
  return {
    organizations: places.map(({ api, orgId }) => ({ id: orgId, api })),
    projects: places.map(({ orgId, groupId }) => ({ id: groupId, orgId })),
    serviceAccounts,
    apiKeys,
  };
}
