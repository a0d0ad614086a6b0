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
import { fieldViolation } from './form/field-rules.ts';
import type { FormField, FormRules } from './form/read-form.ts';

const MAX_IDENTIFIER_LENGTH = 128;

type FieldRule = (value: string) => string | undefined;

/** Fields that Ottu documents for an upload (F5). Others are passed on: it may add some tomorrow. */
const RULES: Readonly<Record<string, FieldRule>> = {
  session_id: (value) =>
    identifierViolation(value) ??
    (/^[-\w]+$/.test(value) ? undefined : 'must be letters, digits, hyphens and underscores'),
  order_no: identifierViolation,
  shortify_attachment_url: (value) => (isFlag(value) ? undefined : 'must be true or false'),
};

/** The fields of one upload as they come in, before, after or around the file, and all that is wrong with them. */
export class UploadFields implements FormRules {
  readonly filePart = 'file';
  readonly #known = new Map<string, string>();
  readonly #names = new Set<string>();
  readonly #violations: FieldError[] = [];

  take(field: FormField): void {
    const { name, value } = field;
    const violation = this.#violationOf(field);
    if (violation !== undefined) this.#violations.push(violation);
    this.#names.add(name);
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

  #violationOf(field: FormField): FieldError | undefined {
    const { name, value } = field;
    const violation = fieldViolation(field);
    if (violation !== undefined) return violation;
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
    const message = this.#names.has(name) ? 'is given more than once' : rule?.(value);
    return message === undefined ? undefined : { pointer: pointer(name), message };
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
