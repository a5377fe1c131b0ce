import { randomUUID } from 'node:crypto';
import { migrate } from '#platform';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { schema } from '#composition';

const TEMPLATE_LOCK = 7_204_119_999;

/** A migrated database of its own: a copy of a template that the first test of the run makes. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = randomDatabaseName();
  await asAdmin(async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const template = process.env.TEST_TEMPLATE!;
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (!rowCount) {
      await admin.query(`CREATE DATABASE ${template}`);
      // Its log at the start of a service is not relevant here.
      Logger.overrideLogger(false);
      await migrate(urlOf(template), schema.migrations);
    }
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return { url: urlOf(name), drop: () => dropped(name) };
}

/** One without any table. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = randomDatabaseName();
  await asAdmin(async (admin) => void (await admin.query(`CREATE DATABASE ${name}`)));
  return { url: urlOf(name), drop: () => dropped(name) };
}

const randomDatabaseName = () => `collabsphere_test_${randomUUID().replaceAll('-', '')}`;

const dropped = (name: string) =>
  asAdmin(async (admin) => void (await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)));

function urlOf(database: string): string {
  const url = new URL(process.env.TEST_POSTGRES_URL!);
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin<T>(work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
