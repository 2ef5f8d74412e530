import { describe, expect, it } from 'vitest';
import { cleanContact } from '../../src/tools/gladly/contact.js';
import { e164 } from '../../src/tools/gladly/phone.js';

describe('a phone number', () => {
  it.each([
    ['+15550198472', '+15550198472'],
    ['+1-555-019-8472', '+15550198472'],
    ['+1 (555) 019 8472', '+15550198472'],
    ['  +1.555.019.8472 ', '+15550198472'],
    ['tel:+1-555-019-8472', '+15550198472'],
    ['0047 21 89 85 66', '+4721898566'],
    ['+47 21 89 85 66', '+4721898566'],
    ['+47\u00a021\u201189\u201385\u201166', '+4721898566'],
    ['+44 (0)20 7946 0018', '+442079460018'],
    ['+44(0) 20 7946 0018', '+442079460018'],
    ['0044 (0) 20 7946 0018', '+442079460018'],
    ['\u200e+1 555 019 8472', '+15550198472'],
  ])('%j is %s', (typed, expected) => {
    expect(e164(typed, 'phoneNumber')).toBe(expected);
  });

  it.each(['555-019-8472', '(555) 019 8472', '21 89 85 66', '08 123 456'])('%j lacks the country code', (typed) => {
    const [message, hint] = [expect.stringContaining('country code'), expect.stringContaining('+')];
    const failure = expect.objectContaining({ kind: 'invalid_input', message, hint });
    expect(() => e164(typed, 'phoneNumber')).toThrow(failure);
  });

  it.each([
    '',
    '+',
    'maya@example.com',
    '+1 555 019 8472 ext. 5',
    '+0155501984',
    '+1234567890123456',
    '+12',
    '1-800-FLOWERS',
  ])('%j is not accepted', (typed) => {
    expect(() => e164(typed, 'phoneNumber')).toThrow(expect.objectContaining({ kind: 'invalid_input' }));
  });
});

describe('a contact', () => {
  it('is an address or a number, cleaned', () => {
    expect(cleanContact({ emailAddress: ' Maya@example.com ' })).toEqual({ emailAddress: 'Maya@example.com' });
    expect(cleanContact({ mobilePhone: '+1 555 019 8472' })).toEqual({ mobilePhone: '+15550198472' });
  });

  it.each([{}, { emailAddress: 'a@b.c', mobilePhone: '+15550198472' }])('cannot be %j', (contact) => {
    expect(() => cleanContact(contact)).toThrow('exactly one');
  });
});
