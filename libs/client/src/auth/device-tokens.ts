import type { SessionStorage } from '../session/storage.js';

interface Kept {
  known?: string;
  /** By e-mail address: another user of this device has a token of their own. */
  trusted?: Record<string, string>;
}

interface Answer {
  user: { email: string };
  known_device_token?: string;
  trusted_device_token?: string;
}

/**
 * The tokens by which the service recognizes this device at the next sign-in. They outlive the session. With
 * `session: 'cookie'` they are in cookies.
 */
export class DeviceTokens {
  constructor(
    private readonly storage: SessionStorage,
    private readonly key: string,
  ) {}

  async of(email: string): Promise<{ known_device_token?: string; trusted_device_token?: string }> {
    const { known, trusted = {} } = await this.read();
    return { known_device_token: known, trusted_device_token: trusted[email.toLowerCase()] };
  }

  async keep({ user, known_device_token, trusted_device_token }: Answer): Promise<void> {
    if (!known_device_token && !trusted_device_token) return;
    const { known, trusted } = await this.read();
    const kept: Kept = {
      known: known_device_token ?? known,
      trusted: { ...trusted, ...(trusted_device_token && { [user.email.toLowerCase()]: trusted_device_token }) },
    };
    try {
      await this.storage.set(this.key, JSON.stringify(kept));
    } catch {
      // The user is signed in all the same.
    }
  }

  private async read(): Promise<Kept> {
    try {
      return (JSON.parse((await this.storage.get(this.key)) ?? '{}') ?? {}) as Kept;
    } catch {
      return {};
    }
  }
}
