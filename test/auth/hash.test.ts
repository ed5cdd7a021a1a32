/** The hashes of digest: the runtime's own and the portable ones are the same, whatever the runtime has. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { hashOf } from "../../src/auth/hash.js";

const algorithms = [
  ["MD5", "md5"],
  ["SHA-256", "sha256"],
] as const;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A module `node:crypto` whose one-shot hash is replaced. */
function cryptoWith(hash: unknown): void {
  const modules: Readonly<Record<string, unknown>> = { "node:crypto": { hash } };
  vi.spyOn(process, "getBuiltinModule").mockImplementation((id: string) => modules[id] as never);
}

const runtimes: readonly (readonly [string, () => void])[] = [
  ["Node", () => undefined],
  ["a browser, without process", () => vi.stubGlobal("process", undefined)],
  ["a bundler's process, without modules", () => vi.stubGlobal("process", { env: {} })],
  ["a runtime without node:crypto", () => vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never)],
  ["an older node:crypto, without hash()", () => cryptoWith(undefined)],
  [
    "Node in FIPS mode, without MD5",
    () =>
      cryptoWith(() => {
        throw new Error("error:0308010C:digital envelope routines::unsupported");
      }),
  ],
  ["a runtime whose hash is none", () => cryptoWith(() => "d41d8cd98f00b204e9800998ecf8427e")],
];

const hex = (name: string, text: string): string => createHash(name).update(text, "latin1").digest("hex");

describe.each(algorithms)("%s", (algorithm, name) => {
  test.each(runtimes)("in %s hashes a text's Latin-1 bytes", (_, arrange) => {
    arrange();
    const hash = hashOf(algorithm);
    vi.unstubAllGlobals();
    const latin1 = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
    fc.assert(fc.property(latin1, (text) => hash?.(text) === hex(name, text)));
  });

  test("uses Node's own hash where it is right", () => {
    const own = vi.fn((algorithmName: string, data: Uint8Array) =>
      createHash(algorithmName).update(data).digest("hex"),
    );
    cryptoWith(own);
    const hash = hashOf(algorithm);
    const asked = own.mock.calls.length;
    expect(hash?.("text")).toBe(hex(name, "text"));
    expect(own.mock.calls.length).toBe(asked + 1);
  });

  test("is known in any case", () => {
    for (const written of [algorithm.toLowerCase(), algorithm.toUpperCase()]) {
      expect(hashOf(written)?.("a")).toBe(hex(name, "a"));
    }
  });
});

test.each(["", "md-5", "SHA256", "MD5-sess", "SHA-512-256", "__proto__"])("algorithm %j is not known", (algorithm) => {
  expect(hashOf(algorithm)).toBeUndefined();
});

test("leaves neither key nor hash in the memory that a process's buffers share", () => {
  const key = ["not", "to", "be", "found"].join("-");
  const ha1 = hashOf("MD5")?.(`user:realm:${key}`) ?? "";
  hashOf("MD5")?.(`${ha1}:nonce`);
  const pool = Buffer.from(Buffer.from("x").buffer).toString("latin1");
  expect(pool.includes(key) || pool.includes(ha1)).toBe(false);
});
