import type { DataSource } from 'typeorm';
import type { Subject } from './stage';
import { settleAudit } from '../../support/settle-audit';

/** What the subject did with the session `main`. */
const byMain = [
  'password.change',
  'email.change_requested',
  'account.delete',
  'session.reauthenticate',
  'mfa.totp_add',
  'mfa.passkey_add',
  'act',
];
/** What was done with the password as it was before. */
const byPassword = [
  'password.change',
  'email.change_requested',
  'account.delete',
  'session.login',
  'session.reauthenticate',
];

/** Who comes first, wins: after the one none of the others is done. Entries are in the order of the commits. */
const never: Record<string, string[]> = {
  'user.ban': [...byMain, 'session.login', 'session.end', 'email.change'],
  'user.edit': [...byMain, 'session.login', 'session.end', 'email.change'],
  'user.delete': [...byMain, 'session.login', 'session.end', 'password.reset', 'email.change', 'email.verify'],
  'account.delete': [...byMain, 'session.login', 'session.end', 'password.reset', 'email.change', 'email.verify'],
  'session.logout': byMain,
  // It ends the session that asked for the change of the address, so its link is void.
  'session.end': [...byMain, 'email.change'],
  'session.login': byMain,
  'user.reset_mfa': [...byMain, 'session.end', 'email.change'],
  'role.take': ['act'],
  'password.change': [...byPassword, 'session.end', 'email.change'],
  'password.reset': [
    ...byPassword,
    'mfa.totp_add',
    'mfa.passkey_add',
    'act',
    'session.end',
    'session.logout',
    'email.change',
  ],
  // It ends the other sessions, and a password alone is no longer enough.
  'mfa.totp_add': ['session.login', 'session.end'],
  'mfa.passkey_add': ['session.login', 'session.end'],
  // Sessions and the password stay: what they prove afterwards is true. The old address and its links prove nothing more.
  'email.change': ['session.login', 'password.reset', 'email.verify'],
};

/** @returns what was done though its proof held no more */
export async function unprovenActs(db: DataSource, { id, main, other }: Subject): Promise<string[]> {
  await settleAudit(db);
  const entries = await db.query<{ action: string }[]>(
    `SELECT CASE WHEN actor_id = $1 AND action = 'user.ban' THEN 'act' ELSE action END AS action
     FROM audit_log WHERE (subject_id = $1 OR actor_id = $1)
       AND NOT (action = 'session.login' AND details->>'session_id' IN ($2, $3)) ORDER BY seq`,
    [id, main.id, other.id],
  );
  const actions = entries.map(({ action }) => action).filter((action) => action !== 'session.new_device');
  return actions.flatMap((action, n) =>
    actions.slice(n + 1).flatMap((later) => (never[action]?.includes(later) ? [`${later} after ${action}`] : [])),
  );
}
