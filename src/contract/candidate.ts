import type { Operation } from './operations.js';
import type { Mapping } from './placeholders.js';
import type { ToolView } from './tool-view.js';

/** An operation that is, or may be, what a tool calls, and how its names map to the tool's arguments. */
export interface Candidate {
  view: ToolView;
  operation: Operation;
  mapping: Mapping;
}
