// API access lists: IPv4 and IPv6 addresses and CIDR blocks.

/** Tells whether a client's address may use a credential. */
export type AccessList = (address: string) => boolean;

interface Bits {
  readonly value: bigint;
  readonly width: 32 | 128;
}

function parseIpv4(address: string): bigint | undefined {
  const parts = address.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseIpv6(address: string): bigint | undefined {
  const lastColon = address.lastIndexOf(":");
  const tail = parseIpv4(address.slice(lastColon + 1));
  const text =
    tail === undefined
      ? address
      : `${address.slice(0, lastColon + 1)}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = "", rest] = halves;
  const before = head === "" ? [] : head.split(":");
  const after = rest === undefined || rest === "" ? [] : rest.split(":");
  const missing = 8 - before.length - after.length;
  if (rest === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  let value = 0n;
  for (const group of groups) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return value;
}

function parseAddress(address: string): Bits | undefined {
  const v4 = parseIpv4(address);
  if (v4 !== undefined) return { value: v4, width: 32 };
  if (!address.includes(":")) return undefined;
  const v6 = parseIpv6(address);
  if (v6 === undefined) return undefined;
  // A dual-stack socket reports an IPv4 client as ::ffff:a.b.c.d; it is the IPv4 address that the list names.
  return v6 >> 32n === 0xffffn ? { value: v6 & 0xffffffffn, width: 32 } : { value: v6, width: 128 };
}

/**
 * Compiles an access list.
 *
 * @param entries addresses and CIDR blocks, for example `192.0.2.1`, `10.0.0.0/8`, `2001:db8::/32`
 * @throws {TypeError} for an entry that is neither
 */
export function compileAccessList(entries: readonly string[]): AccessList {
  const blocks = entries.map((entry) => {
    const [address = "", prefix, ...surplus] = entry.split("/");
    const bits = parseAddress(address);
    const length = prefix === undefined ? bits?.width : /^\d{1,3}$/.test(prefix) ? Number(prefix) : undefined;
    if (bits === undefined || length === undefined || length > bits.width || surplus.length > 0) {
      throw new TypeError(`access list: ${JSON.stringify(entry)} is neither an IP address nor a CIDR block`);
    }
    const shift = BigInt(bits.width - length);
    return { width: bits.width, shift, network: bits.value >> shift };
  });
  return (address) => {
    const bits = parseAddress(address);
    if (bits === undefined) return false;
    return blocks.some((block) => block.width === bits.width && bits.value >> block.shift === block.network);
  };
}
