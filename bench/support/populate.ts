import { Client } from 'pg';

interface Crowd {
  /** Numbers of the users to make; what is there already stays. */
  users: [first: number, last: number];
  roles: number;
}

const USER_ROLE = '0193543d-0000-7000-8000-000000000000';
const MODERATOR_ROLE = '0193543d-0000-7000-8000-000000000050';

/**
 * Fills a database as if it had been in use for years: custom roles, users with roles and sessions, some of them banned,
 * deactivated, unverified or with a second factor.
 */
export async function populate(url: string, { users, roles }: Crowd): Promise<void> {
  // A connection of its own: this takes longer than the service lets a statement run.
  const db = new Client({ connectionString: url });
  await db.connect();
  await db.query(
    `INSERT INTO roles (id, name, name_key, priority)
     SELECT gen_random_uuid(), 'role ' || n, 'role ' || n, n % 1000 FROM generate_series(1, $1) AS n ON CONFLICT DO NOTHING`,
    [roles],
  );
  await db.query(
    `INSERT INTO users (id, email, email_key, email_verified, username, username_key, full_name, full_name_key,
                        password_hash, date_joined, last_seen, banned_at, mfa_methods, deactivated_at)
     SELECT gen_random_uuid(), 'user' || n || '@example.com', 'user' || n || '@example.com', n % 400 <> 1, 'user' || n, 'user' || n,
            'Person ' || md5(n::text), 'person ' || md5(n::text), '',
            now() - make_interval(mins => n), CASE WHEN n % 3 > 0 THEN now() - make_interval(secs => n) END,
            CASE WHEN n % 500 = 0 THEN now() END,
            CASE WHEN n % 200 = 3 THEN ARRAY['totp'] ELSE '{}' END, CASE WHEN n % 1000 = 7 THEN now() END
     FROM generate_series($1::int, $2::int) AS n`,
    users,
  );
  await db.query('INSERT INTO user_roles (user_id, role_id) SELECT id, $1 FROM users ON CONFLICT DO NOTHING', [
    USER_ROLE,
  ]);
  await db.query(
    `INSERT INTO user_roles (user_id, role_id)
     SELECT users.id, roles.id FROM (SELECT id, row_number() OVER () AS n FROM users) users
     JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM roles WHERE NOT is_system) roles ON roles.n = 1 + users.n % $1
     WHERE users.n % 10 = 0 ON CONFLICT DO NOTHING`,
    [roles],
  );
  await db.query(
    'INSERT INTO user_roles (user_id, role_id) SELECT id, $1 FROM users ORDER BY date_joined LIMIT 20 ON CONFLICT DO NOTHING',
    [MODERATOR_ROLE],
  );
  await db.query(
    `INSERT INTO sessions (id, user_id, ip, user_agent, refresh_expires_at, expires_at)
     SELECT gen_random_uuid(), id, '127.0.0.1', 'test', now() + interval '30 days', now() + interval '180 days'
     FROM users WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE user_id = users.id)`,
  );
  await db.query('VACUUM ANALYZE');
  await db.end();
}
