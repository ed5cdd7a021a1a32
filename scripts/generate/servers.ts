// Where requests go: the document's servers, and the two OAuth endpoints on their origin.
import { asObject, asText, type JsonObject, type Report, resolve } from "./document.js";

/** The API whose media types carry a version. */
export const versionedApi = "atlas";

/** One of the document's servers. */
export interface ServerFacts {
  api: string;
  title: string;
  origin: string;
  basePath: string;
}

/** Reads the servers, each with a name of its own. */
export function readServers(document: JsonObject, report: Report): ServerFacts[] {
  const servers = (Array.isArray(document.servers) ? document.servers : []).map((value, index) => {
    const server = asObject(value);
    const place = `spec/openapi.yaml: servers[${index}]`;
    const api = asText(server["x-api"]) ?? "";
    if (!/^[a-z][a-z-]*$/.test(api)) report(`${place} lacks x-api (a name such as "atlas").`);
    const title = asText(server.description) ?? "";
    if (title === "") report(`${place} lacks description (the API's name for people).`);
    const url = asText(server.url) ?? "";
    const parsed = /^https:\/\/[^{}?#]+[^/{}?#]$/.test(url) && URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined) report(`${place} lacks url (https, without variables, query or trailing slash).`);
    return { api, title, origin: parsed?.origin ?? "", basePath: parsed?.pathname ?? "" };
  });
  const names = servers.map((server) => server.api);
  if (new Set(names).size < names.length) report("spec/openapi.yaml: two servers have the same x-api.");
  if (!names.includes(versionedApi)) report(`spec/openapi.yaml: no server has the x-api "${versionedApi}".`);
  return servers;
}

/** Reads the endpoints of the security scheme `serviceAccount`. */
export function readTokenEndpoints(
  document: JsonObject,
  servers: readonly ServerFacts[],
  report: Report,
): { grant: string; revoke: string } {
  const scheme = asObject(asObject(document.components).securitySchemes).serviceAccount;
  const flow = asObject(asObject(asObject(resolve(document, scheme)).flows).clientCredentials);
  const read = (key: string): string => {
    const url = asText(flow[key]) ?? "";
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    // The client asks for its token at the origin that it deletes at; another one would need another design.
    const known = parsed !== undefined && servers.every((server) => server.origin === parsed.origin);
    if (!known) {
      report(`components/securitySchemes serviceAccount: its clientCredentials lack ${key} on the servers' origin.`);
    }
    return parsed?.pathname ?? "";
  };
  return { grant: read("tokenUrl"), revoke: read("x-revocationUrl") };
}
