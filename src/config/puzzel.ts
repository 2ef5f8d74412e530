import type { ChatOptions } from '../chat/client.js';
import type { PuzzelConfig, VendorConfig } from './config.js';
import type { Reader } from './reader.js';
import { puzzelLogins } from './settings.js';

/** Puzzel ID wins when both kinds of credentials are complete. A wrong URL is '' here, and a problem that ends the start. */
export function readPuzzel(reader: Reader): VendorConfig<PuzzelConfig> {
  const urls = {
    apiUrl: reader.url('PUZZEL_API_URL') ?? '',
    authUrl: reader.url('PUZZEL_AUTH_URL') ?? '',
    idUrl: reader.url('PUZZEL_ID_URL') ?? '',
  };
  const customerKey = readCustomerKey(reader);
  const [clientId, clientSecret, userId] = [
    reader.given('PUZZEL_CLIENT_ID'),
    reader.given('PUZZEL_CLIENT_SECRET'),
    reader.given('PUZZEL_USER_ID'),
  ];
  reader.checkUserId('PUZZEL_USER_ID', userId);
  const [userName, password] = [reader.given('PUZZEL_USERNAME'), reader.given('PUZZEL_PASSWORD')];
  if (customerKey && clientId && clientSecret && userId) {
    return {
      isPresent: true,
      ready: { ...urls, login: { kind: 'client-credentials', customerKey, clientId, clientSecret, userId } },
    };
  }
  if (customerKey && userName && password) {
    return { isPresent: true, ready: { ...urls, login: { kind: 'password', customerKey, userName, password } } };
  }
  const isClientLogin = (clientId ?? clientSecret) !== undefined && (userName ?? password) === undefined;
  return {
    isPresent: [customerKey, clientId, clientSecret, userId, userName, password].some((value) => value !== undefined),
    missing: isClientLogin
      ? reader.missing('PUZZEL_CUSTOMER_KEY', ...puzzelLogins['client-credentials'])
      : reader.missing('PUZZEL_CUSTOMER_KEY', ...puzzelLogins.password),
  };
}

/** The customer key becomes part of paths, and stands between colons in the scope of Puzzel ID (puzzel.md, section 2). */
function readCustomerKey(reader: Reader): string | undefined {
  const value = reader.given('PUZZEL_CUSTOMER_KEY');
  if (value !== undefined && (/[^\p{L}\p{M}\p{N}._-]/u.test(value) || /^\.+$/.test(value))) {
    reader.problems.push('PUZZEL_CUSTOMER_KEY: must be one word of letters and digits, such as 12345.');
  }
  return value;
}

export function readChat(reader: Reader): VendorConfig<ChatOptions> {
  const [apiUrl, idUrl] = [reader.url('PUZZEL_CHAT_API_URL'), reader.url('PUZZEL_CHAT_ID_URL')];
  const tenantId = reader.given('PUZZEL_CHAT_TENANT_ID');
  if (tenantId === undefined) return { isPresent: false, missing: ['PUZZEL_CHAT_TENANT_ID'] };
  const customerKey = reader.given('PUZZEL_CUSTOMER_KEY');
  return { isPresent: true, ready: { tenantId, apiUrl: apiUrl ?? '', idUrl: idUrl ?? '', customerKey } };
}
