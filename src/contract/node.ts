import { isObject } from '../json.js';

/** An object in a document that somebody else wrote: nothing about its members is certain. */
export type Node = Record<string, unknown>;

/** The value as an object; empty when it is none. */
export const nodeOf = (value: unknown): Node => (isObject(value) ? value : {});

/** The objects in a list; none when it is no list. */
export const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The value as a text; '' when it is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The texts in a list; none when it is no list. */
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
