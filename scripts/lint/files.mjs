// The split: a file bears the name of what it holds, and no file lies there unused.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** `headers/X.yaml` is used as X, `parameters/x.yaml` is the parameter x, `paths/x.yaml` the operation x. */
export function filesHaveTheirNames() {
  return {
    ref(reference, { key, location, report }, { node, location: target }) {
      const file = target?.source.absoluteRef ?? "";
      const folder = basename(dirname(file));
      const names = {
        examples: key,
        headers: key,
        securitySchemes: key,
        parameters: node?.name,
        paths: (node?.delete ?? node?.get)?.operationId,
      };
      const expected = names[folder];
      if (expected !== undefined && basename(file, ".yaml") !== String(expected)) {
        report({ message: `${reference.$ref} must be named after what it holds: ${expected}.yaml.`, location });
      }
    },
  };
}

/** Every file below paths/, components/ and samples/ is the target of a reference in one of the documents' files. */
export function noOrphanFiles() {
  return {
    Root: {
      leave(_root, { location, report }) {
        const root = location.source.absoluteRef;
        const reached = targetsBelow(dirname(root));
        for (const folder of ["paths", "components", "samples"]) {
          // A bundle has no files beside it.
          if (!existsSync(join(dirname(root), folder))) continue;
          for (const entry of readdirSync(join(dirname(root), folder), { recursive: true, withFileTypes: true })) {
            const file = join(entry.parentPath, entry.name);
            if (entry.isFile() && !reached.has(file)) {
              report({
                message: `Nothing refers to ${relative(dirname(root), file)}.`,
                location: location.child(["paths"]).key(),
              });
            }
          }
        }
      },
    },
  };
}

function targetsBelow(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Set(
    files.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/\$ref: "?([^\s"#]+)/g)].map(([, ref]) => join(dirname(file), ref)),
    ),
  );
}
