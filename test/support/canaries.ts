import { randomBytes } from 'node:crypto';

/** A random part of a secret, which nothing else in an output equals. */
const unlikely = () => randomBytes(24).toString('base64url');
const jwt = () => [1, 2, 3].map(() => unlikely()).join('.');

/** Secrets that tests look for in outputs. Together they contain every character that an encoding escapes. */
export const canaries = {
  password: `Pä/${unlikely()}+"&<'\\%=?#ß ${unlikely()}`,
  clientSecret: `cs+${unlikely()}/${unlikely()}==`,
  gladlyToken: `gl.${unlikely()}~${unlikely()}`,
  proxyPassword: `px${unlikely()}`,
  accessToken: jwt(),
  sessionId: unlikely(),
  chatToken: jwt(),
  chatRefreshToken: unlikely(),
};

export const gladlyEmail = 'api@nordlys.example';
/** The credentials as an `Authorization: Basic` header has them. */
export const basicCredentials = Buffer.from(`${gladlyEmail}:${canaries.gladlyToken}`).toString('base64');

const percent = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** One secret in every form in which a service or a library may write it, by the name of the form. */
export const formsOf = (secret: string): Record<string, string> => ({
  plain: secret,
  'in a sentence': `The value '${secret}' was refused.`,
  'in a URL': `https://user:${encodeURIComponent(secret)}@host.example/?t=${encodeURIComponent(secret)}`,
  'in a URL, lower case': encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
  'encoded twice': encodeURIComponent(encodeURIComponent(secret)),
  'special characters in percent': secret.replace(/[^A-Za-z0-9]/gu, percent),
  'as a form': new URLSearchParams({ secret }).toString(),
  'as JSON': JSON.stringify({ secret }),
  'as JSON in JSON': JSON.stringify(JSON.stringify({ secret })),
  'as JSON in a form': new URLSearchParams({ body: JSON.stringify({ secret }) }).toString(),
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

/** For each secret a text that has it around the given place, where the text may be truncated. */
export const textsAround = (secrets: readonly string[], place: number): string[] =>
  secrets.map((secret) => `${'x '.repeat(place / 2 - Math.floor(secret.length / 4))}${secret}${' y'.repeat(200)}`);

const windowLength = 8;

/** A secret without the encoded e-mail address at the beginning of `basicCredentials`, which is no secret. */
const secretPart = (secret: string) =>
  secret === basicCredentials ? secret.slice(Math.ceil((gladlyEmail.length + 2) / 3) * 4) : secret;

function windowsOf(secret: string): string[] {
  const part = secretPart(secret);
  return Array.from({ length: part.length - windowLength + 1 }, (_, start) => part.slice(start, start + windowLength));
}

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
 * Five characters from every fourth place. Each window contains such a run, so only a text with a run can contain a window:
 * looking for runs first is faster.
 */
function runsOf(secret: string): string[] {
  const part = secretPart(secret);
  return Array.from({ length: Math.floor((part.length - 5) / 4) + 1 }, (_, index) =>
    part.slice(index * 4, index * 4 + 5),
  );
}

/** Parts of secrets, eight characters or longer, that can be read in the text or in what it decodes to. */
export function leaksIn(text: string, secrets: readonly string[]): string[] {
  const readings = [text, ...decoders.map((decode) => decode(text))];
  const isIn = (part: string) => readings.some((reading) => reading.includes(part));
  return secrets.filter((secret) => runsOf(secret).some(isIn)).flatMap((secret) => windowsOf(secret).filter(isIn));
}
