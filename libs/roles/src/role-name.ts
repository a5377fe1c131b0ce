/** Role names are unique without regard to case. */
export const roleNameKey = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
