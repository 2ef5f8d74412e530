import { describe, expect, it } from 'vitest';
import { cleanContact } from '../../src/tools/gladly/contact.js';
import { e164 } from '../../src/tools/gladly/phone.js';

describe('a phone number', () => {
  it('is cleaned', () => {
    const cleaned = {
      '+15550198472': [
        ...['+15550198472', '+1-555-019-8472', '+1 (555) 019 8472', '  +1.555.019.8472 ', 'tel:+1-555-019-8472'],
        '\u200e+1 555 019 8472',
      ],
      '+4721898566': ['0047 21 89 85 66', '+47 21 89 85 66', '+47\u00a021\u201189\u201385\u201166'],
      '+442079460018': ['+44 (0)20 7946 0018', '+44(0) 20 7946 0018', '0044 (0) 20 7946 0018'],
    };
    for (const [expected, typed] of Object.entries(cleaned))
      for (const number of typed) expect.soft(e164(number, 'phoneNumber'), number).toBe(expected);
  });

  it('is refused when it lacks the country code or is none', () => {
    const failure = { kind: 'invalid_input' };
    const message = expect.stringContaining('country code');
    for (const typed of ['555-019-8472', '(555) 019 8472', '21 89 85 66', '08 123 456'])
      expect
        .soft(() => e164(typed, 'phoneNumber'), typed)
        .toThrow(expect.objectContaining({ ...failure, message, hint: expect.stringContaining('+') }));
    for (const typed of [
      ...['', '+', 'maya@example.com', '+1 555 019 8472 ext. 5', '+0155501984', '+1234567890123456', '+12'],
      '1-800-FLOWERS',
    ])
      expect.soft(() => e164(typed, 'phoneNumber'), typed).toThrow(expect.objectContaining(failure));
  });
});

describe('a contact', () => {
  it('is an address or a number, cleaned', () => {
    expect(cleanContact({ emailAddress: ' Maya@example.com ' })).toEqual({ emailAddress: 'Maya@example.com' });
    expect(cleanContact({ mobilePhone: '+1 555 019 8472' })).toEqual({ mobilePhone: '+15550198472' });
  });

  it('cannot be none or both', () => {
    for (const contact of [{}, { emailAddress: 'a@b.c', mobilePhone: '+15550198472' }])
      expect.soft(() => cleanContact(contact), JSON.stringify(contact)).toThrow('exactly one');
  });
});
