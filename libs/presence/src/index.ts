export {
  type Connection,
  type DeviceKind,
  deviceKinds,
  type ManualStatus,
  manualStatuses,
  type OwnPresence,
  type Presence,
  type PresenceStatus,
  type StatusChoice,
} from './presence';
export { LastSeenArchive, type LastSeenSource } from './last-seen.archive';
export { PresenceApiModule } from './presence-api.module';
export { PresenceModule } from './presence.module';
export { PresenceService } from './presence.service';
export { MAX_CONNECTIONS } from './presence-limits';
export { type ConnectResult, PresenceStore } from './presence-store';
export { SessionActivity } from './session-activity';
export { ManualPresence } from './presence.personal-data';
