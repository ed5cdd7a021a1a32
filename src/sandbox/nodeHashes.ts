// Node's own hashes: on a digest's short texts they take a tenth of the time that the portable ones take.
import { getFips, hash } from "node:crypto";
import { type Hashes, portableHashes } from "../mock/digest.js";

/** What the sandbox verifies digest answers with. In FIPS mode Node refuses MD5, which the API's digest needs. */
export const nodeHashes: Hashes =
  getFips() === 0 ? { MD5: (text) => hash("md5", text), "SHA-256": (text) => hash("sha256", text) } : portableHashes;
