// The package's own sandbox, in a process of its own, for runs of the program.
import type * as Library from "../../src/sandbox/index.js";
import { serveCommands } from "./commands.js";

/** A `type` and not an interface, so that it fits `Commands`. */
export type SandboxCommands = {
  /** A new sandbox: its origin, an API key, and API keys that can be unassigned on Atlas. */
  reset(nothing: null): Promise<{
    url: string;
    publicKey: string;
    privateKey: string;
    targets: { groupId: string; apiKeyId: string }[];
  }>;
};

const built = new URL("../../dist/sandbox/index.js", import.meta.url).href;
const { startSandbox } = (await import(built)) as typeof Library;
let running: Library.Sandbox | undefined;

serveCommands<SandboxCommands>({
  reset: async () => {
    await running?.close();
    running = await startSandbox();
    const { url, credentials, targets } = running;
    return {
      url,
      publicKey: credentials.apiKey.publicKey,
      privateKey: credentials.apiKey.privateKey,
      targets: targets.atlas.unassignGroupApiKey.map(({ groupId, apiKeyId }) => ({ groupId, apiKeyId })),
    };
  },
});
