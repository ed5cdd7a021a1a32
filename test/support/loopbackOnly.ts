/** Set-up file of every test: a connection to anything but this machine is an error, whoever opens it. */
import { Socket } from "node:net";

// A name below .invalid can't exist (RFC 6761 §6.4): looking it up is how a test makes that failure.
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\]|[\w.-]+\.invalid)$/;
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const [first] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  const target = typeof first === "object" && first !== null ? first : {};
  const host = "host" in target ? target.host : undefined;
  const isLocal = "path" in target || host === undefined || (typeof host === "string" && loopback.test(host));
  if (!isLocal) throw new Error(`A test tried to connect to ${String(host)}: tests talk to loopback only.`);
  return Reflect.apply(connect, this, args) as Socket;
};
