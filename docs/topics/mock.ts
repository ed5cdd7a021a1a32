/**
 * MSW handlers, and the server behind them: `mongodb-cloud-revoke/mock`.
 *
 * @module Mock
 */
export * from "../../src/mock/index.js";
