import { done, invalid, notFound, ok } from './envelope.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { type Contact, contacts } from './seed/catalog.js';
import type { PuzzelState } from './state.js';

const contactsPath = '/{customerKey}/users/{userId}/catalog/contacts';

/** The contact catalogue and its time zone. */
export const catalogRoutes: PuzzelRoutes = {
  'GET /{customerKey}/catalog/timezone': ({ state }) => ok(state.timeZone),
  'POST /{customerKey}/catalog/timezone': {
    alternative: 'PUT /{customerKey}/catalog/timezone',
    run: (call) => {
      const timeZone = call.args.requiredText('timeZone');
      if (!isTimeZone(timeZone)) throw invalid('timeZone', `'${timeZone}' is not a time zone`);
      call.state.recordChange(call, 'Property', 'Update', 'Catalog time zone', `${call.state.timeZone} -> ${timeZone}`);
      call.state.timeZone = timeZone;
      return done();
    },
  },
  [`POST ${contactsPath}/search`]: ({ state, args, now }) => {
    const matches = nameMatcher(args.requiredText('searchString'));
    const unitPattern = patternOf(args.text('organizationalUnit') ?? '%');
    const foundContacts = contacts.filter((contact) => matches(contact) && unitPattern.test(contact.organizationPath));
    return ok(foundContacts.map((contact) => contactView(state, contact, now)));
  },
  [`GET ${contactsPath}/{contactId}`]: (call) => {
    const contact = contactOf(call);
    const unitPattern = patternOf(call.args.text('organizationalUnit') ?? '%');
    if (!unitPattern.test(contact.organizationPath)) throw notFound('In this unit, contact', contact.id);
    return ok(contactView(call.state, contact, call.now));
  },
};

/** The contact of the path. @throws the 404 with an envelope */
export function contactOf({ args }: ApiCall): Contact {
  const contactId = args.requiredText('contactId');
  const contact = contacts.find(({ id }) => id === contactId);
  if (!contact) throw notFound('Contact', contactId);
  return contact;
}

/**
 * `%` is the wildcard, a leading `#` asks for phonetic search (puzzel.md, section 9).
 * inferred: a text with wildcards has to fit a name or the title; without, each word begins a word of name, title or unit.
 */
function nameMatcher(searchString: string): (contact: Contact) => boolean {
  const text = searchString.trim();
  if (text.startsWith('#')) {
    const wantedKeys = text.slice(1).trim().split(/\s+/).map(phoneticKey);
    return ({ firstName, lastName }) => {
      const keys = [phoneticKey(firstName), phoneticKey(lastName)];
      return wantedKeys.every((one) => keys.includes(one));
    };
  }
  if (text.includes('%')) {
    const namePattern = patternOf(text);
    return ({ firstName, lastName, title }) => {
      return [firstName, lastName, `${firstName} ${lastName}`, title].some((value) => namePattern.test(value));
    };
  }
  const parts = text.toLowerCase().split(/\s+/);
  return ({ firstName, lastName, title, organizationName }) => {
    const words = `${firstName} ${lastName} ${title} ${organizationName}`.toLowerCase().split(/\s+/);
    return parts.every((part) => words.some((word) => word.startsWith(part)));
  };
}

/** A text with `%` wildcards as a pattern over a whole value, ignoring case. */
function patternOf(text: string): RegExp {
  const literal = text.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'i');
}

/** A rough phonetic key: the first letter, then the consonants, undoubled, with one letter for those that sound alike. */
function phoneticKey(name: string): string {
  const mergedName = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/c|q/g, 'k')
    .replace(/z/g, 's')
    .replace(/w/g, 'v');
  return (
    (mergedName[0] ?? '') +
    mergedName
      .slice(1)
      .replace(/[aeiouyøæå]/g, '')
      .replace(/(.)\1+/g, '$1')
  );
}

function contactView(state: PuzzelState, { phone, cell, ...contact }: Contact, now: number) {
  const eMail = `${contact.firstName}.${contact.lastName}@nordlys.example`.toLowerCase().replace('ø', 'o');
  const isBusy = [...state.appointments.values()].some((one) => {
    return one.contactId === contact.id && !one.isAvailable && one.begin <= now && now < one.end;
  });
  const point = (communicationType: string, remoteAddress: string, status: string) => {
    return {
      communicationType,
      remoteAddress,
      status,
      countryPrefix: '',
      location: '',
      isBlocked: false,
      isHidden: false,
    };
  };
  return {
    ...contact,
    azureObjectId: null,
    infoHidden: '',
    organizationAddress1: '',
    organizationAddress2: '',
    backupContactId: 0,
    backupContactName: '',
    // The vendor's spelling (puzzel.md, section 8).
    isCalenderBusy: isBusy,
    communicationPoints: [
      point('Phone', phone, isBusy ? 'Busy' : 'Idle'),
      point('Cell', cell, isBusy ? 'Busy' : 'Available'),
      point('EMail', eMail, 'Unknown'),
    ],
  };
}

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
