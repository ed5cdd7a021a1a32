// What distinguishes the operations, against facts that were copied from one to the next and not adapted.

const unique = ["summary", "description"];

/** No two operations share a summary, a description or a source. */
export function operationsDiffer() {
  const seen = new Map();
  return {
    Operation(operation, { location, report }) {
      const values = [...unique.map((key) => [key, operation[key]]), ["externalDocs", operation.externalDocs?.url]];
      for (const [key, value] of values) {
        const other = seen.get(`${key} ${value}`);
        if (other) report({ message: `The ${key} is also that of ${other}.`, location: location.child([key]) });
        seen.set(`${key} ${value}`, operation.operationId);
      }
    },
  };
}

const apis = ["cloud-manager", "atlas"];
const folders = { organization: "orgs", project: "groups" };
const tags = { delete: "Secrets", unassign: "Project assignments" };

/** An operation's ids, scope, tag, responses and extensions are those of its path and its name. */
export function pathsFit() {
  return {
    PathItem(item, { key: path, location, report, resolve }) {
      const { delete: operation } = item;
      if (!operation) return;
      const complain = (message, ...place) => report({ message, location: location.child(["delete", ...place]) });
      const ids = (operation.parameters ?? [])
        .map((entry) => resolve(entry).node)
        .filter((entry) => entry?.in === "path");
      const template = [...String(path).matchAll(/\{(.+?)\}/g)].map(([, name]) => name);
      if (ids.map(({ name }) => name).join() !== template.join()) {
        complain(`The ids must stand in the path's order: ${template.join(", ")}.`, "parameters");
      }
      if (!String(path).startsWith(`/${folders[operation["x-scope"]]}/`))
        complain(`The scope isn't that of ${path}.`, "x-scope");
      const verb = operation.operationId?.match(/^[a-z]+/)?.[0];
      if (operation.tags?.[0] !== tags[verb]) complain(`${verb}… belongs to the tag ${tags[verb]}.`, "tags");
      for (const [status, { $ref = "" }] of Object.entries(operation.responses ?? {})) {
        const scope = $ref.match(/(Organization|Project)\w+\.yaml$/)?.[1]?.toLowerCase();
        if (scope && scope !== operation["x-scope"]) complain(`${$ref} is of another scope.`, "responses", status);
      }
      for (const name of ["x-success", "x-roles"]) {
        const keys = Object.keys(operation[name] ?? {});
        if (keys.join() !== apis.join()) complain(`${name} must have exactly ${apis.join(" and ")}.`, name);
      }
      for (const api of apis) {
        const status = operation["x-success"]?.[api];
        if (![200, 204].includes(status) || !operation.responses?.[status])
          complain(`${status} is no documented success.`, "x-success", api);
        const roles = operation["x-roles"]?.[api];
        if (
          !Array.isArray(roles) ||
          roles.length === 0 ||
          !roles.every((role) => /^(Organization|Project) [A-Z][A-Za-z ]+$/.test(role))
        ) {
          complain("Roles are a list of MongoDB's names, like Project Owner.", "x-roles", api);
        }
      }
    },
  };
}

/** An operation has samples, and all of them are its own. */
export function samplesBelong() {
  return {
    Operation(operation, { location, report }) {
      const samples = operation["x-codeSamples"] ?? [];
      const folder = `../samples/${operation.operationId}/`;
      const strange = samples.filter(({ source }) => source?.$ref !== undefined && !source.$ref.startsWith(folder));
      if (samples.length === 0) report({ message: "An operation needs samples in x-codeSamples.", location });
      for (const { source } of strange) {
        report({ message: `${source.$ref} is not in ${folder}.`, location: location.child(["x-codeSamples"]) });
      }
    },
  };
}
