import { Public } from '#auth';
import { ApiProblems, namespaceOf, problems } from '#platform';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

/** Words for programs that show them by themselves, such as the console. They are the same for everybody. */
@ApiTags('Operations')
@Public()
@Controller('api/messages')
export class MessagesController {
  @Get(':language/:namespace')
  @Header('cache-control', 'public, max-age=3600')
  @ApiOperation({
    operationId: 'getMessages',
    summary: 'Read the messages of one part in one language',
    description: 'In the ICU message format. `GET /api/branding` lists the languages.',
  })
  @ApiParam({ name: 'language', description: 'BCP 47.', example: 'de' })
  @ApiParam({ name: 'namespace', example: 'problems' })
  @ApiOkResponse({
    description: 'Success.',
    schema: {
      type: 'object',
      additionalProperties: { type: 'string' },
      example: { 'not_found.title': 'Nicht gefunden' },
    },
  })
  @ApiProblems('not_found')
  read(@Param('language') language: string, @Param('namespace') namespace: string): Readonly<Record<string, string>> {
    const messages = namespaceOf(language, namespace);
    if (!messages) throw problems.not_found();
    return messages;
  }
}
