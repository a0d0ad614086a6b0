import { expected } from './expected.ts';
import type { Heard, Stage } from './stage.ts';

const OTTU = '/b/checkout/v1/upload-attachment/';
const ROUTE = '/v1/attachments';

/** Uploads as a caller sends them, and the refusals that only Ottu can give. */
export async function driveAttachments(stage: Stage): Promise<void> {
  const { body } = await expected(
    201,
    stage.ottu('POST', '/b/checkout/v1/pymt-txn/', {
      type: 'e_commerce',
      amount: '1.000',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
    }),
  );
  const sessionId = String(body['session_id']);
  await expected(200, upload(stage, {}));
  await expected(200, upload(stage, { session_id: sessionId }));
  await expected(200, upload(stage, { session_id: sessionId, shortify_attachment_url: 'true' }));
  if (stage.serves('POST', '/v1/payment-transactions')) {
    await expected(201, stage.service('POST', '/v1/payment-transactions', createForm()));
  }
  await expected(400, upload(stage, { session_id: 'f'.repeat(40) }));
  await expected(400, upload(stage, { order_no: 'nobody-has-this' }));
  // The service refuses these by itself: the simulator's own answers.
  const direct = async (form: FormData): Promise<Heard> => expected(400, stage.ottu('POST', OTTU, form));
  await direct(formOf({ session_id: sessionId, order_no: 'O-1' }));
  await direct(formOf({ shortify_attachment_url: 'true' }));
  await direct(formOf({}, 'program.exe'));
  const empty = new FormData();
  empty.set('session_id', sessionId);
  await direct(empty);
}

async function upload(stage: Stage, fields: Readonly<Record<string, string>>): Promise<Heard> {
  return stage.serves('POST', ROUTE)
    ? stage.service('POST', ROUTE, formOf(fields))
    : stage.ottu('POST', OTTU, formOf(fields));
}

function formOf(fields: Readonly<Record<string, string>>, name = 'invoice.pdf', part = 'file'): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set(part, new Blob(['%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n']), name);
  return form;
}

/** A create with its file: the members that a form can carry (F1.5). */
function createForm(): FormData {
  const fields = {
    type: 'e_commerce',
    amount: '12.5',
    currency_code: 'KWD',
    pg_codes: 'credit-card',
    generate_qr_code: 'true',
  };
  return formOf(fields, 'invoice.pdf', 'attachment');
}
