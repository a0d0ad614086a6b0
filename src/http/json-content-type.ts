import { Problem } from '../problems/problem.ts';
import { parseMediaType } from './media-type.ts';

/** @throws Problem `unsupported_media_type` unless the type is application/json, in UTF-8 and not compressed. */
export function requireJson(contentType: string | undefined, contentEncoding: string | undefined): void {
  const type = parseMediaType(contentType);
  if (type?.essence !== 'application/json') {
    throw new Problem('unsupported_media_type', { detail: 'Send the body as Content-Type: application/json.' });
  }
  const charset = type.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8') {
    throw new Problem('unsupported_media_type', { detail: 'JSON is read as UTF-8 only.' });
  }
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') {
    throw new Problem('unsupported_media_type', { detail: 'Compressed bodies are not read.' });
  }
}
