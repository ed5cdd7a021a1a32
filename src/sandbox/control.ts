// The sandbox's own endpoints, outside the APIs' paths: reset it, and read what it recorded.
import { jsonAnswer, type Reply } from "../mock/answer.js";
import type { State } from "../mock/state.js";
import { plain } from "./exchange.js";

/** Path under which the endpoints stand: `POST reset`, `GET deletions`, `GET state`. */
export const controlPath = "/__sandbox/";

/** Answers a request below `controlPath`. */
export function control(method: string, pathname: string, state: State): Reply {
  const name = pathname.slice(controlPath.length);
  const expected = name === "reset" ? "POST" : "GET";
  if (name !== "reset" && name !== "deletions" && name !== "state") {
    return plain(
      404,
      `The sandbox has POST ${controlPath}reset, GET ${controlPath}deletions, GET ${controlPath}state.`,
    );
  }
  if (method !== expected) return plain(405, `Use ${expected}.`, [["Allow", expected]]);
  if (name === "reset") {
    state.reset();
    return { status: 204, headers: [] };
  }
  return jsonAnswer(200, name === "deletions" ? state.deletions : state.snapshot(), { pretty: true });
}
