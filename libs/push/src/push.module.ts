import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { MailModule } from '#mail';
import { PresenceModule } from '#presence';
import { SessionsModule } from '#sessions';
import { StatisticsModule } from '#statistics';
import { UsersModule } from '#users';
import { Module, type OnModuleInit } from '@nestjs/common';
import { Deliveries } from './delivery/deliveries';
import { NotifyJob } from './delivery/notify.job';
import { ProviderThrottle } from './delivery/provider-throttle';
import { PushJob } from './delivery/push.job';
import { SocketNotifier } from './socket-notifier';
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
import { PushMaintenance } from './push-maintenance';
import { RecipientStatusService } from './recipient-status.service';
import { SecurityNotices } from './security-notices';
import { WebPushKeyController } from './web-push-key.controller';

const HOUR_MS = 3_600_000;

@Module({
  imports: [AuditModule, MailModule, PresenceModule, SessionsModule, StatisticsModule, UsersModule],
  controllers: [NotificationsController, PreferencesController, WebPushKeyController],
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
    ProviderThrottle,
    PushProviders,
    FcmProvider,
    FcmCredentials,
    WebPushProvider,
    WebPushKeys,
    RecipientStatusService,
    PushMaintenance,
    PushPersonalData,
    SocketNotifier,
  ],
  exports: [NotificationsService, SecurityNotices, UnsubscribeService, PushMaintenance],
})
export class PushModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly push: PushMaintenance,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'expired notifications', intervalMs: HOUR_MS, run: () => this.push.purge() });
  }
}
