import { domainToASCII, domainToUnicode } from 'node:url';
import { isEmail } from 'class-validator';

// RFC 5321 allows no longer address in a mail.
const MAX_LENGTH = 254;

/**
 * What only a quoted local part or a header could want. RFC 5321 allows the first, but readers of addresses disagree
 * on where such a one ends, and mail has gone astray by it (nodemailer before 7.0.7).
 */
const forbidden = /[\p{Z}\p{C}\p{Default_Ignorable_Code_Point},;<>"\\]/u;

/** What of ASCII is no part of a domain. `domainToASCII` reads the host of a URL, with `%41`, ports, paths and all. */
const noDomain = /[^a-z0-9.\u0080-\u{10ffff}-]/iu;

export interface AddressParts {
  local: string;
  domain: string;
}

/** At the last `@`; all of it is the local part where there is none. */
export function splitEmailAddress(email: string): AddressParts {
  const at = email.lastIndexOf('@');
  return at < 0 ? { local: email, domain: '' } : { local: email.slice(0, at), domain: email.slice(at + 1) };
}

/**
 * The form of a domain that DNS knows, in lower case: `bücher.example` and `BÜCHER。example` are
 * `xn--bcher-kva.example`; `straße.example` is not `strasse.example`. `undefined` where it has none, such as for punycode
 * of a name that can not be registered.
 * @see UTS #46, non-transitional
 */
export function toAsciiDomain(domain: string): string | undefined {
  if (domain === '' || noDomain.test(domain)) return undefined;
  // Versions of UTS #46 before 15.1 made `ss` of the capital ẞ, so that the answer would depend on the version of Node.
  const ascii = domainToASCII(domain.replaceAll('ẞ', 'ß'));
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(ascii)) return undefined;
  const unicode = domainToUnicode(ascii);
  // Punycode that can't be read: Node 20 answers nothing for it, Node 24 the label as it is.
  if (unicode.split('.').some((label) => label.startsWith('xn--'))) return undefined;
  // Round trip: `xn--example-.com` decodes to plain ASCII, which has another form.
  return domainToASCII(unicode) === ascii ? ascii : undefined;
}

/** Checks the syntax only; whether the mailbox exists is known only after a mail was delivered. */
export function isEmailAddress(email: string): boolean {
  if (email.length > MAX_LENGTH || forbidden.test(email)) return false;
  const { local, domain } = splitEmailAddress(email);
  const ascii = toAsciiDomain(domain);
  return ascii !== undefined && isEmail(`${local}@${ascii}`);
}

/** The same mailbox with the domain as DNS knows it: a mail server need know nothing of IDNA. */
export function deliveryAddress(email: string): string {
  const { local, domain } = splitEmailAddress(email);
  const ascii = toAsciiDomain(domain);
  return ascii === undefined ? email : `${local}@${ascii}`;
}
