/** Bytes that are no request, or one that two readers could understand differently. */
export interface BrokenRequest {
  readonly name: string;
  readonly bytes: Buffer;
}

const HOST = 'Host: x\r\n';
/** Served where a proxy in front has not seen that it is a request. */
const SMUGGLED = `GET /v1/payment-methods HTTP/1.1\r\n${HOST}\r\n`;
const POST = `POST /v1/carts HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;

function named(requests: Readonly<Record<string, string | Buffer>>): BrokenRequest[] {
  return Object.entries(requests).map(([name, bytes]) => ({
    name,
    bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes,
  }));
}

/** Two lengths, or a length of which two readers could think differently: each has to be refused, and nothing after it read. */
export function smuggling(): BrokenRequest[] {
  const chunks = `0\r\n\r\n${SMUGGLED}`;
  return named({
    'a length and chunks': `${POST}Content-Length: ${chunks.length}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    'chunks and a length': `${POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n${chunks}`,
    'two lengths': `${POST}Content-Length: 0\r\nContent-Length: 4\r\n\r\n${SMUGGLED}`,
    'a length twice in one line': `${POST}Content-Length: 0, 0\r\n\r\n${SMUGGLED}`,
    'a length with a sign': `${POST}Content-Length: +0\r\n\r\n${SMUGGLED}`,
    'a length in another system': `${POST}Content-Length: 0x0\r\n\r\n${SMUGGLED}`,
    'a length beyond numbers': `${POST}Content-Length: 99999999999999999999\r\n\r\n${SMUGGLED}`,
    'a name with a space behind it': `${POST}Transfer-Encoding : chunked\r\n\r\n${chunks}`,
    'an encoding that is none': `${POST}Transfer-Encoding: xchunked\r\n\r\n${chunks}`,
    'an encoding after chunks': `${POST}Transfer-Encoding: chunked, identity\r\n\r\n${chunks}`,
    'a tab that is none': `${POST}Transfer-Encoding: \x0bchunked\r\n\r\n${chunks}`,
    'a header that goes on in the next line': `${POST}X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n${SMUGGLED}`,
    'lines without a carriage return': `POST /v1/carts HTTP/1.1\nHost: x\nContent-Length: 0\n\n${SMUGGLED}`,
    'a carriage return alone': `${POST}X: a\rTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n${SMUGGLED}`,
    'a chunk longer than numbers': `${POST}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n${SMUGGLED}`,
    'a chunk with a minus': `${POST}Transfer-Encoding: chunked\r\n\r\n-1\r\n${SMUGGLED}`,
    'a chunk that ends elsewhere': `${POST}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n${chunks}`,
    'a header of a trailer that is a length': `${POST}Transfer-Encoding: chunked\r\n\r\n0\nContent-Length: 4\r\n\r\n${SMUGGLED}`,
  });
}

/** What scanners and broken programs send; none of it is a request that anybody may make. */
export function garbage(random: () => number): BrokenRequest[] {
  const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  return named({
    'random bytes': noise(2_000),
    'random bytes behind a method': Buffer.concat([Buffer.from('GET /'), noise(500)]),
    'the hello of TLS': Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]), noise(500)]),
    'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'NUL in the address': `GET /v1/\0payments HTTP/1.1\r\n${HOST}\r\n`,
    'NUL in a header': `GET /v1/payments HTTP/1.1\r\n${HOST}X: \0\r\n\r\n`,
    'a header of a megabyte': `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(1_000_000)}\r\n\r\n`,
    'headers by the thousand': `GET / HTTP/1.1\r\n${HOST}${'X: x\r\n'.repeat(20_000)}\r\n`,
    'an address of a megabyte': `GET /${'a'.repeat(1_000_000)} HTTP/1.1\r\n${HOST}\r\n`,
    'a method that is none': `STEAL /v1/payments HTTP/1.1\r\n${HOST}\r\n`,
    'a method in small letters': `get /v1/payment-methods HTTP/1.1\r\n${HOST}\r\n`,
    'a tunnel': `CONNECT 169.254.169.254:80 HTTP/1.1\r\n${HOST}\r\n`,
    'an echo': `TRACE /v1/payments HTTP/1.1\r\n${HOST}\r\n`,
    'another host in the address': `GET http://169.254.169.254/latest/meta-data HTTP/1.1\r\n${HOST}\r\n`,
    'no host': 'GET /v1/payment-methods HTTP/1.1\r\n\r\n',
    'HTTP/0.9': 'GET /v1/payment-methods\r\n\r\n',
    'a version that is none': `GET /v1/payment-methods HTTP/9.9\r\n${HOST}\r\n`,
    'a way out of the folder': `GET /docs/../../../etc/passwd HTTP/1.1\r\n${HOST}\r\n`,
    'a way out of the folder, written otherwise': `GET /docs/%2e%2e%2f%2e%2e%2fetc/passwd HTTP/1.1\r\n${HOST}\r\n`,
    'a wish that nobody knows': `POST /v1/carts HTTP/1.1\r\n${HOST}Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}`,
    'a body of ten megabytes, announced': `${POST}Content-Length: 10000000\r\n\r\n`,
    'a body in a coding that is none': `${POST}Content-Encoding: br\r\nContent-Length: 2\r\n\r\n{}`,
  });
}

/** The same numbers for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
