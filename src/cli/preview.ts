/** The request that a revocation would send, without anything that proves who calls. */
import type { OperationFacts } from "../../generated/client.js";
import type { paths } from "../../generated/schema.js";
import { createBuilder, takeOver } from "../http.js";
import type { Settings } from "../options.js";
import type { Outgoing } from "../transport/request.js";

/** A request as it would leave. */
export type Preview = Pick<Outgoing, "method" | "url" | "headers">;

/** Lets the library's builder build the request, and takes it over as the library does. Nothing is sent. */
export async function previewOf(
  { path }: OperationFacts,
  ids: Readonly<Record<string, string>>,
  settings: Settings,
  envelope: boolean,
): Promise<Preview> {
  let preview: Preview | undefined;
  const fetch = async (request: Request): Promise<Response> => {
    preview = takeOver(request, "DELETE", path, settings).outgoing;
    return new Response(null, { status: 204 });
  };
  const params = { path: ids, query: envelope ? { envelope } : {} };
  // The table's path and its checked ids fit each other; the union of all paths can't say so.
  await createBuilder<paths>(settings).DELETE(path, { params, fetch } as never);
  if (preview === undefined) throw new TypeError("the builder built nothing");
  return preview;
}
