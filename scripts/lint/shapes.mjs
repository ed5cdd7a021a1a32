// Shapes that a client relies on: the error and the envelope, the extensions, and that every scheme can be chosen.
import { basename } from "node:path";

/** @param {Record<string, { required: string[], properties: Record<string, unknown> }>} options What each schema must keep, by file name. */
export function errorSchemasKeep({ schemas }) {
  return {
    Schema(schema, { location, report, resolve }) {
      const kept = location.pointer === "#/" ? schemas[basename(location.source.absoluteRef, ".yaml")] : undefined;
      if (!kept) return;
      if (String(schema.required ?? []) !== String(kept.required)) {
        report({ message: `Exactly [${kept.required}] must be required: real answers lack the rest.`, location });
      }
      for (const [name, type] of Object.entries(kept.properties)) {
        const property = resolve(schema.properties?.[name] ?? {}).node;
        if (String(property?.type ?? null) !== String(type) || !(name in (schema.properties ?? {}))) {
          report({ message: `The property ${name} must be of type ${type || "any"}, as real answers are.`, location });
        }
      }
    },
  };
}

/** An extension that nobody reads is a misspelt one. */
export function extensionsAreKnown({ names }) {
  return {
    any(node, { location, report }) {
      for (const name of Object.keys(node ?? {})) {
        if (name.startsWith("x-") && !names.includes(name)) {
          report({
            message: `The extension ${name} is not known; known are ${names.join(", ")}.`,
            location: location.child([name]).key(),
          });
        }
      }
    },
  };
}

/** Each security scheme is an alternative of its own, for all operations. */
export function schemesAreUsed() {
  return {
    Root(root, { location, report }) {
      const offered = (root.security ?? []).map((entry) => Object.keys(entry).join(" and ")).sort();
      const schemes = Object.keys(root.components?.securitySchemes ?? {}).sort();
      if (offered.join() !== schemes.join()) {
        report({
          message: `security must offer each scheme by itself: ${schemes.join(", ")}.`,
          location: location.child(["security"]),
        });
      }
    },
  };
}
