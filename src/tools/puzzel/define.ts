import type { Arguments } from '../../http/route.js';
import { withIsoDates } from '../../puzzel/dates.js';
import { selfArgumentsOf } from '../arguments.js';
import { type CallContext, isRead, type Outcome, showsPages, type Tool, type ToolSpec } from '../define.js';

/** A tool of the ContactCentre5 API. Its route is enough; `run` is for the few that need more. */
export function definePuzzelTool(spec: ToolSpec & { run?: Tool['run'] }): Tool {
  const self = selfArgumentsOf(spec.input);
  return {
    ...spec,
    vendor: 'puzzel',
    run: spec.run ?? ((args, context) => callRoute(spec, self, args, context)),
  };
}

async function callRoute(spec: ToolSpec, self: string[], args: Arguments, context: CallContext): Promise<Outcome> {
  const { puzzel } = context.clients;
  const operation = { name: spec.name, route: spec.route, read: isRead(spec), self, paged: showsPages(spec) };
  if (spec.download) {
    const file = await puzzel.download(operation, args, spec.download.name(args), context);
    return { data: undefined, file };
  }
  const data = await puzzel.call(operation, args, context.signal);
  return { data: spec.shape ? spec.shape(data, args) : data, shown: withIsoDates };
}
