// Written by `npm run generate` from package.json. Do not edit.

/** Version of this package. */
export const packageVersion: string = "0.1.0";
