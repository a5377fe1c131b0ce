import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '#composition';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { closeApp, createApp, startApp } from '../../apps/api/src/create-app';
import { freshDatabase } from './database';
import { freePort } from '../../tools/free-port';
import { HttpClient } from './http-client';
import { Mailbox } from './mailbox';
import { firstOwner, TestUsers } from './test-users';

export interface TestApp {
  app: NestFastifyApplication;
  /** Over a real socket. */
  http: HttpClient;
  /** To look behind the scenes. */
  db: DataSource;
  /** A real SMTP server, which the service mails to. */
  mailbox: Mailbox;
  /** Ready-made people: `await as.verifiedUser()`. */
  as: TestUsers;
  url: string;
  databaseUrl: string;
  dataDir: string;
  close(): Promise<void>;
}

/**
 * The whole service with a database, a mail server and a folder of its own. Limits are off unless `env` sets them. A
 * `DATABASE_URL` in `env` is used as it is, and not dropped.
 */
export async function testApp(env: NodeJS.ProcessEnv = {}): Promise<TestApp> {
  const [database, mailbox, dataDir, port] = await Promise.all([
    env.DATABASE_URL ? { url: env.DATABASE_URL, drop: async () => undefined } : freshDatabase(),
    Mailbox.open(),
    mkdtemp(join(tmpdir(), 'collabsphere-data-')),
    env.PORT ? Number(env.PORT) : freePort(),
  ]);
  const settings = loadSettings(
    {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATABASE_URL: database.url,
      REDIS_URL: ownKeys(process.env.TEST_REDIS_URL),
      SMTP_URL: mailbox.url,
      DATA_DIR: dataDir,
      // The least bcrypt has: tests are about what is around it.
      BCRYPT_COST: '4',
      RATE_LIMIT_SCALE: '100000',
      // A busy machine is no outage.
      DATABASE_CONNECT_TIMEOUT: '60s',
      DATABASE_STATEMENT_TIMEOUT: '60s',
      BOOTSTRAP_ADMIN_EMAIL: firstOwner.email,
      BOOTSTRAP_ADMIN_PASSWORD: firstOwner.password,
      ...env,
      ...(!env.DATABASE_DIRECT_URL && behindPooler(database.url)),
    },
    '',
  );
  const app = await createApp(settings);
  await startApp(app);
  await app.listen(port, '127.0.0.1');
  const http = new HttpClient(`http://127.0.0.1:${port}`);
  return {
    app,
    http,
    db: app.get(DataSource),
    mailbox,
    as: new TestUsers(http, mailbox),
    url: http.url,
    databaseUrl: database.url,
    dataDir,
    async close() {
      await closeApp(app);
      await mailbox.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The addresses of a database of the tests' server, if the tests run behind a pooler. */
function behindPooler(databaseUrl: string): NodeJS.ProcessEnv {
  const { TEST_POOLER_URL: pooler, TEST_POSTGRES_URL: server } = process.env;
  const url = new URL(databaseUrl);
  if (!pooler || url.host !== new URL(server!).host) return {};
  url.host = new URL(pooler).host;
  return { DATABASE_URL: url.href, DATABASE_DIRECT_URL: databaseUrl };
}

/** One Redis serves the whole run, and the runs before it: without keys of its own an app would find their counts. */
function ownKeys(redisUrl: string | undefined): string | undefined {
  return redisUrl && `${redisUrl}?keyPrefix=test-${randomUUID()}:`;
}
