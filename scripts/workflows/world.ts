// What the sandbox holds for the workflows: on each API one organization, one project, and for each workflow its own target.
import { type Api, operationTable } from "../../generated/client.js";
import type { Credentials, Deletion, Seed } from "../../src/sandbox/index.js";
import { defaultSeed } from "../../src/sandbox/index.js";

/** Values of the workflows' inputs that stand for things on a server; the credentials come beside them. */
export type Targets = Readonly<Record<(typeof targetNames)[number], string>>;

const targetNames = [
  "orgId",
  "groupId",
  "otherGroupId",
  "orgClientId",
  "orgSecretId",
  "groupClientId",
  "groupSecretId",
  "assignedClientId",
  "assignedSecretId",
  "assignedApiKeyId",
  "keptClientId",
  "keptSecretId",
] as const;

/** A revocation that must have happened, by the server's own record. */
export type Expected = Pick<Deletion, "operationId" | "api" | "ids">;

/** A server's content, and what the workflows do with it. */
export interface World {
  readonly seed: Seed;
  /** Inputs of the workflows on one API. */
  readonly targets: Readonly<Record<Api, Targets>>;
  /** Secrets that no workflow deletes: the new ones of the rotations. */
  readonly newSecretIds: readonly string[];
}

const apis: readonly Api[] = ["cloud-manager", "atlas"];

/** Creates a world with ids that count up, so that a failure reads the same in every run. */
export function createWorld(): World {
  const { organizations, projects, serviceAccounts, apiKeys } = defaultSeed({ targets: 0 });
  let last = 0;
  const id = (): string => {
    last += 1;
    return last.toString(16).padStart(24, "a");
  };
  const secret = (secretId: string): Seed["serviceAccounts"][number]["secrets"][number] => ({
    id: secretId,
    value: `mdb_sa_sk_${secretId}`,
  });
  const placeOf = (api: Api): { orgId: string; groupId: string } => {
    const organization = organizations.find((candidate) => candidate.api === api);
    const project = projects.find(({ orgId }) => orgId === organization?.id);
    if (project === undefined) throw new Error(`the default seed has no project on ${api}`);
    return { orgId: project.orgId, groupId: project.id };
  };
  const targetsOn = (api: Api): Targets => ({
    ...placeOf(api),
    otherGroupId: placeOf(api === "atlas" ? "cloud-manager" : "atlas").groupId,
    orgClientId: `mdb_sa_id_${id()}`,
    orgSecretId: id(),
    groupClientId: `mdb_sa_id_${id()}`,
    groupSecretId: id(),
    assignedClientId: `mdb_sa_id_${id()}`,
    assignedSecretId: id(),
    assignedApiKeyId: id(),
    keptClientId: `mdb_sa_id_${id()}`,
    keptSecretId: id(),
  });
  const targets = { "cloud-manager": targetsOn("cloud-manager"), atlas: targetsOn("atlas") };
  const newSecretIds: string[] = [];
  /** An account in the middle of a rotation: the old secret, and the new one that must survive. */
  const rotating = (oldId: string): ReturnType<typeof secret>[] => {
    const newId = id();
    newSecretIds.push(newId);
    return [secret(oldId), secret(newId)];
  };
  const populated = apis.map((api) => {
    const on = targets[api];
    return {
      serviceAccounts: [
        { clientId: on.orgClientId, secrets: rotating(on.orgSecretId), roles: { [on.orgId]: [] } },
        { clientId: on.groupClientId, secrets: rotating(on.groupSecretId), roles: { [on.groupId]: [] } },
        {
          clientId: on.assignedClientId,
          secrets: [secret(on.assignedSecretId)],
          roles: { [on.orgId]: [], [on.groupId]: [] },
        },
        { clientId: on.keptClientId, secrets: [secret(on.keptSecretId)], roles: { [on.groupId]: [] } },
      ],
      apiKeys: [
        { id: on.assignedApiKeyId, publicKey: `key${api.length}`, privateKey: id(), roles: { [on.groupId]: [] } },
      ],
    };
  });
  return {
    seed: {
      organizations,
      projects,
      serviceAccounts: [...serviceAccounts, ...populated.flatMap((place) => place.serviceAccounts)],
      apiKeys: [...apiKeys, ...populated.flatMap((place) => place.apiKeys)],
    },
    targets,
    newSecretIds,
  };
}

/** Inputs of a run on one API. */
export function inputsOf(
  world: World,
  api: Api,
  { apiKey: { publicKey, privateKey } }: Credentials,
  accessToken: string,
): Record<string, string> {
  // A date resolves down to an operation's own version, so that the latest one serves all operations.
  const accepts = Object.values(operationTable).map((operation) => operation.accept[api]);
  const accept = accepts.sort().at(-1) ?? "";
  return { ...world.targets[api], accept, publicKey, privateKey, accessToken };
}

/** What a run of all workflows with one credential must have deleted, and nothing else. */
export function expectedDeletions({ targets }: World, api: Api): Expected[] {
  const on = targets[api];
  const { orgId, groupId } = on;
  return [
    {
      operationId: "deleteGroupServiceAccountSecret",
      api,
      ids: { groupId, clientId: on.keptClientId, secretId: on.keptSecretId },
    },
    {
      operationId: "deleteOrgServiceAccountSecret",
      api,
      ids: { orgId, clientId: on.orgClientId, secretId: on.orgSecretId },
    },
    {
      operationId: "deleteGroupServiceAccountSecret",
      api,
      ids: { groupId, clientId: on.groupClientId, secretId: on.groupSecretId },
    },
    { operationId: "unassignGroupServiceAccount", api, ids: { groupId, clientId: on.assignedClientId } },
    {
      operationId: "deleteOrgServiceAccountSecret",
      api,
      ids: { orgId, clientId: on.assignedClientId, secretId: on.assignedSecretId },
    },
    { operationId: "unassignGroupApiKey", api, ids: { groupId, apiKeyId: on.assignedApiKeyId } },
  ];
}
