/** What is missing, in words for who starts it. */
export class SettingsError extends Error {}

export interface MessagesSettings {
  port: number;
  host: string;
  /** Address of CollabSphere Auth: its `PUBLIC_URL`. */
  issuer: string;
  clientId: string;
  clientSecret: string;
}

export function readSettings(env: NodeJS.ProcessEnv): MessagesSettings {
  const { PORT = '3001', HOST = '127.0.0.1', AUTH_ISSUER = 'http://localhost:3000' } = env;
  const { AUTH_CLIENT_ID, AUTH_CLIENT_SECRET } = env;
  if (!AUTH_CLIENT_ID || !AUTH_CLIENT_SECRET)
    throw new SettingsError(
      'AUTH_CLIENT_ID and AUTH_CLIENT_SECRET: must be set; `npm run cli -- create-service` makes them.',
    );
  return {
    port: Number(PORT),
    host: HOST,
    issuer: AUTH_ISSUER,
    clientId: AUTH_CLIENT_ID,
    clientSecret: AUTH_CLIENT_SECRET,
  };
}
