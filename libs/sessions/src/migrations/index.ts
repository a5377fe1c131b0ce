import { Sessions1763856003000 } from './1763856003000-sessions';
import { SessionPush1764000002000 } from './1764000002000-session-push';
import { DisownedSessions1764200001001 } from './1764200001001-disowned-sessions';
import { RevocationLifetimes1764200002000 } from './1764200002000-revocation-lifetimes';
import { OneDevicePerPushToken1764200003002 } from './1764200003002-one-device-per-push-token';
import { SeenGenerations1764200004000 } from './1764200004000-seen-generations';
import { SessionAuthentication1795731202000 } from './1795731202000-session-authentication';
import { SessionNetwork1795731203000 } from './1795731203000-session-network';
import { HotRefreshes1795752000000 } from './1795752000000-hot-refreshes';
import { EventNotifications1795762000000 } from './1795762000000-event-notifications';
import { EventPartitions1795763000000 } from './1795763000000-event-partitions';

export const sessionsMigrations = [
  Sessions1763856003000,
  SessionPush1764000002000,
  DisownedSessions1764200001001,
  RevocationLifetimes1764200002000,
  OneDevicePerPushToken1764200003002,
  SeenGenerations1764200004000,
  SessionAuthentication1795731202000,
  SessionNetwork1795731203000,
  HotRefreshes1795752000000,
  EventNotifications1795762000000,
  EventPartitions1795763000000,
];

export { OneDevicePerPushToken1764200003002, RevocationLifetimes1764200002000 };
