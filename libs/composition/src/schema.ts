import {
  EmailChangeSession1764200008000,
  OneTimeToken,
  OneTimeTokens1763856005000,
  OneTimeTokenVersion1764200003001,
} from '#accounts';
import { AuditEntry, auditMigrations } from '#audit';
import type { DatabaseSchema } from '#platform';
import { Push1764000003000 } from '#push';
import { Role, rolesMigrations } from '#roles';
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
import { User, usersMigrations } from '#users';

/** The name of a migration ends with its timestamp in milliseconds. */
const timestampOf = ({ name }: { name: string }) => Number(name.slice(-13));

/** The tables of all modules. Migrations run in the order of their timestamps. */
export const schema = {
  entities: [User, Role, Session, SigningKey, AuditEntry, OneTimeToken, Service, ServiceSecret],
  migrations: [
    ...usersMigrations,
    ...rolesMigrations,
    ...auditMigrations,
    Sessions1763856003000,
    OneTimeTokens1763856005000,
    Services1764000001000,
    SessionPush1764000002000,
    Push1764000003000,
    DisownedSessions1764200001001,
    RevocationLifetimes1764200002000,
    OneTimeTokenVersion1764200003001,
    OneDevicePerPushToken1764200003002,
    SeenGenerations1764200004000,
    EmailChangeSession1764200008000,
  ].sort((a, b) => timestampOf(a) - timestampOf(b)),
} satisfies DatabaseSchema;
