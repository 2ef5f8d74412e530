import { isPlainId } from '../api/plain-id.js';
import { Failure } from '../failure.js';
import { header } from '../http/headers.js';
import type { HttpAnswer } from '../http/request.js';
import { percentDecoded } from '../percent-decoded.js';
import { errorsIn } from './errors.js';

/** The new id of a merged customer: from the body of a 301, else from its Location (gladly.md, b). */
export function newIdIn(answer: HttpAnswer): string | undefined {
  if (answer.status !== 301) return undefined;
  const movedError = errorsIn(answer.text).find(({ code }) => code === 'moved');
  const id = movedError?.meta?.new;
  if (typeof id === 'string' && id !== '') return id;
  return customerIn(header(answer.headers, 'location'));
}

/** The id in `…/customers/{id}/…` or `…/customer-profiles/{id}`, absolute or relative. */
function customerIn(location: string | undefined): string | undefined {
  const segment = /\/(?:customers|customer-profiles)\/([^/?#]+)/.exec(location ?? '')?.[1];
  return segment === undefined ? undefined : percentDecoded(segment);
}

/** Tells the model that the customer was merged, with the call under the new id, which is never made automatically. */
export function mergedFailure(
  tool: string,
  args: Record<string, unknown>,
  idArgument: string,
  newId: string,
  status: number,
): Failure {
  const oldId = String(args[idArgument]);
  return new Failure('merged', `Customer ${oldId} was merged into customer ${newId}; the old id is no longer in use.`, {
    status,
    code: 'moved',
    details: { old: oldId, new: newId },
    ...(isPlainId(newId) && { retry: { tool, arguments: { ...args, [idArgument]: newId } } }),
    hint: `Call ${tool} again with ${isPlainId(newId) ? `${idArgument} "${newId}"` : `the id in error.details.new as ${idArgument}`}, and use that id from now on.`,
  });
}
