import { caselessKey, toAsciiDomain, splitEmailAddress } from '#platform';

/**
 * The unique key of a mailbox, the same for all spellings of its address. The domain is compared as DNS does, the local
 * part without regard to case, as all mail servers in use do. A text that is no address has a key as well.
 */
export function emailKey(email: string): string {
  const { local, domain } = splitEmailAddress(email);
  return `${caselessKey(local)}@${domainKey(domain)}`;
}

/** Some capital letters can't be converted to ASCII, though their small forms can. */
function domainKey(domain: string): string {
  const caseless = caselessKey(domain);
  return toAsciiDomain(domain) ?? toAsciiDomain(caseless) ?? caseless;
}

/**
 * The key of an account whose mailbox belongs to another account, from before addresses were compared as mailboxes. It is
 * found by the exact spelling of its address only. No address contains a space, so the keys can't collide.
 */
export const duplicateMailboxKey = (email: string) => `duplicate ${email.toLowerCase()}`;

/** The keys that an address may be stored under, the exact spelling first. */
export const emailLookupKeys = (email: string): string[] => [duplicateMailboxKey(email), emailKey(email)];
