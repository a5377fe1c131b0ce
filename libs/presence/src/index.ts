export { type DeviceType, deviceTypes } from './device-type';
export {
  type Connection,
  type ManualStatus,
  type ManualStatusValue,
  manualStatusValues,
  type OwnPresence,
  type Presence,
  type PresenceStatus,
} from './presence';
export { LastSeenFallback, type LastSeenSource } from './last-seen.fallback';
export { PresenceApiModule } from './presence-api.module';
export { PresenceModule } from './presence.module';
export { PresenceService } from './presence.service';
export { MAX_CONNECTIONS } from './presence-limits';
export { type ConnectResult, PresenceTracker } from './presence-tracker';
export { SessionActivityBuffer } from './session-activity-buffer';
export { ManualPresence } from './presence.personal-data';
