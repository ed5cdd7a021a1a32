/** How fast, and at how many 429s, a gate gets a list through the buckets that Atlas documents. */
import { describe, expect, it } from "vitest";
import { type Simulated, simulate } from "./simulation.js";

const project = { capacity: 1200, perMinute: 500 };
const organization = { capacity: 500, perMinute: 250 };

describe.each([
  ["project", project],
  ["organization", organization],
])("the documented bucket of a %s, 3,000 targets", (_, bucket) => {
  const most: Readonly<Record<Simulated["says"], number>> = { body: 0.01, "retry-after": 0.1, nothing: 0.1 };
  const worlds = Object.entries(most).flatMap(([says, limited]) =>
    [4, 16, 64].flatMap((concurrency) =>
      [40, 150].map((roundTripMs) => ({ says: says as Simulated["says"], limited, concurrency, roundTripMs })),
    ),
  );
  it.each(worlds)(
    "a 429 that says $says, $concurrency at once, $roundTripMs ms: 1.05 times the optimum, at most $limited of 429s",
    ({ limited, ...world }) => {
      const observed = simulate({ ...bucket, requests: 3000, ...world });
      expect(observed.timesOptimum).toBeLessThanOrEqual(1.05);
      expect(observed.limited).toBeLessThanOrEqual(limited);
      // A world in which nothing is limited would show nothing.
      expect(observed.timesOptimum).toBeGreaterThanOrEqual(1);
    },
  );
});

it("paces at the refill that the body of a 429 states, and at no other", () => {
  const world = { ...project, requests: 3000, concurrency: 16, roundTripMs: 40 } as const;
  const [paced, blind] = [simulate({ ...world, says: "body" }), simulate({ ...world, says: "nothing" })];
  expect(blind.limited).toBeGreaterThan(10 * paced.limited);
});

it("does not hammer a bucket of which somebody else takes half", () => {
  const observed = simulate({
    ...project,
    requests: 3000,
    concurrency: 16,
    roundTripMs: 40,
    says: "body",
    others: 0.5,
  });
  expect(observed.timesOptimum).toBeLessThanOrEqual(1.1);
  expect(observed.limited).toBeLessThanOrEqual(0.1);
});
