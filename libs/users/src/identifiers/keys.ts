import { toAsciiDomain, splitEmailAddress } from '#platform';
import { caselessKey } from './caseless-key';

/**
 * What is unique of an e-mail address: one mailbox has one, however it is written. The domain is compared as DNS does,
 * the local part without regard to case, as all mail servers in use do. What is no address has a key as well.
 */
export function emailKey(email: string): string {
  const { local, domain } = splitEmailAddress(email);
  return `${caselessKey(local)}@${toAsciiDomain(domain) ?? caselessKey(domain)}`;
}

/**
 * Of an account whose mailbox has another account already, from before addresses were compared as mailboxes: it is found
 * by the address as it was written, and by no other. No address has a space.
 */
export const duplicateEmailKey = (email: string) => `duplicate ${email.toLowerCase()}`;

/** Where an address may be found, the best first. */
export const emailKeys = (email: string): string[] => [duplicateEmailKey(email), emailKey(email)];

/** What is unique of a username. Dotless ı and i are one: few readers tell `admın` from `admin`. */
export const usernameKey = (username: string) => caselessKey(caselessKey(username).replaceAll('ı', 'i'));
