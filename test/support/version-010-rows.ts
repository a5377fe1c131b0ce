import { createHash, pbkdf2Sync } from 'node:crypto';
import { hashSync } from 'bcrypt';
import type { DataSource } from 'typeorm';

/** Rows of version 0.1.0, as people would have left them by and by. */

export const PASSWORD = 'correct horse battery';

const id = (n: number) => `0193543d-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
const role = {
  owner: '0193543d-0000-7000-8000-000000001000',
  moderator: '0193543d-0000-7000-8000-000000000050',
  user: '0193543d-0000-7000-8000-000000000000',
  own: id(90),
};

interface OldUser {
  id: string;
  email: string;
  username: string;
  full_name: string;
  bio: string;
  password_hash: string;
  email_verified: boolean;
  ban_reason: string | null;
  roles: string[];
}

const ours = `bcrypt-sha384$${hashSync(createHash('sha384').update(PASSWORD).digest('base64'), 4)}`;
const djangos = `pbkdf2_sha256$1000$salt$${pbkdf2Sync(PASSWORD, 'salt', 1000, 32, 'sha256').toString('base64')}`;

function user(n: number, username: string, extras: Partial<OldUser> = {}): OldUser {
  return {
    id: id(n),
    email: `${username}@example.com`,
    username,
    full_name: 'Pat Person',
    bio: '',
    password_hash: ours,
    email_verified: true,
    ban_reason: null,
    roles: [role.user],
    ...extras,
  };
}

export const oldUsers = {
  olive: user(1, 'olive', { roles: [role.owner] }),
  /** Came from CollabSphere: Django hashed the password. */
  dora: user(2, 'dora', { password_hash: djangos, roles: [role.user, role.moderator, role.own] }),
  /** Has not opened the mail yet. */
  nina: user(3, 'nina', { email_verified: false }),
  bert: user(4, 'bert', { ban_reason: 'spam' }),
  /** Whose texts were allowed to be longer. */
  lena: user(5, 'lena', { username: 'l'.repeat(150), full_name: 'L'.repeat(255), bio: 'b'.repeat(1000) }),
  bea: user(6, 'bea', { email: 'Bea@Bücher.example' }),
};

export const VERIFICATION = 'a-link-in-the-mail-to-nina';

export const oldRole = {
  id: role.own,
  name: 'Pinner',
  priority: 10,
  custom_permissions: { can_pin: true, quota: 5, color: 'teal', nothing: 0 },
};

/** Dora's sessions, by what has become of them. */
export const oldSessions = { fresh: id(10), rotated: id(11), ended: id(12), silent: id(13), phone: id(14) };
/** How often those that are not fresh were refreshed. */
export const ROTATIONS = 3;

export async function insertVersion010Rows(db: DataSource): Promise<void> {
  await insert(db, 'roles', { ...oldRole, name_key: 'pinner', can_delete_messages: true });
  for (const each of Object.values(oldUsers)) await insertUser(db, each);
  for (const sessionId of Object.values(oldSessions)) await insertSession(db, sessionId);
  await insert(db, 'one_time_tokens', {
    hash: createHash('sha256').update(VERIFICATION).digest(),
    purpose: 'verify_email',
    user_id: oldUsers.nina.id,
    email: oldUsers.nina.email,
    expires_at: new Date(Date.now() + 3_600_000),
  });
  for (const { id: subject_id } of Object.values(oldUsers))
    await db.query('SELECT audit_append(jsonb_populate_record(NULL::audit_log, $1::jsonb))', [
      { id: subject_id, action: 'account.register', subject_id, details: {}, ip: '203.0.113.7', user_agent: 'curl' },
    ]);
}

async function insertUser(db: DataSource, { roles, ban_reason, ...row }: OldUser): Promise<void> {
  await insert(db, 'users', {
    ...row,
    email_key: row.email.toLowerCase(),
    username_key: row.username.toLowerCase(),
    full_name_key: row.full_name.toLowerCase(),
    ban_reason,
    banned_at: ban_reason && new Date(),
  });
  for (const role_id of roles) await insert(db, 'user_roles', { user_id: row.id, role_id });
}

async function insertSession(db: DataSource, sessionId: string): Promise<void> {
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const isFresh = sessionId === oldSessions.fresh;
  await insert(db, 'sessions', {
    id: sessionId,
    user_id: oldUsers.dora.id,
    counter: isFresh ? 0 : ROTATIONS,
    rotated_at: ago(isFresh ? 0 : 2),
    created_at: ago(48),
    last_active_at: ago(1),
    refresh_expires_at: ago(sessionId === oldSessions.silent ? 1 : -24),
    expires_at: ago(-48),
    ip: '203.0.113.7',
    user_agent: 'curl/8.5.0',
    push_token: sessionId === oldSessions.phone ? 'fcm-token-123' : null,
    ...(sessionId === oldSessions.ended && { revoked_at: ago(1), revoked_reason: 'logout' }),
  });
}

async function insert(db: DataSource, table: string, row: object): Promise<void> {
  const columns = Object.keys(row);
  await db.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, n) => `$${n + 1}`).join(', ')})`,
    Object.values(row),
  );
}
