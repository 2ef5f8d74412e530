// The environment of all measurements: without the credentials, proxies and certificates of the person who runs them
// (NODE_EXTRA_CA_CERTS alone costs a start 30 ms).

const unwantedName = /^(PUZZEL|GLADLY|NPM|NODE)_|PROXY/i;

export const cleanEnvironment = (additions = {}) => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwantedName.test(name))),
  ...additions,
});

/** The Gladly API token of the measurements: a secret, which is removed from every answer. */
export const secret = 'battery-horse-correct';

/** Our settings: all three APIs at the address of the stand-in for the vendors, and the folder for downloads. */
export const ourEnvironment = (url, downloads) =>
  cleanEnvironment({
    PUZZEL_CUSTOMER_KEY: '12345',
    PUZZEL_CLIENT_ID: 'bench',
    PUZZEL_CLIENT_SECRET: 'correct-horse-battery',
    PUZZEL_USER_ID: '77',
    PUZZEL_API_URL: `${url}/ContactCentre5`,
    PUZZEL_ID_URL: `${url}/id`,
    PUZZEL_CHAT_TENANT_ID: 'bench',
    PUZZEL_CHAT_API_URL: url,
    PUZZEL_CHAT_ID_URL: url,
    GLADLY_API_URL: url,
    GLADLY_EMAIL: 'bench@example.com',
    GLADLY_API_TOKEN: secret,
    PUZZEL_MCP_DOWNLOAD_DIR: downloads,
  });
