/** The catalogue's responses that the benchmark gives to an authorized DELETE of every client. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { operationTable } from "../../generated/client.js";
import type { Fault } from "../faults/catalogue/entry.js";
import { catalogue } from "../faults/catalogue.js";

/** Sends one response. */
export type Send = (response: ServerResponse, request: IncomingMessage) => void;

/** Where redirects lead: a page for a GET, and 204 for a DELETE, as another resource would respond. */
export const elsewhere = "/elsewhere";

/** Writes the entry's bytes past node:http. */
const sent =
  ({ script }: Fault): Send =>
  (_response, { socket, headers }) => {
    const [authorization = "", decoy] = [headers.authorization, `http://${headers.host}${elsewhere}`];
    const scene = { authorization, decoy, target: "", operation: operationTable.unassignGroupApiKey };
    for (const step of typeof script === "function" ? script(scene) : script) {
      if (step === "end") socket.end();
      else if (typeof step === "string" || step instanceof Uint8Array) socket.write(step);
    }
  };

const chosen = (isSuccess: boolean): Readonly<Record<string, Send>> =>
  Object.fromEntries(
    Object.values(catalogue).flatMap((area) =>
      Object.entries(area).flatMap(([name, fault]) =>
        fault.peers === true && (fault.says === "confirmed") === isSuccess ? [[name, sent(fault)] as const] : [],
      ),
    ),
  );

/** Responses that are not a success, by name. */
export const faults: Readonly<Record<string, Send>> = chosen(false);
/** Responses that are a success, so that whoever calls nothing a success wins nothing. */
export const successes: Readonly<Record<string, Send>> = chosen(true);
