import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { commandLine, run, UsageError, wholeNumber } from '../command-line.mjs';
import { connect } from '../connect.mjs';
import { Ledger } from '../ledger.mjs';
import { isOutcomeUnknown } from '../server.mjs';
import { formPage, InvalidLead, readLead } from './lead.mjs';

const usage = `node endpoint.mjs --to ACCESS_POINT [options]
  --to ACCESS_POINT      where eTasks come in (list_all_puzzel_access_point_tickers)
  --queue KEY            queue to put them into (key of list_all_puzzel_queues); default: what the access point says
  --vip-score N          their priority; default: 0
  --port N               port on 127.0.0.1; default: 8787, 0 takes any free one
  --allow-origin URL     a web page that may post from a browser, such as https://www.example.com
  --ledger FILE          which leads have become tasks; default: leads.jsonl
  --forget ID            forget a lead whose outcome is unknown, after a person has looked, and end
  --demo                 against the built-in tenant
LEAD_TOKEN in the environment: callers must send it as "Authorization: Bearer …".
`;

/** Largest body of a request, in bytes. */
const maxBytes = 16 * 1024;
const unknownOutcome = 'Whether a task was made is unknown. A person has to look; it is not sent again.';

await run(async (signal) => {
  const options = commandLine(usage, {
    to: { type: 'string' },
    queue: { type: 'string' },
    'vip-score': { type: 'string', default: '0' },
    port: { type: 'string', default: '8787' },
    'allow-origin': { type: 'string' },
    ledger: { type: 'string', default: 'leads.jsonl' },
    forget: { type: 'string' },
    demo: { type: 'boolean' },
  });
  const ledger = await Ledger.open(resolve(options.ledger), options.demo);
  try {
    if (options.forget !== undefined) return await forget(ledger, options.forget);
    if (options.to === undefined) throw new UsageError('--to is missing: the access point for the tasks.');
    return await serve(options, ledger, signal);
  } finally {
    await ledger.close();
  }
});

async function forget(ledger, id) {
  if (ledger.get(id)?.state !== 'unknown') throw new UsageError(`No lead "${id}" with an unknown outcome.`);
  await ledger.note(id, { state: 'forgotten' });
  process.stdout.write(`${id} may be sent again.\n`);
  return 0;
}

async function serve(options, ledger, signal) {
  const vipScore = wholeNumber('vip-score', options['vip-score'], 0);
  const port = wholeNumber('port', options.port, 0, 65_535);
  // A lead that is still `sent` was sent by an earlier run, which ended before it knew the outcome.
  for (const { key, state } of ledger.newestEntries())
    if (state === 'sent') await markUnknown(ledger, key, 'stopped in the middle');

  const puzzel = await connect('web-lead-to-etask', ['create_a_puzzel_etask'], options.demo ? ['--demo'] : []);
  const ended = new Promise((end) => {
    signal.addEventListener('abort', () => end(0), { once: true });
    puzzel.client.onclose = () => end(3);
  });
  /** Answers under way, by the id of the lead. */
  const pendingAnswers = new Map();
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, async (request, response) => {
    try {
      send(response, await answer(request));
    } catch (error) {
      warn(`A request failed: ${error.message}`);
      send(response, { status: 500, error: 'Something went wrong here. A person has to look at the log.' });
    }
  });
  await new Promise((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening));
  const host = `127.0.0.1:${server.address().port}`;
  process.stdout.write(`http://${host}/leads takes leads.\n`);

  const code = await ended;
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  await Promise.allSettled(pendingAnswers.values());
  await closed;
  await puzzel.close();
  if (code === 3) warn('puzzel-mcp has ended. Start this program again (a service manager does it by itself).');
  return code;

  /** @returns {Promise<{status: number} & Record<string, unknown>>} status and the members of the JSON answer */
  async function answer(request) {
    const { pathname } = new URL(request.url, `http://${host}`);
    const refusal = refusalOf(request, host, options['allow-origin']);
    if (refusal) return refusal;
    if (request.method === 'GET' && pathname === '/') return { status: 200, html: formPage(randomUUID()) };
    if (pathname !== '/leads') return { status: 404, error: 'There is only /leads.' };
    if (request.method === 'GET') {
      return { status: 200, unknown: ledger.newestEntries().filter(({ state }) => state === 'unknown') };
    }
    if (request.method !== 'POST') return { status: 405, error: 'POST a lead.', headers: { allow: 'GET, POST' } };
    const text = await bodyOf(request);
    if (text === undefined)
      return { status: 413, error: `A lead has at most ${maxBytes} bytes.`, headers: { connection: 'close' } };
    try {
      return await accept(readLead(request.headers['content-type'] ?? '', text));
    } catch (error) {
      if (!(error instanceof InvalidLead)) throw error;
      return { status: error.status, error: error.message, ...(error.problems && { problems: error.problems }) };
    }
  }

  /** A lead that comes twice at the same moment becomes one task, and both requests get its answer. */
  async function accept(lead) {
    const digest = createHash('sha256').update(JSON.stringify(lead)).digest('hex');
    const entry = ledger.get(lead.id);
    if (entry?.digest !== undefined && entry.digest !== digest) {
      return { status: 409, id: lead.id, error: 'Another lead has had this id.' };
    }
    if (entry?.state === 'created')
      return { status: 200, id: lead.id, state: 'created', task: entry.task, repeated: true };
    // Still `sent`, but not under way: its outcome could not be written down.
    const isLost = entry?.state === 'sent' && !pendingAnswers.has(lead.id);
    if (isLost || entry?.state === 'unknown')
      return { status: 409, id: lead.id, state: 'unknown', error: unknownOutcome };
    const pendingAnswer =
      pendingAnswers.get(lead.id) ?? create(lead, digest).finally(() => pendingAnswers.delete(lead.id));
    pendingAnswers.set(lead.id, pendingAnswer);
    return pendingAnswer;
  }

  async function create(lead, digest) {
    await ledger.note(lead.id, { state: 'sent', digest });
    try {
      const { result } = await puzzel.call('create_a_puzzel_etask', eTaskOf(lead));
      await ledger.note(lead.id, { state: 'created', digest, task: result });
      return { status: 201, id: lead.id, state: 'created', task: result };
    } catch (error) {
      if (isOutcomeUnknown(error)) {
        await markUnknown(ledger, lead.id, error.message, digest);
        return { status: 502, id: lead.id, state: 'unknown', error: unknownOutcome };
      }
      // Puzzel refused, or was not reached, so that the lead may be sent again.
      await ledger.note(lead.id, { state: 'refused', digest, why: error.message });
      warn(`Lead ${lead.id}: ${error.message}`);
      const reset = error.error.rate_limit?.['ratelimit-reset'];
      return {
        status: 503,
        id: lead.id,
        state: 'refused',
        error: 'No task was made. Send the lead again later.',
        headers: { 'retry-after': String(reset ?? 60) },
      };
    }
  }

  function eTaskOf({ id, name, phone, email, subject, message }) {
    const variables = { leadId: id, name, phone, email };
    return {
      from: phone ?? email,
      to: options.to,
      subject: subject ?? `Web lead: ${name}`,
      uri: phone === undefined ? `mailto:${email}` : `tel:${phone}`,
      ...(options.queue !== undefined && { queueKey: options.queue }),
      vipScore,
      category: 'Web lead',
      description: message ?? '',
      variables: Object.entries(variables).flatMap(([member, value]) =>
        value === undefined ? [] : [{ name: member, value }],
      ),
    };
  }
}

async function markUnknown(ledger, id, why, digest = ledger.get(id).digest) {
  await ledger.note(id, { state: 'unknown', digest, why });
  warn(
    `Lead ${id}: outcome unknown (${why}). Look for an eTask with the variable leadId=${id}; then \`--forget ${id}\` if there is none.`,
  );
}

/** The answer to a request for another host, from a page of another site (in a visitor's browser), or without the token. */
function refusalOf({ headers }, host, allowedOrigin) {
  const localhost = host.replace('127.0.0.1', 'localhost');
  if (![host, localhost].includes(headers.host)) return { status: 421, error: `This is ${host}.` };
  const origins = [`http://${host}`, `http://${localhost}`, allowedOrigin];
  if (headers.origin !== undefined && !origins.includes(headers.origin))
    return { status: 403, error: 'Not from this page.' };
  const token = process.env.LEAD_TOKEN;
  if (token && !equalInConstantTime(headers.authorization ?? '', `Bearer ${token}`))
    return { status: 401, error: 'The token is missing or wrong.' };
  return undefined;
}

/** Compares secrets without telling by the time how much of them is right. */
function equalInConstantTime(given, expected) {
  const digestOf = (text) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

/** The body, or undefined when it is too long; the rest is then not read. */
async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response, { status, headers = {}, html, ...body }) {
  const type = html === undefined ? 'application/json' : 'text/html';
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', ...headers });
  response.end(html ?? JSON.stringify(body));
}

function warn(text) {
  process.stderr.write(`${text}\n`);
}
