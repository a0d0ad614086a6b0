import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { Settings } from '../config/settings.ts';
import { pointer } from '../json/json-pointer.ts';
import { AttachmentApi } from '../ottu/attachment-api.ts';
import { problemOfFault } from '../ottu/errors/problem-of-fault.ts';
import { Deadline } from '../ottu/transport/deadline.ts';
import { TransportFault } from '../ottu/transport/transport-fault.ts';
import type { FieldError } from '../problems/problem.ts';
import { toAttachmentResponse } from './attachment.response.ts';
import { openForm, RECEIVE_MS } from './form/open-form.ts';
import type { FormField, FormRules } from './form/read-form.ts';

const MAX_IDENTIFIER_LENGTH = 128;
/** A longer unknown name is not repeated to the caller. */
const MAX_NAME_LENGTH = 128;

type FieldRule = (value: string) => string | undefined;

/** Fields that Ottu documents for an upload (F5). Others are passed on as they came: it may add some tomorrow. */
const RULES: Readonly<Record<string, FieldRule>> = {
  session_id: (value) =>
    identifierViolation(value) ??
    (/^[-\w]+$/.test(value) ? undefined : 'must be letters, digits, hyphens and underscores'),
  order_no: identifierViolation,
  shortify_attachment_url: (value) => (isFlag(value) ? undefined : 'must be true or false'),
  payment_instrument: () => 'is not taken with an attachment',
};

/** The fields of one upload as they come in, before, after or around the file, and all that is wrong with them. */
export class UploadFields implements FormRules {
  readonly filePart = 'file';
  readonly #known = new Map<string, string>();
  readonly #violations: FieldError[] = [];

  take({ name, value, truncated }: FormField): void {
    const violation = this.#violationOf(name, value, truncated);
    if (violation !== undefined) this.#violations.push(violation);
    if (Object.hasOwn(RULES, name)) this.#known.set(name, value);
  }

  violations(): readonly FieldError[] {
    if (!this.#known.has('session_id') || !this.#known.has('order_no')) return this.#violations;
    const message = 'session_id and order_no cannot both be given';
    return [...this.#violations, { pointer: '/session_id', message }, { pointer: '/order_no', message }];
  }

  violationsAtFile(): readonly FieldError[] {
    return this.violations();
  }

  /** Ottu shortens only what belongs to a transaction (F5). */
  violationsAtEnd(): readonly FieldError[] {
    const shortens = isTrue(this.#known.get('shortify_attachment_url') ?? 'false');
    if (!shortens || this.#known.has('session_id') || this.#known.has('order_no')) return this.violations();
    return [...this.violations(), { pointer: '/shortify_attachment_url', message: 'needs session_id or order_no' }];
  }

  #violationOf(name: string, value: string, truncated: boolean): FieldError | undefined {
    if (name === '' || [...name].length > MAX_NAME_LENGTH) {
      return { pointer: '', message: 'has a part without a name, or with a very long one' };
    }
    const message = this.#messageOf(name, value, truncated);
    return message === undefined ? undefined : { pointer: pointer(name), message };
  }

  #messageOf(name: string, value: string, truncated: boolean): string | undefined {
    if (truncated) return 'is too long';
    if (!Object.hasOwn(RULES, name)) return undefined;
    return this.#known.has(name) ? 'is given more than once' : RULES[name]?.(value);
  }
}

function identifierViolation(value: string): string | undefined {
  if (value === '') return 'must not be empty';
  return [...value].length > MAX_IDENTIFIER_LENGTH
    ? `must have at most ${MAX_IDENTIFIER_LENGTH} characters`
    : undefined;
}

function isFlag(value: string): boolean {
  return /^(true|false)$/i.test(value);
}

function isTrue(value: string): boolean {
  return value.toLowerCase() === 'true';
}

/** Streams a caller's file to Ottu while it comes in. Never whole in memory, never on disk, never sent twice. */
@Injectable()
export class UploadAttachment {
  readonly #attachments: AttachmentApi;
  readonly #deadlineMs: number;

  constructor(@Inject(AttachmentApi) attachments: AttachmentApi, @Inject(Settings) { ottu }: Settings) {
    this.#attachments = attachments;
    this.#deadlineMs = RECEIVE_MS + ottu.timeoutMs;
  }

  /**
   * @returns the bytes of Ottu's own answer, JSON
   * @throws Problem
   */
  async execute(request: FastifyRequest): Promise<Buffer> {
    const form = await openForm(request, new UploadFields());
    try {
      const { contentType } = form;
      return toAttachmentResponse(
        await this.#attachments.send({ contentType, body: form.body() }, new Deadline(this.#deadlineMs)),
      );
    } catch (error) {
      throw form.refusal ?? (error instanceof TransportFault ? problemOfFault(error) : error);
    } finally {
      form.close();
    }
  }
}
