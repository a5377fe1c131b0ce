/** After an unclean disconnect the user stays online for this long. Most clients reconnect within it. */
export const DISCONNECT_GRACE_MS = 8000;
/** A request counts for this long. */
export const REQUEST_ACTIVITY_TTL_MS = 90_000;
/** A device is idle after this long without `activity`. */
export const IDLE_AFTER_MS = 600_000;
export const MAX_CONNECTIONS = 20;
