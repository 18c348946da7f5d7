import type { Digest } from '#src/core/digest.ts';
import type { Result } from '#src/core/result.ts';
import type { OpenedKeyFile } from './key-file.ts';
import type { PersonKeys } from './person-keys.ts';

/** What the main thread asks of the worker; `id` comes back with the answer. */
export type KeyWorkerRequest =
  | {
      readonly kind: 'encode';
      readonly id: number;
      readonly keys: PersonKeys;
      readonly caFingerprint: Digest;
      readonly passphrase: string;
      readonly logN: number;
    }
  | {
      readonly kind: 'open';
      readonly id: number;
      readonly file: Uint8Array;
      readonly passphrase: string;
    };

/** What the worker answers; one for each request, in any order. */
export type KeyWorkerAnswer =
  | { readonly kind: 'encode'; readonly id: number; readonly result: Result<Uint8Array> }
  | { readonly kind: 'open'; readonly id: number; readonly result: Result<OpenedKeyFile> };
