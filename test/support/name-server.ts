import { createSocket } from 'node:dgram';

/** Answers for names as Docker's own name server does: with the addresses of all containers that run at that moment. */
export interface NameServer {
  /** `address:port`. */
  readonly at: string;
  close(): Promise<void>;
}

const HEADER_BYTES = 12;
const RESPONSE = 0x8180;
const NO_SUCH_NAME = 3;
/** The name stands in the question, right after the header. */
const NAME_OF_QUESTION = 0xc000 + HEADER_BYTES;
const TYPE_A = 1;

/** @param addresses of whatever name is asked for; IPv4. */
export async function startNameServer(addresses: () => readonly string[]): Promise<NameServer> {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (query, { port, address }) => {
    const all = addresses();
    // Each time another one is the first.
    const first = all.length === 0 ? 0 : (asked += 1) % all.length;
    socket.send(answerTo(query, [...all.slice(first), ...all.slice(0, first)]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    at: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise((resolve) => void socket.close(resolve)),
  };
}

function answerTo(query: Buffer, addresses: readonly string[]): Buffer {
  // The name ends in an empty label; type and class come after it.
  const end = query.indexOf(0, HEADER_BYTES) + 5;
  const header = Buffer.from(query.subarray(0, HEADER_BYTES));
  header.writeUInt16BE(addresses.length === 0 ? RESPONSE + NO_SUCH_NAME : RESPONSE, 2);
  header.writeUInt16BE(addresses.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, query.subarray(HEADER_BYTES, end), ...addresses.map(recordOf)]);
}

function recordOf(address: string): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt16BE(NAME_OF_QUESTION, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(TYPE_A, 4);
  record.writeUInt32BE(1, 6);
  record.writeUInt16BE(4, 10);
  record.set(address.split('.').map(Number), 12);
  return record;
}
