import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { portableHashes } from "../../src/mock/digest.js";
import { nodeHashes } from "../../src/sandbox/nodeHashes.js";

// Around the hashes' block of 64 bytes, and beyond ASCII: header text is Latin-1.
const texts = [
  "",
  "DELETE:/api/atlas/v2",
  "é".repeat(20),
  "ÿ/%C3%BF",
  ...[55, 56, 63, 64, 65, 200].map((n) => "a".repeat(n)),
];

describe("the hashes of the mock and of the sandbox", () => {
  for (const [algorithm, name] of [
    ["MD5", "md5"],
    ["SHA-256", "sha256"],
  ] as const) {
    it(`are both ${algorithm} of the text's UTF-8 bytes`, () => {
      const expected = texts.map((text) => createHash(name).update(text, "utf8").digest("hex"));
      expect(texts.map(portableHashes[algorithm])).toEqual(expected);
      expect(texts.map(nodeHashes[algorithm])).toEqual(expected);
    });
  }
});
