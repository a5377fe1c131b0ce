import { createPrivateKey, type KeyObject } from 'node:crypto';
import { AuthOptions, DEFAULT_AUDIENCE } from '#auth';
import { SecretBox, type Settings } from '#platform';
import { SigningKeysService } from '#sessions';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { v7 as uuid } from 'uuid';
import { jwt } from './jwt';

interface Issuer {
  issuer: string;
  audience: string;
  kid: string;
  key: KeyObject;
}

/** The access token of a service with these scopes, signed with the keys of the app itself. */
export function serviceToken(app: NestFastifyApplication, scopes: string[], clientId?: string): string {
  return sign({ ...app.get(AuthOptions), ...signingKeyOf(app) }, scopes, clientId);
}

/** What the app signs with. */
export const signingKeyOf = (app: NestFastifyApplication): Pick<Issuer, 'kid' | 'key'> =>
  app.get(SigningKeysService).currentSigner();

/** The same for a service that runs as a process of its own. */
export async function serviceTokenOfProcess(
  { issuer, databaseUrl, secretKey }: { issuer: string; databaseUrl: string; secretKey: string },
  scopes: string[],
): Promise<string> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const { rows } = await database.query(
    'SELECT kid, sealed_private_key FROM signing_keys ORDER BY active_at DESC LIMIT 1',
  );
  await database.end();
  const secrets = new SecretBox({ SECRET_KEY: secretKey } as Settings);
  const key = createPrivateKey(secrets.open('signing-keys', rows[0].sealed_private_key));
  return sign({ issuer, audience: DEFAULT_AUDIENCE, kid: rows[0].kid, key }, scopes);
}

function sign({ issuer: iss, audience: aud, kid, key }: Issuer, scopes: string[], clientId = 'messages'): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss, aud, sub: clientId, client_id: clientId, iat, exp: iat + 3600, jti: uuid() };
  return jwt({ alg: 'ES256', typ: 'at+jwt', kid }, { ...claims, scope: scopes.join(' ') }, key);
}
