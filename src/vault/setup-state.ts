import type { Digest } from '#src/core/digest.ts';
import type { P256KeyPair } from '#src/crypto/p256.ts';
import type { PersonKeys } from '#src/crypto/person-keys.ts';
import type { SchoolNetwork } from '#src/core/school-network.ts';
import type { SheetState } from './custodian-sheets.ts';
import type { Person } from './person.ts';

/** School as typed. */
export interface SchoolInput {
  readonly name: string;
  /** 2 to 5 capitals: investigations are called `<prefix>-<year>-<number>`. */
  readonly referencePrefix: string;
  /** A vault for showing and trying: everything that comes out of it is marked. */
  readonly demonstration: boolean;
}

/** Computer as typed. */
export interface ComputerInput {
  readonly name: string;
  readonly location: string;
  readonly assetNo: string;
}

/** A person in set-up: key file made, private keys still in memory. */
export interface SetupPerson {
  readonly person: Omit<Person, 'certificate'>;
  readonly keys: PersonKeys;
  readonly keyFile: Uint8Array;
}

/** The CA in memory until set-up ends. */
export interface SetupCa {
  readonly keys: P256KeyPair;
  /** DER. */
  readonly certificate: Uint8Array;
  readonly fingerprint: Digest;
}

/** Where set-up stands; no secret in it. */
export interface SetupState {
  readonly school: SchoolInput | null;
  readonly computer: ComputerInput | null;
  readonly network: SchoolNetwork;
  readonly stopKey: string;
  readonly people: readonly Omit<Person, 'certificate'>[];
  readonly missingRoles: readonly string[];
  readonly peopleDone: boolean;
  /** Shown once the certificates are issued. */
  readonly caFingerprint: Digest | null;
  readonly custodians: readonly SheetState[];
  readonly pairsProved: number;
  readonly pairsTotal: number;
  /** What is still to do before `finish`, in words; null when nothing. */
  readonly finishRefusal: string | null;
}
