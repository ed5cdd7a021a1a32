// What a response's status demands of its body and its examples. The rule works on `Responses` and resolves what it
// finds, because a shared Response is visited once, under the first status that refers to it.
import { STATUS_CODES } from "node:http";

/** @param {{ error: string, envelope: string }} options File names of the two schemas. */
export function responsesFit({ error, envelope }) {
  const reported = new Set();
  return {
    Responses(responses, { location, report, resolve }) {
      for (const [status, reference] of Object.entries(responses)) {
        const complain = (message, at = location.child([status])) => {
          const place = `${at.source.absoluteRef}${at.pointer}${message}`;
          if (!reported.has(place)) report({ message: `The ${status} ${message}`, location: at });
          reported.add(place);
        };
        const { node: response, location: own } = resolve(reference);
        if (!response) continue;
        const { content } = response;
        if (status === "204") {
          if (content) complain("has `content`, although it can't have a body.", own.child(["content"]).key());
          continue;
        }
        const types = Object.keys(content ?? {});
        if (types.length !== 1 || types[0] !== "application/json") {
          complain(`must have one body, application/json, but has ${types.join(", ") || "none"}.`, own);
          continue;
        }
        const body = own.child(["content", "application/json"]);
        const schema = content["application/json"].schema?.$ref?.split("/").pop();
        const expected = Number(status) < 300 ? envelope : error;
        if (schema !== expected) complain(`must refer to ${expected} as its schema, not ${schema ?? "none"}.`, body);
        const examples = Object.entries(content["application/json"].examples ?? {}).map(([name, entry]) => {
          const { node, location: place } = resolve(entry, own.source.absoluteRef);
          return { name, place: place ?? body, problems: problemsOf(node?.value, Number(status)) };
        });
        if (examples.length === 0) complain("has no example.", body);
        // If no example fits, it is the reference that points to another status's response.
        const misplaced = examples.length > 0 && examples.every(({ problems }) => problems.length > 1);
        for (const { name, place, problems } of examples) {
          for (const problem of problems)
            complain(`has the example ${name}: ${problem}`, misplaced ? undefined : place);
        }
      }
    },
  };
}

function problemsOf(value, status) {
  if (typeof value !== "object" || value === null) return ["it has no value."];
  if (status < 300) return typeof value.content?.error === "number" ? problemsOf(value.content, value.status) : [];
  const problems = [];
  if (value.error !== status) problems.push(`its error is ${value.error}, not ${status}.`);
  if (value.reason !== STATUS_CODES[status])
    problems.push(`its reason is ${value.reason}, not ${STATUS_CODES[status]}.`);
  return problems;
}
