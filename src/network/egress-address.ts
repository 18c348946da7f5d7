import { request as askHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as askHttps } from 'node:https';
import { EvidenceError } from '#src/core/errors.ts';
import { ipAddress } from '#src/core/school-network.ts';
import { hostAddress } from './host-address.ts';

/** How the school's own server is asked for the address with which its network goes out. */
export interface EgressOptions {
  /** Whether the server may be this computer itself. */
  readonly allowLoopback: boolean;
  /** Milliseconds; 3,000 where absent. */
  readonly deadlineMs?: number;
}

const MAX_BYTES = 1_024;

/**
 * Ask for the address with which this network goes out: one request to the configured host alone, no
 * redirect followed, nothing sent but the question.
 * @param source - http or https, as `egressSource` returns it
 * @returns as RFC 5952 writes it
 * @throws {EvidenceError} EGRESS_UNKNOWN - no answer in time, or one that isn't an IP address in plain text
 */
export async function askEgressAddress(source: string, options: EgressOptions): Promise<string> {
  const { deadlineMs = 3_000 } = options;
  const over = AbortSignal.timeout(deadlineMs);
  const late = new Promise<never>((_resolve, reject) => {
    over.addEventListener('abort', () => {
      reject(unknown(`an answer within ${deadlineMs} ms, got none`));
    });
  });
  const body = await Promise.race([answerOf(new URL(source), options.allowLoopback, over), late]);
  const address = ipAddress(body.trim());
  if (address === null) throw unknown('an IP address, got other text');
  return address;
}

async function answerOf(url: URL, allowLoopback: boolean, over: AbortSignal): Promise<string> {
  const found = await hostAddress(url.hostname.replace(/^\[|\]$/gu, ''), allowLoopback);
  if (found === null) throw unknown('an address that can be asked, got none');
  const options: RequestOptions = {
    agent: false,
    method: 'GET',
    headers: { accept: 'text/plain', 'accept-encoding': 'identity' },
    signal: over,
    // The address that was judged is the one that is asked.
    lookup: (_host, { all }, answer) => {
      if (all === true) answer(null, [found]);
      else answer(null, found.address, found.family);
    },
  };
  try {
    return await new Promise<string>((resolve, reject) => {
      const send = url.protocol === 'https:' ? askHttps : askHttp;
      const request = send(url, options, (answer) => {
        read(answer).then(resolve, reject);
      });
      request.once('error', reject);
      request.end();
    });
  } catch (error) {
    if (error instanceof EvidenceError) throw error;
    throw unknown('an answer, got a refusal', error);
  }
}

async function read(answer: IncomingMessage): Promise<string> {
  try {
    const { statusCode, headers } = answer;
    if (statusCode !== 200) throw unknown(`status 200, got ${statusCode ?? 'none'}`);
    if (!/^text\/plain(?:;|$)/iu.test(headers['content-type'] ?? 'text/plain')) {
      throw unknown('plain text, got another media type');
    }
    const pieces: Buffer[] = [];
    let sizeBytes = 0;
    for await (const piece of answer as AsyncIterable<Buffer>) {
      sizeBytes += piece.length;
      if (sizeBytes > MAX_BYTES) throw unknown(`at most ${MAX_BYTES} bytes, got more`);
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('latin1');
  } finally {
    answer.destroy();
  }
}

function unknown(expected: string, cause?: unknown): EvidenceError {
  const message = `egress server expected ${expected}`;
  return new EvidenceError('EGRESS_UNKNOWN', message, cause === undefined ? {} : { cause });
}
