import { parentPort, type Transferable } from 'node:worker_threads';
import { failure, ok } from '#src/core/result.ts';
import { encodeKeyFile, openKeyFile } from './key-file.ts';
import type { KeyWorkerAnswer, KeyWorkerRequest } from './key-worker-protocol.ts';

// The script of the worker thread that startKeyWorker starts; nothing imports it.

async function answerTo(request: KeyWorkerRequest): Promise<KeyWorkerAnswer> {
  const { kind, id } = request;
  try {
    if (kind === 'open') {
      return { kind, id, result: ok(await openKeyFile(request.file, request.passphrase)) };
    }
    const { keys, caFingerprint, passphrase, logN } = request;
    return { kind, id, result: ok(await encodeKeyFile(keys, caFingerprint, passphrase, logN)) };
  } catch (thrown) {
    return { kind, id, result: failure(thrown) };
  } finally {
    if (kind === 'encode') {
      // This thread's own copies.
      request.keys.ed25519Seed.fill(0);
      request.keys.p256Pkcs8.fill(0);
    }
  }
}

/** Secrets move to the other thread instead of being copied, so that none stay here. */
function secretsOf(answer: KeyWorkerAnswer): Transferable[] {
  if (answer.kind !== 'open' || !answer.result.ok) return [];
  const { ed25519Seed, p256Pkcs8 } = answer.result.value.keys;
  return [ed25519Seed, p256Pkcs8].flatMap(({ buffer }) =>
    buffer instanceof ArrayBuffer ? [buffer] : [],
  );
}

const port = parentPort;
port?.on('message', (request: KeyWorkerRequest) => {
  void answerTo(request).then((answer) => {
    port.postMessage(answer, secretsOf(answer));
  });
});
