import { expect, test } from "vitest";
import { AuthenticationError, digest } from "../../src/index.js";
import { fieldsOf } from "../support/digest.js";
import { respond, apiError, gone204, rejection, type Step, script } from "../support/fetch.js";
import { clientOf, keyPair, projectKey } from "../support/world.js";

const digestOptions = () => ({ auth: digest(keyPair) });

const challenge = (value: string, status = 401): Step => respond(status, undefined, { "www-authenticate": value });
const fresh = (nonce: string, stale = false) =>
  challenge(`Digest realm="r", nonce="${nonce}", qop="auth", stale=${stale}`);

test("a nonce that is stale under way is replaced by that of the same answer, three times", async () => {
  const server = script(fresh("a"), fresh("b", true), fresh("c", true), gone204);
  await expect(clientOf(server, digestOptions()).unassignGroupApiKey(projectKey)).resolves.toMatchObject({
    requests: 4,
    attempts: 1,
  });
  const nonces = server.sent.map(({ headers }) => fieldsOf(headers.get("authorization") ?? "").get("nonce"));
  expect(nonces).toEqual([undefined, "a", "b", "c"]);
});

test("a server that calls each of its nonces stale is told so after three replays", async () => {
  const server = script(fresh("a"), fresh("b", true), fresh("c", true), fresh("d", true));
  const error = await rejection(clientOf(server, digestOptions()).unassignGroupApiKey(projectKey));
  expect(error).toMatchObject({
    requests: 4,
    message: expect.stringContaining("the server calls each of its own nonces stale"),
  });
});

test("the first challenge that can be answered is answered, whatever stands beside it", async () => {
  const value =
    'Negotiate, Basic realm="x", Digest realm="r", nonce="n0", algorithm=SHA-512-256, Digest realm="r", nonce="n1", qop="auth-int", Digest realm="r", nonce="n2", op="auth", algorithm="SHA-256", Digest realm="r", nonce="n3"';
  const server = script(challenge(value), gone204);
  await clientOf(server, digestOptions()).unassignGroupApiKey(projectKey);
  const fields = fieldsOf(server.sent[1]?.headers.get("authorization") ?? "");
  expect([fields.get("nonce"), fields.get("qop"), fields.get("algorithm")]).toEqual(["n2", undefined, "SHA-256"]);
});

test("a challenge before a malformed one is answered", async () => {
  const server = script(challenge('Digest realm="r", nonce="n", qop="auth", Basic realm="'), gone204);
  await expect(clientOf(server, digestOptions()).unassignGroupApiKey(projectKey)).resolves.toMatchObject({
    outcome: "unassigned",
  });
});

test.each([
  ["no challenge", respond(401), "the server sent no WWW-Authenticate"],
  ["an empty challenge", challenge(""), "the server offers nothing, not Digest"],
  ["Basic", challenge('Basic realm="x"'), "the server offers basic, not Digest, and no key is sent in another way"],
  [
    "Bearer and Basic twice",
    challenge("Bearer, Basic realm=x, Basic realm=y"),
    "the server offers bearer, basic, not Digest",
  ],
  [
    "an unknown algorithm",
    challenge('Digest realm="r", nonce="n", algorithm=SHA-512-256'),
    'algorithm "SHA-512-256"; MD5 and SHA-256 are known',
  ],
  ["a session algorithm", challenge('Digest realm="r", nonce="n", algorithm=MD5-sess'), 'algorithm "MD5-sess"'],
  [
    "an algorithm from a prototype",
    challenge('Digest realm="r", nonce="n", algorithm=constructor'),
    'algorithm "constructor"',
  ],
  [
    "only auth-int",
    challenge('Digest realm="r", nonce="n", qop="auth-int"'),
    'the challenge asks for qop "auth-int"; only "auth" is known',
  ],
  [
    "a qop that only begins with auth",
    challenge('Digest realm="r", nonce="n", qop="authx, xauth"'),
    'qop "authx, xauth"',
  ],
  ["an empty qop", challenge('Digest realm="r", nonce="n", qop=""'), 'qop ""'],
  ["no realm", challenge('Digest nonce="n"'), "the challenge has no realm"],
  ["no nonce", challenge('Digest realm="r"'), "the challenge has no nonce"],
  ["an empty nonce", challenge('Digest realm="r", nonce=""'), "the challenge has no nonce"],
  [
    "an open string",
    challenge('Digest realm="r'),
    'the challenge is malformed: the value of "realm" is not a token or quoted string',
  ],
  [
    "a directive twice",
    challenge('Digest realm="r", realm="s", nonce="n"'),
    'the challenge is malformed: "realm" is given twice',
  ],
  [
    "two unusable ones",
    challenge('Digest realm="r", Digest nonce="n"'),
    "the challenge has no nonce; the challenge has no realm",
  ],
])("%s is an AuthenticationError that says why, and no key leaves", async (_, step, reason) => {
  const server = script(step);
  const error = await rejection(clientOf(server, digestOptions()).unassignGroupApiKey(projectKey));
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({ outcome: "refused", requests: 1, message: expect.stringContaining(reason) });
  expect(error).toMatchObject({ message: expect.stringContaining("no credentials were sent in another way") });
  expect(server.sent[0]?.headers.has("authorization")).toBe(false);
});

test("a 401 without a challenge for an authorized request is the API's own word", async () => {
  const server = script(fresh("a"), gone204, apiError(401, "NOT_IN_GROUP"));
  const client = clientOf(server, digestOptions());
  await client.unassignGroupApiKey(projectKey);
  const error = await rejection(client.unassignGroupApiKey(projectKey));
  expect(error).toMatchObject({
    errorCode: "NOT_IN_GROUP",
    requests: 1,
    message: expect.stringContaining("Check the key"),
  });
});
