/** Where the repository's parts lie. */
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The repository's folder. */
export const root: string = at("");
/** The guides, and the package of the site generator. */
export const docsFolder: string = at("docs");
/** The built site. */
export const siteFolder: string = at("site");
