import type { components } from '../generated/openapi.js';
import type { Api } from '../http/api-types.js';
import { fromProfile, type OwnProfile, type User } from '../session/session-record.js';
import type { Session } from '../session/session.js';

type Schemas = components['schemas'];

/** The account of the signed-in user. What changes is seen in `client.session` of all tabs. */
export class Profile {
  constructor(
    private readonly api: Api,
    private readonly session: Session,
  ) {}

  get = async (): Promise<User> => this.keep(await this.api.GET('/api/profile'));
  update = async (body: Schemas['ProfileEdit']): Promise<User> =>
    this.keep(await this.api.PATCH('/api/profile', { body }));
  deleteAvatar = async (): Promise<User> => this.keep(await this.api.DELETE('/api/profile/avatar'));

  async uploadAvatar(image: Blob): Promise<User> {
    const body = new FormData();
    body.set('avatar', image);
    return this.keep(await this.api.PUT('/api/profile/avatar', { body }));
  }

  changePassword(current_password: string, new_password: string) {
    return this.api.POST('/api/password/change', { body: { current_password, new_password } });
  }

  changeEmail(new_email: string, password: string) {
    return this.api.POST('/api/email/change', { body: { new_email, password } });
  }

  /** All that is stored about the user, as one JSON document. */
  export() {
    return this.api.GET('/api/account/export');
  }

  /** Deletes the account and all its data, for ever. */
  async delete(password: string): Promise<void> {
    const sessionId = this.session.current()?.sessionId;
    await this.api.DELETE('/api/account', { body: { password } });
    await this.session.end('account_deleted', sessionId);
  }

  private async keep(profile: OwnProfile): Promise<User> {
    const change = fromProfile(profile);
    await this.session.update(change);
    return change.user;
  }
}

/** The devices of the user. Each is a session. */
export class Devices {
  constructor(
    private readonly api: Api,
    private readonly session: Session,
  ) {}

  /** The id of this device, if it is signed in. */
  get currentId(): string | undefined {
    return this.session.current()?.sessionId;
  }

  list(query: { limit?: number; cursor?: string } = {}) {
    return this.api.GET('/api/devices', { params: { query } });
  }

  update(id: string, body: Schemas['DeviceEdit']) {
    return this.api.PUT('/api/devices/{id}', { params: { path: { id } }, body });
  }

  /** Signs the device out. */
  async remove(id: string): Promise<void> {
    await this.api.DELETE('/api/devices/{id}', { params: { path: { id } } });
    await this.session.end('ended_by_user', id);
  }

  removeOthers() {
    return this.api.DELETE('/api/sessions');
  }
}

export class Preferences {
  constructor(private readonly api: Api) {}

  get = () => this.api.GET('/api/notification-preferences');
  update = (body: Schemas['NotificationPreferencesEdit']) => this.api.PUT('/api/notification-preferences', { body });
}
