const MAX_BASE = 40;

/**
 * Usernames for who has none, or one that can't be: from the name to show, which others see anyway, and never from the
 * address. The second is unique but for chance.
 * @param digest of the account's id, in hexadecimal digits
 */
export function derivedUsernames(fullName: string | undefined, digest: string): string[] {
  const letters = (fullName ?? '').slice(0, 255).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const base = letters
    .replace(/[^a-z0-9]+/g, '.')
    .slice(0, MAX_BASE)
    .replace(/^\.+|\.+$/g, '');
  const tail = digest.slice(0, 8);
  return base === '' ? [`user.${tail}`] : [base, `${base}.${tail}`];
}
