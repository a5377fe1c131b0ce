import { AuditModule } from '#audit';
import { SessionsModule } from '#sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RoleAssignmentsRepository } from './assignments/role-assignments.repository';
import { TokenClaimsPublisher } from './assignments/token-claims.publisher';
import { RoleLookupService } from './role-lookup.service';
import { RoleQueriesRegistration } from './role-queries';
import { Role } from './role.entity';
import { RolesController } from './roles.controller';
import { RolesRepository } from './roles.repository';
import { RolesService } from './roles.service';

@Module({
  imports: [TypeOrmModule.forFeature([Role]), SessionsModule, AuditModule],
  controllers: [RolesController],
  providers: [
    RolesService,
    RolesRepository,
    RoleLookupService,
    RoleAssignmentsRepository,
    TokenClaimsPublisher,
    RoleQueriesRegistration,
  ],
  exports: [RolesRepository, RoleLookupService, RoleAssignmentsRepository, TokenClaimsPublisher],
})
export class RolesModule {}
