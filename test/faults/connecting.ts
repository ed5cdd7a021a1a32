/** Failures before a connection is up: the real ones that this machine can make, and platforms' words for others. */
import { Agent, ProxyAgent } from "undici";
import type { Fetch } from "../../src/index.js";
import { ownHost } from "./certificates.js";
import { type Lab, onFirstBytes, to } from "./lab.js";

type Make = (lab: Lab) => Promise<Fetch>;

const plain =
  (origin: string): Make =>
  () =>
    Promise.resolve(to(origin));
const closed =
  (host: string): Make =>
  async (lab) =>
    to(`http://${host}:${await lab.closedPort()}`);
/** A peer that does not go through with the TLS handshake. */
const handshake =
  (act: Parameters<typeof onFirstBytes>[0]): Make =>
  async (lab) =>
    to(`https://127.0.0.1:${await lab.listen(onFirstBytes(act))}`);
/** A TLS server and a client that can't agree. */
const disagreeing =
  (server: Parameters<Lab["secure"]>[0], client: object): Make =>
  async (lab) =>
    lab.via(new Agent({ connect: client }), `https://127.0.0.1:${await lab.secure(server)}`);
const connecting =
  (options: object, origin = "http://localhost:4433"): Make =>
  async (lab) =>
    lab.via(new Agent({ connect: options }), origin);
/** A proxy that does this when it is asked for a tunnel. */
const proxied =
  (act: Parameters<typeof onFirstBytes>[0]): Make =>
  async (lab) => {
    const uri = `http://127.0.0.1:${await lab.listen(onFirstBytes(act))}`;
    return lab.via(new ProxyAgent({ uri }), "https://127.0.0.1:4433");
  };
/** A proxy whose tunnel is up, and whose other end does this in the TLS handshake. */
const tunnelled = (act: Parameters<typeof onFirstBytes>[0]): Make =>
  proxied((socket) => {
    onFirstBytes(act)(socket);
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
  });
const fails = (code: string, syscall: string): object => ({
  lookup: (_host: string, _options: object, done: (error: Error) => void) =>
    done(Object.assign(new Error(`${syscall} ${code}`), { code, syscall })),
});
const alert = Buffer.from([0x15, 3, 1, 0, 2, 2, 40]);
const halfHello = Buffer.from([0x16, 3, 3, 0, 0x7a, 2, 0, 0, 0x76, 3, 3]);

export const failures: Readonly<Record<string, Make>> = {
  "a port where nobody listens": closed("127.0.0.1"),
  "a port where nobody listens, by the host's name": closed("localhost"),
  "a port where nobody listens, over IPv6": closed("[::1]"),
  "a name that does not exist": plain("https://no-such-host.invalid"),
  "a name of 300 characters": plain(`https://${"abcdefghi.".repeat(29)}invalid`),
  "a name with a label of 300 characters": plain(`https://${"a".repeat(300)}.invalid`),
  "https to a plain server": handshake((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
  "a peer that closes in the TLS handshake": handshake((socket) => socket.end()),
  "a peer that resets in the TLS handshake": handshake((socket) => socket.resetAndDestroy()),
  "a peer that sends noise in the TLS handshake": handshake((socket) => socket.end(Buffer.alloc(64, 0x17))),
  "a peer that gives up the TLS handshake": handshake((socket) => socket.end(alert)),
  "a peer that closes in the middle of its hello": handshake((socket) => socket.end(halfHello)),
  "a peer that resets in the middle of its hello": handshake((socket) => {
    socket.write(halfHello, () => socket.resetAndDestroy());
  }),
  "a certificate that is signed by itself": async (lab) => to(`https://127.0.0.1:${await lab.secure()}`),
  "a certificate of another host": disagreeing({}, { ca: ownHost, servername: "other.invalid" }),
  "no TLS version in common": disagreeing({ maxVersion: "TLSv1.2" }, { ca: ownHost, minVersion: "TLSv1.3" }),
  "no cipher in common": disagreeing(
    { ciphers: "ECDHE-ECDSA-AES256-GCM-SHA384", maxVersion: "TLSv1.2" },
    { ca: ownHost, ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256", maxVersion: "TLSv1.2" },
  ),
  "a TLS handshake that never ends": async (lab) =>
    lab.via(new Agent({ connect: { timeout: 200 } }), `https://127.0.0.1:${await lab.listen(() => undefined)}`),
  "a local address of another machine": connecting({ localAddress: "192.0.2.1" }),
  "a socket file that is not there": connecting({ socketPath: "/nonexistent/socket" }),
  "a name server that fails": connecting(fails("ESERVFAIL", "queryA")),
  "a name server that does not respond": connecting(fails("EAI_AGAIN", "getaddrinfo")),
  "a lookup that fails without a code": connecting({
    lookup: (_host: string, _options: object, done: (error: Error) => void) => done(new Error("no")),
  }),
  "a proxy where nobody listens": async (lab) =>
    lab.via(new ProxyAgent({ uri: `http://127.0.0.1:${await lab.closedPort()}` }), "https://127.0.0.1:4433"),
  "a proxy that wants credentials": proxied((socket) => socket.end("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")),
  "a proxy that responds 502": proxied((socket) => socket.end("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n")),
  "a proxy that resets": proxied((socket) => socket.resetAndDestroy()),
  "a proxy that sends noise": proxied((socket) => socket.end("no HTTP at all\r\n\r\n")),
  "a tunnel that closes in the TLS handshake": tunnelled((socket) => socket.end()),
  "a tunnel that resets in the TLS handshake": tunnelled((socket) => socket.resetAndDestroy()),
  "a tunnel to a plain server": tunnelled((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
  "a proxy with a certificate that is signed by itself": async (lab) =>
    lab.via(new ProxyAgent({ uri: `https://127.0.0.1:${await lab.secure()}` }), "https://127.0.0.1:4433"),
};
