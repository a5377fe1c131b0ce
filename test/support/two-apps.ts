import { randomBytes } from 'node:crypto';
import { freshDatabase } from './database';
import { type TestApp, testApp } from './test-app';

export interface TwoApps {
  secretKey: string;
  one: TestApp;
  other: TestApp;
  close(): Promise<void>;
}

/** The service twice on one database, as two processes of it would be. Either takes jobs: mails go to either mailbox. */
export async function twoApps(env: NodeJS.ProcessEnv = {}): Promise<TwoApps> {
  const database = await freshDatabase();
  const secretKey = env.SECRET_KEY ?? randomBytes(32).toString('base64');
  const shared = {
    DATABASE_URL: database.url,
    PUBLIC_URL: 'http://auth.example.com',
    SECRET_KEY: secretKey,
    ...env,
  };
  const [one, other] = await Promise.all([testApp(shared), testApp(shared)]);
  return {
    secretKey,
    one,
    other,
    async close() {
      await one.close();
      await other.close();
      await database.drop();
    },
  };
}
