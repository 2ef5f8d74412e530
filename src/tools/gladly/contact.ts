import { Failure } from '../../failure.js';
import { object, text } from '../arguments.js';
import { e164 } from './phone.js';

/** The argument that names a customer by e-mail or phone; Gladly finds the profile or makes one. */
export const contact = () =>
  object(
    {
      emailAddress: text('e-mail').optional(),
      // Gladly calls this `mobilePhone` in tasks and items, but `mobileNumber` for SMS (gladly.md, a).
      mobilePhone: text('+…').optional(),
    },
    'exactly one; an unknown one gets a profile',
  );

export interface Contact {
  emailAddress?: string | undefined;
  mobilePhone?: string | undefined;
}

/**
 * The contact in the form that Gladly takes.
 * @throws Failure `invalid_input` unless exactly one of the two addresses is given
 */
export function cleanContact({ emailAddress, mobilePhone }: Contact): Contact {
  if ((emailAddress === undefined) === (mobilePhone === undefined)) {
    throw new Failure('invalid_input', 'customer needs exactly one of emailAddress and mobilePhone.');
  }
  return emailAddress === undefined
    ? { mobilePhone: e164(mobilePhone ?? '', 'customer.mobilePhone') }
    : { emailAddress: emailAddress.trim() };
}
