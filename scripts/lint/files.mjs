// The split: a file bears the name of what it holds, and no file lies there unused.
import { existsSync, readdirSync } from "node:fs";
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
        paths: node?.delete?.operationId,
      };
      const expected = names[folder];
      if (expected !== undefined && basename(file, ".yaml") !== String(expected)) {
        report({ message: `${reference.$ref} must be named after what it holds: ${expected}.yaml.`, location });
      }
    },
  };
}

/** Every file of the document and its samples is reached from the root document. */
export function noOrphanFiles() {
  const reached = new Set();
  return {
    ref(_reference, _context, { location: target }) {
      if (target) reached.add(target.source.absoluteRef);
    },
    Root: {
      leave(_root, { location, report }) {
        const root = location.source.absoluteRef;
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
