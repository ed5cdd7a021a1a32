// What the program is measured against: the same packages, the two requests of one DELETE, and no care for anything else.
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Command } from "commander";
import createClient from "openapi-fetch";

const options = new Command()
  .requiredOption("--group-id <id>")
  .requiredOption("--api-key-id <id>")
  .requiredOption("--base-url <origin>")
  .parse()
  .opts();

const publicKey = process.env.MONGODB_ATLAS_PUBLIC_API_KEY;
const privateKey = process.env.MONGODB_ATLAS_PRIVATE_API_KEY;

const client = createClient({ baseUrl: `${options.baseUrl}/api/atlas/v2` });
const accept = "application/vnd.atlas.2023-01-01+json";
const path = { groupId: options.groupId, apiKeyId: options.apiKeyId };
const send = async (headers) =>
  (await client.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path }, headers })).response;

const { headers } = await send({ accept });
const challenge = headers.get("www-authenticate");
const field = (name) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1];
const hash = field("algorithm") === "MD5" ? md5 : sha256;
const hex = (text) => bytesToHex(hash(utf8ToBytes(text)));
const [realm, nonce, cnonce, nc] = [field("realm"), field("nonce"), "0123456789abcdef", "00000001"];
const uri = `/api/atlas/v2/groups/${path.groupId}/apiKeys/${path.apiKeyId}`;
const ha2 = hex(`DELETE:${uri}`);
const response = hex(`${hex(`${publicKey}:${realm}:${privateKey}`)}:${nonce}:${nc}:${cnonce}:auth:${ha2}`);
const authorization = `Digest username="${publicKey}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, qop=auth, nc=${nc}, cnonce="${cnonce}"`;
const { status } = await send({ accept, authorization });
if (status !== 204) throw new Error(`HTTP ${status}`);
console.log("revoked");
