/** Actions that the chain itself depends on. */

/** The last entry about an account. Parts of earlier entries that are about the person may be erased. */
export const ACCOUNT_DELETIONS = ['account.delete', 'user.delete', 'account.expire'] as const;
/** Its detail `last_entry`: origins up to this entry may be erased. */
export const EXPIRE_ORIGINS = 'audit.expire_origins';
/** Its details: the segment that was archived and deleted in the same transaction. */
export const ARCHIVE_SEGMENT = 'audit.archive';
/** Its details contain an IP address and a device, so they are erased together with the origin. */
export const NEW_DEVICE = 'session.new_device';
