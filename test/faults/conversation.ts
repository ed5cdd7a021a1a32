/** Runs one call against a server whose script says the answer to every request, authentication included. */
import assert from "node:assert/strict";
import type { CallOptions } from "../../src/index.js";
import { watch } from "./leftovers.js";
import { type RawRequest, type Script, startRawServer } from "./rawServer.js";
import { assertOutcome, type Credential, call, type Expected, type PortableTest, targetOf } from "./suite.js";

/** A conversation and what the call must come to. */
export interface Conversation {
  /** A sentence that could be false. */
  readonly name: string;
  readonly credential: Credential;
  /** The server's answers, in the order of the requests; `decoy` is another origin. */
  readonly answers: readonly Script[] | ((decoy: string) => readonly Script[]);
  readonly options?: Omit<CallOptions, "signal">;
  readonly expected: Expected;
}

/** Makes a test of each conversation. Every answer must be used, and no request may go without one. */
export function testsOfConversations(conversations: readonly Conversation[]): readonly PortableTest[] {
  return conversations.map((conversation, number) => ({
    name: `${conversation.name} (${conversation.credential})`,
    run: async (library) => {
      const strayed: RawRequest[] = [];
      const decoy = await startRawServer((request) => {
        strayed.push(request);
        return ["end"];
      });
      const answers =
        typeof conversation.answers === "function" ? conversation.answers(decoy.origin) : conversation.answers;
      let requests = 0;
      const server = await startRawServer(() => {
        requests += 1;
        return answers[requests - 1] ?? ["end"];
      });
      const watched = watch();
      try {
        const options = { timeoutMs: 5_000, maxRetries: 0, ...conversation.options };
        const result = await call(library, server, conversation.credential, targetOf(number), options, watched);
        assertOutcome(result, conversation.expected, answers.length);
        assert.equal(requests, answers.length, "requests that the server saw");
        assert.equal(strayed.length, 0, "another origin was asked");
        await watched.nothingIsLeft([server]);
      } finally {
        watched.end();
        await Promise.all([server.close(), decoy.close()]);
      }
    },
  }));
}
