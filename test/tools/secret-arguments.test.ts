import { expect, it } from 'vitest';
import { text } from '../../src/tools/arguments.js';
import { secretsIn } from '../../src/tools/secret-arguments.js';

const secret = 'Uniq1hunter$Pw';
const input = Object.fromEntries(
  ['credentials', 'headers', 'accessToken', 'idToken', 'url', 'uri', 'link', 'name'].map((name) => [name, text('')]),
);
const findSecrets = (raw: unknown) => secretsIn({ input }, raw);

it('a secret among the arguments is found in every form in which arguments are accepted', () => {
  const given: unknown[] = [
    { credentials: { username: 'admin', password: secret } },
    { credentials: ` ${JSON.stringify({ username: 'admin', password: secret })}` },
    { headers: [{ name: 'X-Api-Key', value: secret }] },
    { headers: JSON.stringify([{ name: 'X-Api-Key', value: secret }]) },
    { headers: [JSON.stringify({ name: 'X-Api-Key', value: secret })] },
    ...['Bearer', ' basic', 'Digest', 'Token', 'ApiKey', 'Api-Key', 'key'].map((scheme) => ({
      headers: [{ name: 'Authorization', value: `${scheme} ${secret}` }],
    })),
    { accessToken: secret },
    { idToken: ` ${secret}` },
    { url: `https://hook:${secret}@hooks.example.com/in` },
    { url: ` https://hook:${encodeURIComponent(secret)}@hooks.example.com/in` },
    { url: `//hook:${secret}@hooks.example.com/in` },
    { link: `https://hook:${secret}@hooks.example.com/in` },
    { uri: `see https://a:other@x.example/ and https://hook:${secret}@hooks.example.com/in` },
    { url: `https://hook:${secret.slice(0, 5)}\t${secret.slice(5)}@hooks.example.com/in` },
    ...['https:\\\\', 'https:\\', 'https:/', 'https:', 'HTTPS:/\t/', 'ftp://', `https://${'u'.repeat(300)}`].map(
      (start) => ({ url: `${start}a user:${secret}@hooks.example.com:8080/in?mail=a@b` }),
    ),
    { uri: `https:a:other@x.example https:hook:${secret}@hooks.example.com` },
  ];
  expect(given.filter((args) => !findSecrets(args).some((one) => one.trim() === secret))).toEqual([]);
  // Vendors repeat a password also as it was written in the URL, so both forms are secrets.
  expect(findSecrets({ url: 'https://u:%73ecret@host.example/' })).toEqual(['%73ecret', 'secret']);
  const unescaped = ['hunter@2', 'a:b', 'with/slash', 'with//two', 'with\\\\two', 'with#or?'];
  expect(unescaped.flatMap((password) => findSecrets({ url: `https://u:${password}@host.example/a:b@c` }))).toEqual(
    unescaped,
  );
  expect(findSecrets({ credentials: { password: 9182736461 }, accessToken: 12345678901 })).toEqual([
    '9182736461',
    '12345678901',
  ]);
  const inJson = '{"password":12345678901234567890}';
  expect(findSecrets({ credentials: inJson })).toEqual([inJson, '12345678901234567890']);
  // A value of several words, and a name that stands without a value, are secrets too.
  expect(findSecrets({ headers: [{ name: 'X-Team', value: 'two words' }] })).toEqual(['two words']);
  expect(findSecrets({ headers: { name: secret } })).toEqual([secret]);
});

it('names, user names and other arguments are no secrets', () => {
  const harmless = { credentials: { username: 'admin', type: 'basic' }, name: secret, url: secret, headers: undefined };
  expect(findSecrets(harmless)).toEqual([]);
  for (const host of ['hooks.example.com', 'hooks.example.com:8080'])
    expect(findSecrets({ url: `https://${host}/a:b@c`, name: '//:started@x.no' })).toEqual([]);
  expect(findSecrets(null)).toEqual([]);
});

it('only arguments that the tool has are searched, and at most 50 secrets are found', () => {
  expect(secretsIn({ input: { id: text('') } }, { credentials: ['delete', 'arguments'], id: 'x' })).toEqual([]);
  expect(findSecrets({ comment: 'A customer sent https://x:arguments@shop.no' })).toEqual([]);
  expect(findSecrets({ credentials: Array.from({ length: 1_000 }, (_, n) => `junk ${n}`) })).toHaveLength(50);
});
