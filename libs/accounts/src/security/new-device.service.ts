import { JobHandlers, knownLanguage, Settings } from '#platform';
import { DeviceHistory, describeUserAgent } from '#sessions';
import { UsersService } from '#users';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SecurityAlerts } from './security-alerts';
import { UnrecognizedSessionLinks } from './unrecognized-session-links';

/** The job is added by the sign-in, where its device is not known at first sight. */
export const CHECK_NEW_DEVICE = 'look_at_device';

/** Alerts the user to a sign-in on a device that was never seen with their account. */
@Injectable()
export class NewDeviceService implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly history: DeviceHistory,
    private readonly users: UsersService,
    private readonly alerts: SecurityAlerts,
    private readonly links: UnrecognizedSessionLinks,
    private readonly handlers: JobHandlers,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.handlers.register(CHECK_NEW_DEVICE, (payload) =>
      this.checkDevice((payload as { session_id: string }).session_id),
    );
  }

  private async checkDevice(sessionId: string): Promise<void> {
    const session = await this.history.findIfNewDevice(sessionId);
    if (!session) return;
    const { id, ip, createdAt, userAgent } = session;
    await this.database.transaction(async (manager) => {
      // Locked, so that the mail does not go to an address that is being given up.
      const user = await this.users.lockById(manager, session.userId);
      if (!user) return;
      const language = knownLanguage(user.locale, this.settings.DEFAULT_LANGUAGE);
      const device = session.deviceName ?? describeUserAgent(userAgent, language);
      await this.alerts.send(manager, user, {
        mail: 'new-device',
        variables: {
          name: user.fullName,
          device,
          ip,
          when: createdAt.toISOString(),
          link: this.links.linkFor(id),
        },
        notice: {
          event: 'new_device',
          values: { device },
          data: { session_id: id },
        },
        exceptSessions: [id],
        audit: {
          action: 'session.new_device',
          actorId: user.id,
          subjectId: user.id,
          details: { session_id: id, device: session.deviceName ?? describeUserAgent(userAgent), ip },
        },
      });
    });
  }
}
