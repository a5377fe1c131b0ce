import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { MailModule } from '#mail';
import { PresenceModule } from '#presence';
import { SessionsModule } from '#sessions';
import { UsersModule } from '#users';
import { Module, type OnModuleInit } from '@nestjs/common';
import { Deliveries } from './delivery/deliveries';
import { NotifyJob } from './delivery/notify.job';
import { Pauses } from './delivery/pauses';
import { PushJob } from './delivery/push.job';
import { NotificationSocket } from './notification-socket';
import { Idempotency } from './notifications/idempotency';
import { NotificationStore } from './notifications/notification-store';
import { NotificationsController } from './notifications/notifications.controller';
import { NotificationsService } from './notifications/notifications.service';
import { PreferencesController } from './preferences/preferences.controller';
import { PreferencesService } from './preferences/preferences.service';
import { UnsubscribeService } from './preferences/unsubscribe.service';
import { FcmCredentials } from './providers/fcm-credentials';
import { FcmProvider } from './providers/fcm-provider';
import { PushProviders } from './providers/push-providers';
import { WebPushKeys } from './providers/web-push-keys';
import { WebPushProvider } from './providers/web-push-provider';
import { PushPersonalData } from './push.personal-data';
import { PushUpkeep } from './push-upkeep';
import { RecipientPresence } from './recipient-presence';
import { SecurityNotices } from './security-notices';
import { WebKeyController } from './web-key.controller';

const HOUR_MS = 3_600_000;

@Module({
  imports: [AuditModule, MailModule, PresenceModule, SessionsModule, UsersModule],
  controllers: [NotificationsController, PreferencesController, WebKeyController],
  providers: [
    NotificationsService,
    NotificationStore,
    Idempotency,
    SecurityNotices,
    PreferencesService,
    UnsubscribeService,
    Deliveries,
    NotifyJob,
    PushJob,
    Pauses,
    PushProviders,
    FcmProvider,
    FcmCredentials,
    WebPushProvider,
    WebPushKeys,
    RecipientPresence,
    PushUpkeep,
    PushPersonalData,
    NotificationSocket,
  ],
  exports: [NotificationsService, SecurityNotices, UnsubscribeService, PushUpkeep],
})
export class PushModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly upkeep: PushUpkeep,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'expired notifications', intervalMs: HOUR_MS, run: () => this.upkeep.purge() });
  }
}
