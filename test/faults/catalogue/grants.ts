/** Responses of the token endpoint that bring no token. `means` is the status of the endpoint. */
import type { Script } from "../../support/rawServer.js";
import { apiError, gzipped, head, json, page, text } from "../bytes.js";
import { heavy, mebibyte, stalls } from "./entry.js";

/** What a script of the token endpoint may refer to. */
export interface GrantScene {
  readonly decoy: string;
  /** Whatever the request held that must not be repeated. */
  readonly secrets: string;
}

/** One entry. */
export interface GrantFault {
  readonly status: number | undefined;
  readonly script: Script | ((scene: GrantScene) => Script);
  readonly stalls?: true;
  readonly heavy?: true;
}

const grant = (status: number, value: unknown): GrantFault => ({ status, script: [json(status, value), "end"] });
const whole = { access_token: "canary-token", expires_in: 3600, token_type: "Bearer" };

export const grantFaults: Readonly<Record<string, GrantFault>> = {
  "a reset": { status: undefined, script: ["reset"] },
  "a close": { status: undefined, script: ["end"] },
  silence: { status: undefined, script: ["silence"], ...stalls },
  "a wrong secret, quoted": {
    status: 401,
    script: ({ secrets }) => [json(401, { error: "invalid_client", error_description: `unknown: ${secrets}` }), "end"],
  },
  "too many tokens": grant(403, { error: "access_denied" }),
  "a limit": grant(429, apiError(429, "RATE_LIMITED")),
  "a failure": grant(500, apiError(500, "UNEXPECTED_ERROR")),
  "a failing gateway": { status: 503, script: [page(503), "end"] },
  "a login page": { status: 200, script: [page(200), "end"] },
  "a token that is cut off": { status: 200, script: [json(200, whole).slice(0, -1), 20, "end"] },
  "a token in a gzip bomb": {
    status: 200,
    script: [...gzipped(200, new Uint8Array(64 * mebibyte).fill(32)), "end"],
    ...heavy,
  },
  "a token that can't stand in a header": grant(200, { ...whole, access_token: "canary\r\nb" }),
  "a token of another type": grant(200, { ...whole, token_type: "mac" }),
  "a token that is a number": grant(200, { ...whole, access_token: 5 }),
  "no token": grant(200, { token_type: "Bearer" }),
  "a list": grant(200, [whole]),
  "a 204": { status: 204, script: [head(204), "end"] },
  ...Object.fromEntries(
    [302, 307].map((status) => [
      `a ${status}`,
      {
        status,
        script: ({ decoy }: GrantScene) => [text(status, "", { Location: `${decoy}/api/oauth/token` }), "end"],
      },
    ]),
  ),
};
