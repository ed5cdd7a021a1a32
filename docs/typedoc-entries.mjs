// Names each entry point as one imports it, and not after its file; leaves out what no caller needs to write.
import { Converter, ReflectionKind } from "typedoc";

/** @type {Readonly<Record<string, string>>} */
const names = {
  index: "mongodb-cloud-revoke",
  mock: "mongodb-cloud-revoke/mock",
  sandbox: "mongodb-cloud-revoke/sandbox",
};

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      const name = names[module.name];
      if (name === undefined) throw new Error(`The entry point ${module.name} has no name in typedoc-entries.mjs.`);
      module.name = name;
    }
    // All classes are errors, which are caught and never made.
    for (const made of project.getReflectionsByKind(ReflectionKind.Constructor)) {
      project.removeReflection(made);
    }
  });
}
