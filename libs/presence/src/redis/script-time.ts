import type { Clock } from '../local-users';

/** The argument `now` of the scripts. If it is empty they use the time of Redis; only tests have a clock. */
export const scriptTime = (clock: Clock | undefined): number | '' => (clock ? clock() : '');
