import type { Arguments } from '../../http/route.js';
import { type CallContext, isRead, type Outcome, type Tool, type ToolSpec } from '../define.js';

export interface GladlyToolSpec extends ToolSpec {
  /** The argument that holds a customer id: a merged customer is then told from a missing one. */
  customer?: string;
  run?: Tool['run'];
}

/** A tool of the Gladly API. Its route is enough; `run` is for the few that need more. */
export function defineGladlyTool(spec: GladlyToolSpec): Tool {
  return { ...spec, vendor: 'gladly', run: spec.run ?? ((args, context) => callRoute(spec, args, context)) };
}

/** Calls the tool's own route: the default `run`, for those with a `run` of their own to build upon. */
export async function callRoute(spec: GladlyToolSpec, args: Arguments, context: CallContext): Promise<Outcome> {
  const { gladly } = context.clients;
  const operation = { name: spec.name, route: spec.route, read: isRead(spec), customer: spec.customer };
  const sent = without(args, spec.local);
  if (spec.download) {
    return { data: undefined, file: await gladly.download(operation, sent, spec.download.name(args), context) };
  }
  const answer = await gladly.call(operation, sent, context.signal);
  const data = answer.data === undefined ? written(spec, args, answer.location) : answer.data;
  return { data: spec.shape ? spec.shape(data, args) : data, limited: answer.limited };
}

/** What stands for an empty answer: the new id of a create (last segment of Location), else the id that was given. */
function written(spec: GladlyToolSpec, args: Arguments, location: string | undefined) {
  if (location !== undefined) return { id: decodeURIComponent(location.split(/[?#]/)[0]?.split('/').at(-1) ?? '') };
  const status = spec.effect === 'delete' ? 'deleted' : 'updated';
  return args.id === undefined ? { status } : { id: args.id, status };
}

function without(args: Arguments, names: readonly string[] | undefined): Arguments {
  return names === undefined
    ? args
    : Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));
}
