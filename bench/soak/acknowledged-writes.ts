import { query } from '../support/database';

/** What the service has acknowledged; at the end each of it must be in the database. */
export class AcknowledgedWrites {
  readonly usernames: string[] = [];
  readonly startedSessions: string[] = [];
  readonly endedSessions: string[] = [];
  /** Reasons; each is used once. */
  readonly bans: string[] = [];
  readonly unbans: string[] = [];
  /** How often a session was refreshed. */
  readonly rotations = new Map<string, number>();
  /** The number that was written last, of a user and of a role. Later ones may have been written without an answer. */
  readonly bios = new Map<string, number>();
  readonly descriptions = new Map<string, number>();

  get count(): number {
    const { usernames, startedSessions, endedSessions, bans, unbans, rotations, bios, descriptions } = this;
    const single = [usernames, startedSessions, endedSessions, bans, unbans].map(({ length }) => length);
    const numbered = [rotations, bios, descriptions].flatMap((map) => [...map.values()]);
    return [...single, ...numbered].reduce((sum, each) => sum + each, 0);
  }

  /** How many of each kind are not in the database. */
  async lost(databaseUrl: string): Promise<Record<string, number>> {
    // The last bans may wait for the chain.
    await query(databaseUrl, 'SELECT audit_append_pending()', []);
    const numbers = async (written: Iterable<[key: string, number: number]>, condition: string) => {
      const rows = [...written];
      const [row] = await query<{ lost: number }>(
        databaseUrl,
        `SELECT count(*)::integer AS lost FROM unnest($1::text[], $2::integer[]) AS written (key, number)
         WHERE NOT EXISTS (${condition})`,
        [rows.map(([key]) => key), rows.map(([, number]) => number)],
      );
      return row!.lost;
    };
    const keys = (written: string[], condition: string) =>
      numbers(
        written.map((key) => [key, 1]),
        condition,
      );
    const audited = (action: string) =>
      `SELECT FROM audit_log WHERE action = '${action}' AND details ->> 'reason' = key`;
    return {
      registrations: await keys(this.usernames, 'SELECT FROM users WHERE username = key'),
      'sign-ins': await keys(this.startedSessions, 'SELECT FROM sessions WHERE id = key::uuid'),
      logouts: await keys(this.endedSessions, 'SELECT FROM sessions WHERE id = key::uuid AND revoked_at IS NOT NULL'),
      refreshes: await numbers(this.rotations, 'SELECT FROM sessions WHERE id = key::uuid AND counter >= number'),
      profiles: await numbers(this.bios, 'SELECT FROM users WHERE id = key::uuid AND bio::integer >= number'),
      roles: await numbers(
        this.descriptions,
        'SELECT FROM roles WHERE id = key::uuid AND description::integer >= number',
      ),
      bans: await keys(this.bans, audited('user.ban')),
      unbans: await keys(this.unbans, audited('user.unban')),
    };
  }
}
