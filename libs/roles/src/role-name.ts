/**
 * Role names are unique without regard to case. Not full case folding as in usernames: stored keys of names with letters
 * such as ß would have to be migrated, and two roles might get one key.
 */
export const roleNameKey = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
