import { Public } from '#auth';
import { ApiProblems, contentSecurityPolicy, problems } from '#platform';
import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { AvatarStore } from './avatar-store';

const YEAR = 31_536_000;

@ApiTags('Profile')
@Public()
@Controller('avatars')
export class AvatarsController {
  constructor(private readonly store: AvatarStore) {}

  @Get(':name')
  // Each upload has a new name, so the image of a name never changes.
  @Header('cache-control', `public, max-age=${YEAR}, immutable`)
  @Header('content-security-policy', contentSecurityPolicy({ sandbox: '' }))
  // Pages of other origins embed avatars.
  @Header('cross-origin-resource-policy', 'cross-origin')
  @ApiOperation({
    operationId: 'getAvatar',
    summary: 'Read an avatar',
    description: 'A WebP image; the URL changes with each upload.',
  })
  @ApiParam({ name: 'name', example: '5b0c9a6e3f4d41d2a7c85b0c9a6e3f4d.webp' })
  @ApiOkResponse({ content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblems('not_found')
  async get(@Param('name') name: string): Promise<StreamableFile> {
    const image = await this.store.get(name);
    if (!image) throw problems.not_found({ headers: { 'cache-control': 'no-store' } });
    return new StreamableFile(image, { type: 'image/webp', disposition: 'inline; filename="avatar.webp"' });
  }
}
