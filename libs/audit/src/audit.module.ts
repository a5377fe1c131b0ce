import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditChain } from './audit-chain';
import { AuditEntry } from './audit-entry.entity';
import { AuditLog } from './audit-log.service';
import { AuditController } from './audit.controller';
import { AuditPersonalData } from './audit.personal-data';

@Module({
  imports: [TypeOrmModule.forFeature([AuditEntry])],
  controllers: [AuditController],
  providers: [AuditLog, AuditChain, AuditPersonalData],
  exports: [AuditLog, AuditChain],
})
export class AuditModule {}
