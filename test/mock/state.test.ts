// State belongs to whoever created it: what it shows, what it keeps to itself, and how it goes back.
import { getResponse } from "msw";
import { describe, expect, it } from "vitest";
import {
  createHandlers,
  createState,
  credentialsOf,
  defaultSeed,
  type Seed,
  type State,
  targetsOf,
} from "../../src/mock/index.js";

const baseUrl = "https://api.invalid";

async function unassign(seed: Seed, state: State): Promise<number | undefined> {
  const [target] = targetsOf(seed).atlas.unassignGroupApiKey;
  const request = new Request(`${baseUrl}/api/atlas/v2/groups/${target?.groupId}/apiKeys/${target?.apiKeyId}`, {
    method: "DELETE",
    headers: { accept: "application/vnd.atlas.2023-01-01+json" },
  });
  return (await getResponse(createHandlers({ state, baseUrl, auth: false }), request))?.status;
}

describe("a state", () => {
  it("is shared by handlers that are given the same, and by no others", async () => {
    const seed = defaultSeed();
    const [one, two] = [createState(seed), createState(seed)];
    expect(await unassign(seed, one)).toBe(204);
    expect(await unassign(seed, one)).toBe(400);
    expect(await unassign(seed, two)).toBe(204);
    expect(one.deletions).toHaveLength(1);
  });

  it("goes back to its seed with reset", async () => {
    const seed = defaultSeed();
    const state = createState(seed);
    const before = state.snapshot();
    await unassign(seed, state);
    expect(state.snapshot()).not.toEqual(before);
    state.reset();
    expect(state.snapshot()).toEqual(before);
    expect(await unassign(seed, state)).toBe(204);
  });

  it("holds another seed after reset with one", async () => {
    const [first, second] = [defaultSeed(), defaultSeed()];
    const state = createState(first);
    state.reset(second);
    expect(await unassign(first, state)).toBe(404);
    expect(await unassign(second, state)).toBe(204);
    state.reset();
    expect(await unassign(second, state)).toBe(204);
  });

  it("is unchanged when the seed to reset to is not valid", async () => {
    const seed = defaultSeed();
    const state = createState(seed);
    await unassign(seed, state);
    expect(() => state.reset({ ...seed, projects: [{ id: "x", orgId: "y" }] })).toThrow(/seed\.projects\[0\]\.id/);
    expect(state.deletions).toHaveLength(1);
  });

  it("shows no secret's value and no private key", () => {
    const seed = defaultSeed();
    const shown = JSON.stringify(createState(seed).snapshot());
    const { privateKey, clientSecret, publicKey } = credentialsOf(seed);
    expect(shown).toContain(publicKey);
    expect(shown).not.toContain(privateKey);
    expect(shown).not.toContain(clientSecret);
    expect(shown).not.toContain("mdb_sa_sk_");
  });

  it("keeps a snapshot as it was", async () => {
    const seed = defaultSeed();
    const state = createState(seed);
    const snapshot = state.snapshot();
    await unassign(seed, state);
    expect(snapshot.deletions).toEqual([]);
  });

  it("does not change the seed", async () => {
    const seed = defaultSeed();
    const copy = structuredClone(seed);
    await unassign(seed, createState(seed));
    expect(seed).toEqual(copy);
  });
});
