/**
 * What a client reports while it works.
 *
 * @module Events
 */
export type { EventBase, OnEvent, RevokeEvent } from "../../src/index.js";
