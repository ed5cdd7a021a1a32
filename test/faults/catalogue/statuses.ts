/** Refusals, "not found" about something else, redirects, and servers that fail. */
import { apiError, gzipped, json, page, text } from "../bytes.js";
import { doubt, type Fault, gone, notFound, ownGone, peers, refused, type Scene } from "./entry.js";

/** Codes that do not say that the target is not there. */
const otherCodes: readonly unknown[] = [
  "GROUP_NOT_FOUND",
  "ORG_NOT_FOUND",
  "ATLAS_GROUP",
  "NOT_ATLAS_GROUP",
  "INVALID_GROUP_ID",
  "SECRETS_BACKEND_NOT_FOUND",
  "RESOURCE_NOT_FOUND_OR_SO",
  "NOT_HERE",
  "",
  404,
];
/** Of the lists below, what stands in the benchmark. */
const benchmarked: readonly unknown[] = ["GROUP_NOT_FOUND", "NOT_ATLAS_GROUP", 302, 303, 307];
const redirects = [300, 301, 302, 303, 304, 305, 306, 307, 308];
const limited = (fields: Readonly<Record<string, string>>): Fault =>
  refused(429, json(429, apiError(429, "RATE_LIMITED"), fields));
const tells = (make: (scene: Scene) => string) => (scene: Scene) => [make(scene), "end"] as const;

export const statuses: Readonly<Record<string, Fault>> = {
  "a 400 page": refused(400, page(400)),
  "an empty 401": refused(401, text(401), peers),
  "a 401 page": refused(401, page(401), peers),
  "a 402 page": refused(402, page(402)),
  "an empty 403": refused(403, text(403), peers),
  "a 403 page": refused(403, page(403)),
  "a 403 for this address": refused(403, json(403, apiError(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST")), peers),
  "a refusal that quotes the credentials": refused(
    409,
    tells(({ authorization }) => {
      const error = apiError(409, `NO ${authorization}`, `You sent ${authorization}`);
      return json(409, { ...error, parameters: [authorization, { [authorization]: authorization }] });
    }),
  ),
  "a 405 page": refused(405, page(405)),
  "a 410 page": refused(410, page(410)),
  "an empty 404": refused(404, text(404), peers),
  "a 404 page": refused(404, page(404)),
  "a 404 about nothing that is named": refused(404, json(404, notFound)),
  "a 404 about another thing": refused(
    404,
    json(404, { ...notFound, detail: "Cannot find resource Online archive with id 6a79f0c4d2a39e5780cb4d17." }),
  ),
  "a 404 whose body says 400": refused(404, json(404, { ...notFound, error: 400 })),
  ...Object.fromEntries(
    otherCodes.map((code) => [
      `a 404 with the code ${JSON.stringify(code)}`,
      refused(404, json(404, apiError(404, code)), benchmarked.includes(code) ? peers : {}),
    ]),
  ),
  "a 404 that names the target": gone(
    404,
    tells(({ target }) => json(404, apiError(404, "RESOURCE_NOT_FOUND", `Cannot find ${target}.`))),
  ),
  "an enveloped 404 that names the target": gone(
    404,
    tells(({ target }) =>
      json(200, { status: 404, content: apiError(404, "RESOURCE_NOT_FOUND", `Cannot find ${target}.`) }),
    ),
    { envelope: true },
  ),
  "a 404 with the target's own code, compressed": gone(404, (scene) => [
    ...gzipped(404, JSON.stringify(ownGone(scene))),
    "end",
  ]),
  "a 429": limited({ "Retry-After": "0" }),
  "a 429 without end": refused(429, json(429, apiError(429, "RATE_LIMITED_TOKEN_BUCKET")), peers),
  ...Object.fromEntries(
    ["-1", "soon", "99999999999999999999"].map((value) => [
      `a 429 with a Retry-After of ${JSON.stringify(value)}`,
      limited({ "Retry-After": value }),
    ]),
  ),
  "an empty 500": doubt(500, text(500), peers),
  "a 500": doubt(500, json(500, apiError(500, "UNEXPECTED_ERROR"))),
  ...Object.fromEntries(
    [502, 503, 504].map((status) => [`a ${status} page`, doubt(status, page(status), status === 503 ? peers : {})]),
  ),
  ...Object.fromEntries(
    redirects.map((status) => [
      `a ${status} to another origin`,
      doubt(
        status,
        tells(({ decoy }) => text(status, "", { Location: `${decoy}/api/atlas/v2/groups` })),
        benchmarked.includes(status) ? peers : {},
      ),
    ]),
  ),
  "a 307 to the same origin": doubt(307, text(307, "", { Location: "/api/atlas/v2/groups" })),
  "a 303 without a location": doubt(303, text(303)),
};
