/** The program was called in a way that it can't act on. Nothing was sent. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
  readonly outcome = "not-sent";
  /** What to do next, as a sentence. */
  readonly nextStep: string | undefined;
  /** More than a sentence can hold: names, each with a text. */
  readonly details: readonly (readonly [name: string, text: string])[];
  /** What JSON says besides. */
  readonly facts: object;

  constructor(message: string, nextStep?: string, details: UsageError["details"] = [], facts: object = {}) {
    super(message);
    this.nextStep = nextStep;
    this.details = details;
    this.facts = facts;
  }
}

/** The person at the terminal stopped before anything was sent: with a response other than yes, or with Ctrl-C. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
  readonly outcome = "not-sent";
  readonly code: "DECLINED" | "CANCELLED";

  constructor(code: "DECLINED" | "CANCELLED") {
    super(code === "DECLINED" ? "Not confirmed; nothing was sent." : "Interrupted before anything was sent.");
    this.code = code;
  }
}
