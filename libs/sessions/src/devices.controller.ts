import { CurrentUser, type Principal } from '#auth';
import {
  ApiAnswer,
  type RequestMetadata,
  ReqMetadata,
  IdParam,
  Language,
  type Page,
  PageQuery,
  PageDto,
} from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PushAddressMapper } from './push-address';
import { DevicesService } from './devices.service';
import { SessionsService } from './sessions.service';
import { OwnSessionsService } from './own-sessions.service';
import { sessionProblems } from './sessions.errors';
import { DeviceEdit, DeviceDto, sessionPage, toDeviceDto } from './sessions.dto';

@ApiTags('Sessions and devices')
@ApiBearerAuth()
@Controller('api/devices')
export class DevicesController {
  constructor(
    private readonly ownSessions: OwnSessionsService,
    private readonly sessions: SessionsService,
    private readonly devices: DevicesService,
    private readonly addresses: PushAddressMapper,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listDevices',
    summary: 'List the own devices',
    description: 'Last active first. A device is its session.',
  })
  @ApiAnswer(200, PageDto(DeviceDto), 'validation_failed')
  list(
    @CurrentUser() principal: Principal,
    @Query() query: PageQuery,
    @Language() language: string,
  ): Promise<Page<DeviceDto>> {
    return sessionPage(
      query,
      (limit, after) => this.sessions.list(principal.userId, limit, after),
      (session) => toDeviceDto(session, principal.sessionId, language),
    );
  }

  @Put(':id')
  @ApiOperation({
    operationId: 'updateDevice',
    summary: 'Rename a device, or change its push address',
    description:
      'Omitted fields stay unchanged; `"push": null` ends pushes. A token or endpoint of another device or account moves to this device.',
  })
  @ApiAnswer(200, DeviceDto, 'validation_failed', 'device_not_found')
  async update(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Body() edit: DeviceEdit,
    @Language() language: string,
  ): Promise<DeviceDto> {
    const device = await this.devices.update(principal, id, {
      name: edit.name,
      type: edit.type,
      push: this.addresses.fromEdit(edit),
    });
    return toDeviceDto(device, principal.sessionId, language);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteDevice',
    summary: 'Remove a device',
    description: 'Its session ends, and its push token is deleted.',
  })
  @ApiAnswer(204, undefined, 'device_not_found')
  async remove(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    const ended = await this.ownSessions.revoke(principal, { only: [id] }, metadata);
    if (ended.length === 0) throw sessionProblems.device_not_found();
  }
}
