import { OneTimeToken, OneTimeTokens1763856005000, OneTimeTokenVersion1764200003001 } from '#accounts';
import { Audit1763856004000, AuditEntry, AuditErasure1764028800000 } from '#audit';
import type { DatabaseSchema } from '#platform';
import { Push1764000003000 } from '#push';
import { PermissionValues1764200001000, Role, Roles1763856002000 } from '#roles';
import { Service, ServiceSecret, Services1764000001000 } from '#services';
import {
  OneDevicePerPushToken1764200003002,
  RevocationLifetimes1764200002000,
  SeenGenerations1764200004000,
  DisownedSessions1764200001001,
  Session,
  SessionPush1764000002000,
  Sessions1763856003000,
  SigningKey,
} from '#sessions';
import { CredentialVersion1764200003000, MailboxKeys1764200006000, User, Users1763856001000 } from '#users';

/** The tables of all rooms; TypeORM runs migrations in the order of the number in their names. */
export const schema = {
  entities: [User, Role, Session, SigningKey, AuditEntry, OneTimeToken, Service, ServiceSecret],
  migrations: [
    Users1763856001000,
    Roles1763856002000,
    Sessions1763856003000,
    Audit1763856004000,
    OneTimeTokens1763856005000,
    Services1764000001000,
    SessionPush1764000002000,
    Push1764000003000,
    AuditErasure1764028800000,
    PermissionValues1764200001000,
    DisownedSessions1764200001001,
    RevocationLifetimes1764200002000,
    CredentialVersion1764200003000,
    OneTimeTokenVersion1764200003001,
    OneDevicePerPushToken1764200003002,
    SeenGenerations1764200004000,
    MailboxKeys1764200006000,
  ],
} satisfies DatabaseSchema;
