/** The former place of the raw-socket server; goes when the last test here imports from test/support. */
export * from "../support/rawServer.js";
