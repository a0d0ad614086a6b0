import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';

/** How the DER of every PKCS #7 signature of Apple Pay begins. */
const PKCS7_START = Buffer.from('308006092a864886f70d010702a0803080020101', 'hex');

/**
 * The JSON text of an Apple Pay token (`PKPaymentToken`) as a phone would give it: right in form, random in content.
 * Slashes are escaped (`\/`) and there is needless white space, as Apple's own writer has it: code that parses and
 * writes this text anew changes its bytes.
 */
export function applePayPayload(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const text = (bytes: Buffer): string => JSON.stringify(bytes.toString('base64')).replaceAll('/', '\\/');
  const transaction = randomBytes(32).toString('hex');
  return `{
  "paymentData" : {
    "version" : "EC_v1",
    "data" : ${text(randomBytes(237))},
    "signature" : ${text(Buffer.concat([PKCS7_START, randomBytes(490)]))},
    "header" : {
      "ephemeralPublicKey" : ${text(spki)},
      "publicKeyHash" : ${text(createHash('sha256').update(spki).digest())},
      "transactionId" : "${transaction}"
    }
  },
  "paymentMethod" : { "displayName" : "Visa 1019", "network" : "Visa", "type" : "credit" },
  "transactionIdentifier" : "${transaction.toUpperCase()}"
}`;
}
