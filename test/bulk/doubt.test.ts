/** What a run says of targets whose story ended in the middle: never less doubt than there is. */
import { expect, it } from "vitest";
import { type BulkResult, revokeAll } from "../../src/index.js";
import { fakeApi, refusal, secret } from "./fakeApi.js";

async function all(results: AsyncIterable<BulkResult>): Promise<BulkResult[]> {
  const collected: BulkResult[] = [];
  try {
    for await (const result of results) collected.push(result);
  } catch (error) {
    expect(error).toBeInstanceOf(Error); // an aborted run throws at its end
  }
  return collected;
}

it.each(["close", "abort"] as const)(
  "a target in doubt stays unknown, in its result and in its error, when the run ends by %s before its next try",
  async (end) => {
    const controller = new AbortController();
    let calls = 0;
    const { client } = fakeApi(
      () => {
        calls += 1;
        if (calls === 1) return new Response(null, { status: 503 });
        setTimeout(() => (end === "close" ? void client.close() : controller.abort()), 5);
        return refusal(429, "RATE_LIMITED", { "retry-after": "1" });
      },
      { maxRetries: 1 },
    );
    const results = await all(revokeAll(client, [secret(1)], { signal: controller.signal }));
    expect(results).toMatchObject([{ outcome: "unknown", attempts: 2, error: { outcome: "unknown", attempts: 2 } }]);
    const [result] = results;
    expect(String(result !== undefined && "error" in result ? result.error : "")).not.toMatch(/nothing was sent/i);
  },
  10_000,
);
