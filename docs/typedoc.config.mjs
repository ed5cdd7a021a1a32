// The TypeScript API as Markdown pages, one for each topic in topics/. A warning fails the build.
import { OptionDefaults } from "typedoc";

/** @type {Partial<import("typedoc").TypeDocOptions> & Record<string, unknown>} */
const options = {
  plugin: ["typedoc-plugin-markdown", "./typedoc-constructors.mjs"],
  entryPoints: ["topics/*.ts"],
  tsconfig: "tsconfig.api.json",
  out: "api",
  name: "TypeScript API",
  readme: "none",
  // The documents' own types: the HTTP reference shows them as what they are.
  exclude: ["../generated/schema.ts", "../generated/lookup.ts"],
  // openapi-typescript writes @description.
  blockTags: [...OptionDefaults.blockTags, "@description"],
  // Constructors take types that no caller needs to name.
  validation: { notExported: false },
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  disableSources: true,
  treatWarningsAsErrors: true,
  outputFileStrategy: "modules",
  flattenOutputFiles: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  tableColumnSettings: { hideInherited: true, hideModifiers: true, hideOverrides: true, hideSources: true },
  groupOrder: ["Functions", "Interfaces", "Type Aliases", "Variables", "Classes"],
};

export default options;
