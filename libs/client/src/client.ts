import { Devices, Preferences, Profile } from './account/account.js';
import { Mfa, Passkeys } from './account/factors.js';
import { Auth } from './auth/auth.js';
import { DeviceTokens } from './auth/device-tokens.js';
import { stepUpBy } from './auth/step-up.js';
import { ApiClient, createApi } from './http/api.js';
import type { Api } from './http/api-types.js';
import { Transport } from './http/transport.js';
import type { ClientOptions } from './options.js';
import { Presence } from './presence/presence.js';
import { Push } from './push/push.js';
import { detectPlatform } from './platform/platform.js';
import { openSession } from './session/open-session.js';
import { SessionSchedule } from './session/session-schedule.js';
import type { SessionState } from './session/session-state.js';

/** What an application sees of the session: an observable value. */
export interface SessionView {
  get(): SessionState;
  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
  /** Resolves when it is known whether a user is signed in, or that the service can't be reached. */
  restore(): Promise<SessionState>;
  /** Reads the user and the permissions again. */
  reload(): Promise<void>;
  /** For React Native: call it when the app is in the foreground again. */
  check(): void;
  /** A valid access token, for your own services; `undefined` without a session. */
  accessToken(): Promise<string | undefined>;
}

export interface CollabSphereClient {
  readonly session: SessionView;
  readonly auth: Auth;
  readonly api: Api;
  readonly profile: Profile;
  readonly devices: Devices;
  readonly preferences: Preferences;
  readonly passkeys: Passkeys;
  readonly mfa: Mfa;
  readonly presence: Presence;
  readonly push: Push;
  /** Stops all timers, channels and sockets. The session stays. */
  close(): void;
}

/** The client of one service. An application has one. */
export function createClient(options: ClientOptions): CollabSphereClient {
  const { url, session: mode, onStepUpRequired } = options;
  const platform = { ...detectPlatform(), ...options.platform };
  const origin = url.replace(/\/+$/, '');
  const transport = new Transport(origin, mode === 'cookie' ? 'include' : 'omit', platform.fetch);
  const { session, storage, key } = openSession(options, platform, transport);
  const schedule = new SessionSchedule(session, platform);
  const api = createApi(
    new ApiClient(
      transport,
      session,
      stepUpBy(() => onStepUpRequired),
    ),
  );
  const presence = new Presence(origin, api, session, platform, {
    deviceType: options.device?.device_type,
    ...options.presence,
  });
  const deviceTokens = storage && new DeviceTokens(storage, `${key}:device`);
  // A page that is rendered on a server has no cookies: its status stays `loading`.
  if (mode === 'tokens' || platform.window || platform.openChannel) void schedule.restore();
  return {
    session: {
      get: session.get,
      subscribe: session.subscribe,
      restore: () => session.restore(),
      reload: () => session.reload(),
      check: schedule.check,
      accessToken: async () => (await session.fresh())?.access,
    },
    auth: new Auth(transport, session, deviceTokens, options),
    api,
    profile: new Profile(api, session),
    devices: new Devices(api, session),
    preferences: new Preferences(api),
    passkeys: new Passkeys(api, session),
    mfa: new Mfa(api, session),
    presence,
    push: new Push(api, session),
    close() {
      presence.close();
      schedule.close();
      session.close();
    },
  };
}
