// The sandbox's own endpoints, outside the APIs' paths: the front page, what was revoked, reset, and faults.
import type { Cloud } from "../mock/cloud.js";
import { json, type MockResponse } from "../mock/response.js";
import { parseFault } from "./faultText.js";
import { frontPage } from "./page.js";

/** A plain text response of the sandbox itself, which no response of the API can be mistaken for. */
export function plain(status: number, text: string, ...headers: [string, string][]): MockResponse {
  return { status, headers: [["Content-Type", "text/plain; charset=utf-8"], ...headers], body: `${text}\n` };
}

/** A form's only field, or the text as it is. */
function faultIn(body: string): { readonly text: string; readonly fromForm: boolean } {
  const field = body.startsWith("fault=") ? new URLSearchParams(body).get("fault") : null;
  return { text: field ?? body, fromForm: field !== null };
}

/** Responds to a request for one of the sandbox's own endpoints; undefined for every other. */
export async function control(
  method: string,
  pathname: string,
  body: () => Promise<string>,
  cloud: Cloud,
  url: string,
): Promise<MockResponse | undefined> {
  const { state } = cloud;
  switch (`${method} ${pathname}`) {
    case "GET /": {
      const { credentials, targets } = cloud;
      const headers = [["Content-Type", "text/html; charset=utf-8"]] as const;
      return { status: 200, headers, body: frontPage({ url, credentials, targets }) };
    }
    case "GET /__sandbox/deletions":
      return json(200, state.deletions, [], true);
    case "POST /__sandbox/reset":
      state.reset();
      return { status: 204, headers: [] };
    case "POST /__sandbox/faults": {
      const { text, fromForm } = faultIn(await body());
      try {
        state.use(parseFault(text));
      } catch (error) {
        return plain(400, error instanceof TypeError ? error.message : "That is no scenario.");
      }
      return fromForm ? plain(303, "Done.", ["Location", "/"]) : plain(200, "From now on, until the next reset.");
    }
    default:
      if (!pathname.startsWith("/__sandbox/")) return undefined;
      return plain(404, "There are GET / and, below /__sandbox/, GET deletions, POST reset and POST faults.");
  }
}
