export { SocketNotifier, type SocketNotification } from './socket-notifier';
export { PushModule } from './push.module';
export { PushMaintenance } from './push-maintenance';
export { RecipientStatusService, type RecipientStatus } from './recipient-status.service';
export { type SecurityNotice, SecurityNotices } from './security-notices';
export { UnsubscribeService } from './preferences/unsubscribe.service';
export { NotificationPreferencesDto } from './preferences/preferences.dto';
export { pushSettings } from './push.settings';
export { pushMigrations } from './migrations';
