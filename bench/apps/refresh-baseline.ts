import { loadSettings } from '#composition';

import fastify from 'fastify';
import { Pool } from 'pg';

/** The least that a rotation takes: one prepared statement that writes the session's row. */
async function main(): Promise<void> {
  const settings = loadSettings();
  const pool = new Pool({ connectionString: settings.DATABASE_URL, max: settings.DATABASE_POOL_SIZE });
  const server = fastify();
  server.post<{ Body: { id: string } }>('/rotate', async ({ body }) => {
    const { rows } = await pool.query({
      name: 'rotate',
      text: `UPDATE sessions SET counter = counter + 1, rotated_at = now(), last_active_at = now()
             WHERE id = $1 AND revoked_at IS NULL AND refresh_expires_at > now() RETURNING user_id, counter`,
      values: [body.id],
    });
    return rows[0];
  });
  await server.listen({ port: settings.PORT, host: settings.HOST });
  process.once('SIGTERM', () => process.exit(0));
}

void main();
