export { Push1764000003000 } from './migrations/1764000003000-push';
export { NotificationSocket, type SocketNotification } from './notification-socket';
export { PushModule } from './push.module';
export { PushUpkeep } from './push-upkeep';
export { RecipientPresence, type RecipientStatus } from './recipient-presence';
export { type SecurityNotice, SecurityNotices } from './security-notices';
export { UnsubscribeService } from './preferences/unsubscribe.service';
export { NotificationPreferencesDto } from './preferences/preferences.dto';
export { pushSettings } from './push.settings';
