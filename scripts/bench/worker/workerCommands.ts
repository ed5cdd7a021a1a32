// What the benchmark asks of a contestant's process.

/** Deletes to be made by a new client. */
export interface RunRequest {
  readonly contestant: string;
  readonly origin: string;
  /** A nonce that the floor's answers are computed for. */
  readonly nonce: string;
  readonly deletes: number;
  readonly concurrency: number;
  /** Collects garbage before and after, to weigh the heap. That costs the run its warmth, so speed is measured without. */
  readonly weigh?: boolean;
}

/** What a run came to. */
export interface RunResult {
  readonly milliseconds: number;
  /** CPU time of the whole process, all its threads, in microseconds. */
  readonly cpuMicroseconds: number;
  readonly failures: number;
  readonly firstFailure: string | undefined;
  /** Bytes on the heap after the run, beyond those before it; 0 when it was not weighed. */
  readonly heapGrowth: number;
  /** The process's peak so far. */
  readonly peakBytes: number;
}

/** A function with its share of the CPU time that was not idle. */
export interface Hot {
  readonly name: string;
  readonly share: number;
}

/** A `type` and not an interface, so that it fits `Commands`. */
export type WorkerCommands = {
  run(request: RunRequest): Promise<RunResult>;
  /** One DELETE by a new client: whether it was called a success, and if not, what was said. */
  single(request: Omit<RunRequest, "deletes" | "concurrency" | "weigh">): Promise<{ success: boolean; said: string }>;
  /** A run under V8's sampling profiler: the functions with the largest self time. */
  profile(request: RunRequest): Promise<Hot[]>;
};
