import { randomUUID } from 'node:crypto';
import type { DemoApi } from '../api.js';
import { type DemoRequest, type DemoResponse, DemoRouter } from '../router.js';
import { chatClientId, demoCustomerKey } from './accounts.js';
import type { ChatTokens } from './chat-tokens.js';
import { oauthError } from './login.js';
import { answerUnrouted } from './routes.js';

/** The token server of the Chat API: issues visitor tokens, and authenticates visitors by an identity provider's token. */
export function chatTokenApi(tokens: ChatTokens): DemoApi {
  return {
    base: '/consumeridp',
    answerUnrouted,
    router: new DemoRouter({
      'POST /connect/token': (request) => issueToken(tokens, request),
      'POST /api/authenticate/{customerId}': authenticate,
    }),
  };
}

function issueToken(tokens: ChatTokens, request: DemoRequest): DemoResponse {
  const form = new URLSearchParams(request.text);
  if (form.get('client_id') !== chatClientId) return oauthError('invalid_client', 'Unknown client');
  const headers = { 'cache-control': 'no-store' };
  switch (form.get('grant_type')) {
    case 'visitor': {
      const tenantId = form.get('tenant_id') ?? '';
      // It is not known what tenant_id means; here it is the customer key (puzzel.md, section 10).
      if (tenantId !== demoCustomerKey) return oauthError('invalid_request', 'tenant_id is missing or unknown');
      return { status: 200, headers, body: tokens.issue(randomUUID(), tenantId) };
    }
    case 'refresh_token': {
      const visitorId = tokens.redeem(form.get('refresh_token') ?? '');
      if (visitorId === undefined) return oauthError('invalid_grant', 'The refresh token is unknown or used');
      return { status: 200, headers, body: tokens.issue(visitorId, demoCustomerKey) };
    }
    default:
      return oauthError('unsupported_grant_type', 'Use visitor or refresh_token');
  }
}

/**
 * Takes no Authorization header: visitors prove who they are with a token of the company's own identity provider.
 * inferred: the customerId of the path is the customer key.
 */
function authenticate({ params, query, body }: DemoRequest): DemoResponse {
  if (params.customerId !== demoCustomerKey) return problem(404, `Customer ${params.customerId} is not known`);
  const members = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const fields = new Map(members.map(([key, value]) => [key.toLowerCase(), String(value ?? '')]));
  if (!fields.get('codechallenge')) return problem(400, 'codeChallenge is required');
  const sentTokens = ['accesstoken', 'idtoken'].filter((name) => fields.get(name));
  if (sentTokens.length !== 1) return problem(400, 'Exactly one of accessToken and idToken is required');
  const providerId = query.get('providerId');
  return { status: 200, body: { userInfoId: randomUUID(), ...(providerId ? { providerId: Number(providerId) } : {}) } };
}

/** inferred: as in ASP.NET Core, failures of both chat servers below /api are problem details (RFC 9457), except a 401. */
export function problem(status: number, detail: string): DemoResponse {
  const titles: Record<number, string> = { 400: 'Bad Request', 404: 'Not Found', 409: 'Conflict' };
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    body: { title: titles[status] ?? 'Error', status, detail },
  };
}
