import { Client } from 'pg';

/** Written by functions that run with the owner's rights, or by migrations. */
const READ_ONLY_TABLES = ['audit_log', 'audit_pending', 'audit_head', 'audit_anchor', 'migrations'];
const JOBS_SCHEMA = 'graphile_worker';

/**
 * Gives a database role what the service needs and no more: rows, no tables, and of the audit log reading only. To be
 * repeated after each migration, since that may add tables.
 * @param url as the owner of the tables, who runs the migrations
 * @param role an existing role, in whose name the service connects
 */
export async function grantServiceRole(url: string, role: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ schema: string }>('SELECT quote_ident(current_schema()) AS schema');
    const statements = grants(rows[0]!.schema, client.escapeIdentifier(role));
    const more = [...(await functionRevokes(client)), ...(await partitionGrants(client, role))];
    await client.query(['BEGIN', ...statements, ...more, 'COMMIT'].join(';\n'));
    await allowJobRows(client, role);
  } finally {
    await client.end();
  }
}

function grants(schema: string, role: string): string[] {
  const schemas = `${schema}, ${JOBS_SCHEMA}`;
  return [
    `REVOKE CREATE ON SCHEMA ${schema} FROM PUBLIC`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA ${schemas} FROM ${role}`,
    `GRANT USAGE ON SCHEMA ${schemas} TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schemas} TO ${role}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schemas} TO ${role}`,
    `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schemas} TO ${role}`,
    ...READ_ONLY_TABLES.map((table) => `REVOKE INSERT, UPDATE, DELETE ON ${schema}.${table} FROM ${role}`),
  ];
}

/** PostgreSQL lets every role run a function. These have the owner's rights: they write and erase entries of the audit log. */
async function functionRevokes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT oid::regprocedure::text AS name FROM pg_proc
     WHERE prosecdef AND pronamespace = current_schema()::regnamespace AND proowner = current_user::regrole`,
  );
  return rows.map(({ name }) => `REVOKE EXECUTE ON FUNCTION ${name} FROM PUBLIC`);
}

/** Partitions are read and written by the name of their table, whose grants count then. */
async function partitionGrants(client: Client, role: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relkind = 'r' AND relispartition AND relnamespace = current_schema()::regnamespace`,
  );
  return rows.map(({ name }) => `REVOKE ALL ON ${name} FROM ${client.escapeIdentifier(role)}`);
}

/** graphile-worker protects its tables by row-level security without a policy: only their owner sees rows. */
async function allowJobRows(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1 AND rowsecurity`,
    [JOBS_SCHEMA],
  );
  for (const { name } of rows) {
    await client.query(`DROP POLICY IF EXISTS collabsphere_service ON ${name}`);
    await client.query(
      `CREATE POLICY collabsphere_service ON ${name} TO ${client.escapeIdentifier(role)} USING (true)`,
    );
  }
}
