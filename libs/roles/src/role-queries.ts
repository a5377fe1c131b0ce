import { RoleQueryRegistry } from '#sessions';
import { Injectable, type OnModuleInit } from '@nestjs/common';

/** Registers how sessions read roles. */
@Injectable()
export class RoleQueriesRegistration implements OnModuleInit {
  constructor(private readonly registry: RoleQueryRegistry) {}

  onModuleInit(): void {
    this.registry.register({
      all: 'SELECT role_grants(roles) AS role FROM roles',
      ofUser: (userId) =>
        `coalesce((SELECT jsonb_agg(role) FROM user_role_grants WHERE user_role_grants.user_id = ${userId}), '[]')`,
    });
  }
}
