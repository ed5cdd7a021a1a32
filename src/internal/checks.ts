/** Checks of single options: each throws `InvalidParameterError` with the option's name. */
import { InvalidParameterError } from "../errors.js";
import { describe } from "./text.js";

const maxTimer = 2 ** 31 - 1;

/** By shape: a signal of another realm or of a polyfill will do. */
export function checkSignal(value: AbortSignal | undefined): void {
  if (value !== undefined && !isSignal(value)) {
    throw new InvalidParameterError("signal", "an AbortSignal", describe(value));
  }
}

function isSignal(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const methods = ["addEventListener", "removeEventListener"].map((name): unknown => Reflect.get(value, name));
  return typeof Reflect.get(value, "aborted") === "boolean" && methods.every((method) => typeof method === "function");
}

/** An origin of https, or of http on loopback, without user info, path, query or fragment. */
export function readOrigin(baseUrl: string): string {
  const expected =
    "an origin such as https://cloud.mongodb.com: https (http only on loopback), no user info, path or query";
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    // The platform's error quotes its input, which may hold user info.
    throw new InvalidParameterError("baseUrl", expected, describe(baseUrl));
  }
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  const safe = url.protocol === "https:" || (url.protocol === "http:" && loopback);
  if (url.username !== "" || url.password !== "") {
    throw new InvalidParameterError("baseUrl", expected, "a URL with user info");
  }
  // The host is not repeated either: whoever pastes a secret here has pasted it as one.
  if (!safe) throw new InvalidParameterError("baseUrl", expected, "another scheme, or http beyond loopback");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw new InvalidParameterError(
      "baseUrl",
      expected,
      "a URL with a path, query or fragment (the client appends the API's path)",
    );
  }
  if (blockedPorts.has(Number(url.port)) && url.port !== "") {
    throw new InvalidParameterError("baseUrl", expected, "a port that fetch refuses to connect to");
  }
  return url.origin;
}

/** Ports that every `fetch` refuses (Fetch Standard §2.9, "port blocking"). */
const blockedPorts: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** Checks a time in milliseconds that a timer can take. */
export function checkTimeout(value: number | undefined): number | undefined {
  if (value === undefined || (Number.isFinite(value) && value >= 1 && value <= maxTimer)) return value;
  throw new InvalidParameterError("timeoutMs", `a number of milliseconds from 1 to ${maxTimer}`, describe(value));
}

/** Checks an option that is a whole number within bounds. */
export function checkWhole(value: number | undefined, name: string, least: number, most: number): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
  throw new InvalidParameterError(name, `a whole number from ${least} to ${most}`, describe(value));
}

/** Checks an option by its JavaScript type. */
export function checkType(value: unknown, name: string, type: "function" | "boolean"): void {
  if (value !== undefined && typeof value !== type) throw new InvalidParameterError(name, `a ${type}`, describe(value));
}
