import { randomBytes } from 'node:crypto';

/** A random text that is in no output by chance. */
const randomText = () => randomBytes(24).toString('base64url');
const threePartToken = () => [1, 2, 3].map(() => randomText()).join('.');

/** Secrets that tests look for in outputs. They contain characters that URL, HTML and JSON encoding escape. */
export const canaries = {
  password: `Pä/${randomText()}+"&<'\\%=?#ß ${randomText()}`,
  clientSecret: `cs+${randomText()}/${randomText()}==`,
  gladlyToken: `gl.${randomText()}~${randomText()}`,
  proxyPassword: `px${randomText()}`,
  accessToken: threePartToken(),
  sessionId: randomText(),
  chatToken: threePartToken(),
  chatRefreshToken: randomText(),
};

export const gladlyEmail = 'api@nordlys.example';
/** Gladly's credentials as an `Authorization: Basic` header has them. */
export const basicCredentials = Buffer.from(`${gladlyEmail}:${canaries.gladlyToken}`).toString('base64');

const percentEncoded = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** One secret in many encodings and contexts in which a service or a library may write it. */
export const formsOf = (secret: string): Record<string, string> => ({
  plain: secret,
  'in a sentence': `The value '${secret}' was refused.`,
  'in a URL': `https://user:${encodeURIComponent(secret)}@host.example/?t=${encodeURIComponent(secret)}`,
  'in a URL, lower case': encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
  'encoded twice': encodeURIComponent(encodeURIComponent(secret)),
  'special characters in percent': secret.replace(/[^A-Za-z0-9]/gu, percentEncoded),
  'as form data': new URLSearchParams({ secret }).toString(),
  'as JSON': JSON.stringify({ secret }),
  'as JSON in JSON': JSON.stringify(JSON.stringify({ secret })),
  'as JSON in form data': new URLSearchParams({ body: JSON.stringify({ secret }) }).toString(),
  'as ASCII JSON': secret.replace(/[^A-Za-z0-9 ]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'as HTML': `<b>${secret.replace(/[&<>"']/g, (char) => entities[char] ?? char)}</b>`,
  'as HTML numbers': secret.replace(/[^A-Za-z0-9]/gu, (char) => `&#x${char.codePointAt(0)?.toString(16)};`),
  'as base64': Buffer.from(secret).toString('base64'),
  'as base64 within a longer text': Buffer.from(`user:${secret}:end`).toString('base64'),
  'as base64 of JSON': Buffer.from(JSON.stringify({ secret })).toString('base64'),
  'as base64 of JSON at another offset': Buffer.from(JSON.stringify({ its: secret })).toString('base64url'),
  'as base64 at another offset': Buffer.from(`us:${secret}`).toString('base64url'),
  'in a header': `Authorization: Bearer ${secret}`,
});

/** All secrets in every form. */
export const everyForm = (secrets: readonly string[]): string =>
  secrets.flatMap((secret) => Object.values(formsOf(secret))).join('\n');

/** For each secret a text that has the middle of the secret at this position, where the text may be truncated. */
export const textsAround = (secrets: readonly string[], position: number): string[] =>
  secrets.map((secret) => `${'x '.repeat(position / 2 - Math.floor(secret.length / 4))}${secret}${' y'.repeat(200)}`);

const windowLength = 8;

/** The secret, but `basicCredentials` without the encoded e-mail address and colon at its beginning, which are no secret. */
const secretPart = (secret: string) =>
  secret === basicCredentials ? secret.slice(Math.ceil((gladlyEmail.length + 1) / 3) * 4) : secret;

/** All parts of a secret that are eight characters long; the whole secret when it is shorter. */
function windowsOf(secret: string): string[] {
  const part = secretPart(secret);
  const count = Math.max(1, part.length - windowLength + 1);
  return Array.from({ length: count }, (_, start) => part.slice(start, start + windowLength));
}

/** Decoders of JSON escapes, percent encoding, HTML entities and Base64 within a text. */
const decoders: ((text: string) => string)[] = [
  (text) =>
    text
      .replace(/\\+u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/\\+(?=["/\\])/g, ''),
  (text) =>
    text.replace(/(?:%(?:25)*[0-9a-fA-F]{2})+/g, (codes) =>
      Buffer.from(codes.replace(/%(?:25)*/g, ''), 'hex').toString('utf8'),
    ),
  (text) =>
    text
      .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
      .replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)))
      .replace(
        /&(amp|lt|gt|quot);/g,
        (entity) => Object.keys(entities).find((char) => entities[char] === entity) ?? entity,
      ),
  (text) =>
    text.replace(/[A-Za-z0-9+/_-]{12,}/g, (run) =>
      [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('latin1')).join(' '),
    ),
];

/**
 * The five characters from every fourth position on. Each window contains one of these runs, so a text without any of them
 * contains no window; looking for the fewer runs first is faster.
 */
function runsOf(secret: string): string[] {
  const part = secretPart(secret);
  return Array.from({ length: Math.max(1, Math.floor((part.length - 1) / 4)) }, (_, index) =>
    part.slice(index * 4, index * 4 + 5),
  );
}

/** The windows of secrets that can be read in the text or in what it decodes to. */
export function leaksIn(text: string, secrets: readonly string[]): string[] {
  const readings = [text, ...decoders.map((decode) => decode(text))];
  const isIn = (part: string) => readings.some((reading) => reading.includes(part));
  return secrets.filter((secret) => runsOf(secret).some(isIn)).flatMap((secret) => windowsOf(secret).filter(isIn));
}
