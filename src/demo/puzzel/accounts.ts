/** Customer key of the demo solution; the same value is its chat tenant (puzzel.md, section 10). */
export const demoCustomerKey = '4711001';

/** Puzzel's own id of this customer, which the token information has beside the key. */
export const demoCustomerId = 20_417;

/** The API user that logs in with a password: a member of the group API Users. */
export const demoUser = { id: 9001, userName: 'api.demo', password: 'northern-lights-24' } as const;

/** Has the password of `demoUser`, but the login answers `twoFactorRequired: true` and hands out no token. */
export const twoFactorUserName = 'two.factor';

/** Has the password of `demoUser`, but is locked: the login answers 403. */
export const lockedUserName = 'locked.account';

/** OIDC client of Puzzel ID (client credentials); its product access covers only `demoUser`. */
export const demoOidc = {
  clientId: 'demo-reporting-client',
  clientSecret: 'kV2r-demo-9Qx7-secret',
  userId: demoUser.id,
} as const;

/** Client id of the visitor side of the Chat API (puzzel.md, section 10). */
export const chatClientId = 'oneplatform_engage';
