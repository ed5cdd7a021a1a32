// Where the site's parts lie, and what its parts are started with.
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** The nested package: guides, theme and generator. */
export const docsFolder: string = fileURLToPath(new URL("../../docs", import.meta.url));

/** What is built: a folder that any static server can serve. */
export const siteFolder: string = fileURLToPath(new URL("../../site", import.meta.url));

/** Files that VitePress copies as they are; what the build puts there is not committed. */
export const publicFolder: string = fileURLToPath(new URL("../../docs/public", import.meta.url));
