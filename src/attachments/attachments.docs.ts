import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.ts';
import { AttachmentAnswer } from './attachment.response.ts';
import { MAX_NAME_LENGTH, MEDIA_TYPES } from './form/file-type.ts';

const IDENTIFIER = { type: 'string', minLength: 1, maxLength: 128 } as const;

const DESCRIPTION = `
Passes one file on to Ottu while it comes in: it is never whole in memory and never on disk here. The answer is Ottu's own;
\`file_url\` goes into \`attachment_upload_url\` of a transaction.

The file's name says its kind (${Object.keys(MEDIA_TYPES).join(', ')}; at most ${MAX_NAME_LENGTH} characters), its content must show the same
kind, and it has at most 2.5 MB. A larger file is refused as soon as that shows, and Ottu never gets a whole one. An upload
is not repeated by this service: after a 5xx, send it again.

\`\`\`sh
curl -sS http://localhost:3000/v1/attachments -H 'Authorization: Api-Key demo.SECRET' -F order_no=ORD-1001 -F file=@invoice.pdf
\`\`\`
`.trim();

/** Everything that Swagger UI shows of the route. */
export function UploadDocs(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'uploadAttachment',
      summary: 'Upload a file for a transaction',
      description: DESCRIPTION,
    }),
    ApiConsumes('multipart/form-data'),
    ApiBody({
      schema: {
        type: 'object',
        required: ['file'],
        properties: {
          file: { type: 'string', format: 'binary', description: 'The one file, with its name.' },
          session_id: {
            ...IDENTIFIER,
            pattern: '^[-\\w]+$',
            description: 'The transaction that it belongs to; not beside `order_no`.',
          },
          order_no: { ...IDENTIFIER, description: 'The same by order number; not beside `session_id`.' },
          shortify_attachment_url: {
            type: 'boolean',
            default: false,
            description: 'Asks for a short address too; needs one of the two identifiers.',
          },
        },
      },
    }),
    ApiOkResponse({ type: AttachmentAnswer }),
    ApiProblems('validation_failed', 'bad_request', 'payload_too_large', 'unsupported_media_type', 'request_timeout'),
    ApiProblems(
      'ottu_rejected',
      'not_found',
      'ottu_refused_credentials',
      'ottu_bad_answer',
      'ottu_failed',
      'ottu_timeout',
    ),
    ApiProblems(
      'ottu_throttled',
      'ottu_locked',
      'ottu_overloaded',
      'ottu_unreachable',
      'store_unavailable',
      'shutting_down',
      'internal_error',
    ),
  );
}
