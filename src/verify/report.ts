import type { PackFinding } from './finding.ts';

/** Facts of a pack, worth saying whether or not it is valid. They are the pack's own claims. */
export interface PackFacts {
  readonly packId: string;
  readonly reference: string;
  readonly school: string;
  readonly createdAt: string;
  readonly recipient: string;
  readonly demonstration: boolean;
  readonly preview: boolean;
  readonly caFingerprint: string;
  /** Null where the pack has no tag manifest. */
  readonly sealDigest: string | null;
  readonly sealedBy: readonly { readonly name: string; readonly signedAt: string | null }[];
  readonly exhibits: number;
  readonly entries: number;
  readonly withheld: number;
}

/** What a verification came to. */
export interface PackReport {
  /** `valid`: nothing wrong was found. `findings`: something is. `unreadable`: it is no pack. */
  readonly result: 'valid' | 'findings' | 'unreadable';
  readonly findings: readonly PackFinding[];
  /** Null where the pack could not be read far enough. */
  readonly facts: PackFacts | null;
  /** Plain sentences: what holds. Empty unless valid. */
  readonly proved: readonly string[];
  /** Plain sentences: what no verification of a pack can show. */
  readonly notProved: readonly string[];
  /** Plain sentences: what this program did not look at. While any stands here, not all was checked. */
  readonly notChecked: readonly string[];
}
