import { Failure } from '../failure.js';

/** Codes of errors in which an established connection ended: the request may or may not have been seen. */
const lostCodes = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED']);

const timeoutCodes = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/;
const tlsCodes = /CERT|TLS|SSL|UNABLE_TO_VERIFY|ISSUER/;

function transportCode(error: unknown): string {
  if (!(error instanceof Error) || error instanceof TypeError) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // undici's parser gives no code to the error of an answer that breaks off within its transfer coding.
  return error.name === 'HTTPParserError' ? error.name : '';
}

/** Codes of errors before there was a connection: nothing of the request can have reached the host. */
const unsentCodes = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Begins hints where it is certain that the request did not reach the host; examples and docs/errors.md rely on the words. */
export const notSent = 'The request was not sent.';

/** Advice for a write that may have had an effect; calls/result.ts takes it out of the hints of reads. */
export const afterWrite = 'After a write, read first what became of it.';
const repeatRead = `A read can simply be repeated. ${afterWrite}`;
const tryLater = 'Try again later, or raise PUZZEL_MCP_TIMEOUT_MS.';

/** Whether the error says that a connection ended after it was established. */
export const connectionWasLost = (error: unknown): boolean => lostCodes.has(transportCode(error));

/**
 * A transport error in words; `host` is the only part of the address that is named. A TypeError or an error without a code
 * does not come from the transport and is returned unchanged, as is a Failure.
 */
export function networkFailure(error: unknown, host: string, phase: 'request' | 'body'): unknown {
  const code = transportCode(error);
  if (error instanceof Failure || code === '') return error;
  const failure = explain(code, host, phase);
  const hint = unsentCodes.test(code) ? `${notSent} ${failure.hint}` : failure.hint;
  return failure.with({ hint, code, cause: error });
}

/** An error on the way through a proxy, in words. A TLS error is returned unchanged: it is most often the host's. */
export function proxyFailure(error: Error, host: string): Error {
  const code = transportCode(error);
  if (tlsCodes.test(code)) return error;
  // undici has the status in its message only (ProxyAgent of undici 7).
  const status = /Proxy response \((\d+)\)/.exec(error.message)?.[1];
  const outcome = status === undefined ? 'did not open' : `answered ${status} instead of opening`;
  return new Failure(timeoutCodes.test(code) ? 'timeout' : 'network', `The proxy ${outcome} a connection to ${host}.`, {
    hint:
      status === '407'
        ? 'The proxy wants a login: HTTPS_PROXY=http://user:password@host:port.'
        : 'Check HTTPS_PROXY (HTTP_PROXY where that alone is set); hosts that need no proxy can be listed in NO_PROXY.',
    cause: error,
  });
}

const newFailure = (message: string, hint: string): Failure => new Failure('network', message, { hint });

function explain(code: string, host: string, phase: 'request' | 'body'): Failure {
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return new Failure('timeout', `${host} could not be connected to in time.`, { hint: tryLater });
  if (timeoutCodes.test(code)) {
    const lateness =
      code === 'UND_ERR_BODY_TIMEOUT' ? 'began to answer, then sent nothing more' : 'did not answer in time';
    return new Failure('timeout', `${host} ${lateness}.`, { hint: `${afterWrite} ${tryLater}` });
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new Failure('upstream', `The headers of ${host}'s answer are too large to be read.`, {
      hint: 'Check the URL: something other than the API may have answered.',
    });
  }
  // Z_BUF_ERROR is left out: the compressed data end too early, as when the connection breaks off.
  if (/^Z_(?!BUF_ERROR)|^ERR_.*(BROTLI|FORMAT)/.test(code)) {
    return new Failure('upstream', `The answer of ${host} cannot be decompressed; nothing of it was kept.`, {
      hint: `A proxy may have damaged it. ${repeatRead}`,
    });
  }
  if (phase === 'body')
    return newFailure(`The answer of ${host} broke off before its end; nothing of it was kept.`, repeatRead);
  if (lostCodes.has(code)) return newFailure(`The connection to ${host} ended before an answer came.`, repeatRead);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const hint = 'Check the spelling of the host or URL and the network.';
    return newFailure(`The host ${host} could not be found (DNS).`, hint);
  }
  if (code === 'ECONNREFUSED')
    return newFailure(`${host} refused the connection.`, 'Check the URL and port, and that nothing blocks the way.');
  if (tlsCodes.test(code)) {
    const hint = 'Behind a proxy with its own certificate authority, set NODE_EXTRA_CA_CERTS to its certificate file.';
    return newFailure(`The TLS connection to ${host} could not be trusted or set up.`, hint);
  }
  const hint = `${afterWrite} Run \`puzzel-mcp doctor\` to test the connection.`;
  return newFailure(`${host} could not be reached or did not speak HTTP.`, hint);
}
