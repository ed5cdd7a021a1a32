/** Reads what a failed `fetch` says: whether a connection was up, and whether bytes were written to it. */

/** What platforms report of a failure; read by shape, since the error may come from another realm. */
interface Failure {
  readonly code?: unknown;
  readonly name?: unknown;
  readonly syscall?: unknown;
  readonly socket?: { readonly bytesWritten?: unknown } | null;
  readonly host?: unknown;
  readonly port?: unknown;
  readonly errors?: unknown;
  readonly cause?: unknown;
  /** Whether `fetch`'s own TypeError is wrapped around it: as Node's and undici's do, and no client of `node:https`. */
  readonly wrapped: boolean;
}

/** The system's names for what happens before a connection is up: its socket, its address, its route. */
const connectingCalls = /^(connect|bind|socket|getaddrinfo|query\w*)$/;
/** No descriptor, no port, no memory for another socket: the process can't open a connection. */
const exhausted: ReadonlySet<unknown> = new Set(["EMFILE", "ENFILE", "ENOBUFS", "EADDRNOTAVAIL"]);
/** Names that only resolving and connecting produce, for platforms that give no `syscall` (c-ares, undici, Bun, Deno). */
const connectingCodes =
  /^(ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL|ENONAME|ECONNREFUSED|ConnectionRefused|FailedToOpenSocket|UND_ERR_CONNECT_TIMEOUT|UND_ERR_PRX\w*|UND_ERR_SOCKS5\w*)$/;
/** Certificates, as OpenSSL and Node name them (X509_V_ERR_…): they are checked in the handshake, and only there. */
const certificateCodes =
  /^(CERT_\w+|CRL_\w+|UNABLE_TO_\w+|ERROR_IN_(CERT|CRL)_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERR_TLS_(CERT|HANDSHAKE|PROTOCOL|DH)\w+)$/;
/** What OpenSSL calls a handshake that failed. What can also end a connection in use is not here: damaged records, end of file. */
const handshakeCodes =
  /^(EPROTO$|ERR_SSL_[\w/]*(VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE|CERT|CIPHER|UNKNOWN_CA|UNRECOGNIZED_NAME|SIGNATURE|SIGALG|DH_KEY|EE_KEY|HTTP_REQUEST|INSUFFICIENT_SECURITY|LEGACY_RENEGOTIATION|ACCESS_DENIED|EXTENSION))/;

/** Whether every failure at the bottom happened before a connection was up: nothing can have reached the server. */
export function neverConnected(error: unknown): boolean {
  const failures = [...failuresIn(error)];
  return failures.length > 0 && failures.every(isBeforeConnection);
}

/** Whether the failure shows that a connection had been up: bytes were written to it, or read from it. */
export function hadConnection(error: unknown): boolean {
  return [...failuresIn(error)].some(isAfterConnection);
}

/**
 * Whether the failure shows that the request was written. A client of `node:https` reports a connection that is reset in
 * its TLS handshake as a read, like one in use.
 */
export function wasWritten(error: unknown): boolean {
  return [...failuresIn(error)].some(
    (failure) => isAfterConnection(failure) && (typeof failure.syscall !== "string" || failure.wrapped),
  );
}

/** What the platform calls the failures; a bare "Error" says nothing. */
export function failureNames(error: unknown): string[] {
  return [...failuresIn(error)]
    .map(({ code, name }) => (typeof code === "string" ? code : name))
    .filter((word): word is string => typeof word === "string" && word !== "Error");
}

function isBeforeConnection(failure: Failure): boolean {
  const { syscall, host, port, wrapped } = failure;
  const code = String(failure.code);
  if (isAfterConnection(failure)) return false;
  const isHandshake = handshakeCodes.test(code) && wrapped;
  if (typeof syscall === "string") return connectingCalls.test(syscall) || (syscall === "write" && isHandshake);
  if (exhausted.has(failure.code) || connectingCodes.test(code)) return true;
  // Bun gives EPROTO, without a wrapper, to a handshake that failed and to a record that was damaged in use.
  if (certificateCodes.test(code) || isHandshake) return true;
  // Node's TLS socket names host and port when the peer closes in the handshake, and at no other time.
  if (code === "ECONNRESET") return host !== undefined && port !== undefined;
  // undici aborts the connection that it was making through a proxy when CONNECT is refused.
  return code === "UND_ERR_ABORTED" && wrapped;
}

function isAfterConnection({ code, syscall, socket }: Failure): boolean {
  if (typeof socket?.bytesWritten === "number" && socket.bytesWritten > 0) return true;
  if (syscall === "read" || (syscall === "write" && code !== "EPROTO")) return true;
  // A response had begun, or was waited for.
  return /^(UND_ERR_(HEADERS|BODY)_\w+|UND_ERR_RES\w*|HPE_\w+|ERR_HTTP2_\w+)$/.test(String(code));
}

/** The failures at the bottom: `fetch` wraps them in a TypeError, two address families in an AggregateError. */
function* failuresIn(error: unknown, depth = 0, wrapped = false): Generator<Failure> {
  if (typeof error !== "object" || error === null || depth > 5) return;
  const failure = error as Omit<Failure, "wrapped">; // Every property is unknown, and is looked at before it is used.
  const inner: readonly unknown[] = Array.isArray(failure.errors) ? failure.errors : [failure.cause];
  const isWrapper = wrapped || (depth === 0 && failure.name === "TypeError");
  const below = inner.flatMap((each) => [...failuresIn(each, depth + 1, isWrapper)]);
  if (below.length > 0) {
    yield* below;
    return;
  }
  const { code, name, syscall, socket, host, port } = failure;
  yield { code, name, syscall, socket: socket ?? null, host, port, wrapped };
}
