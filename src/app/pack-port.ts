import type { BuiltPack, PackInput } from '#src/pack/input.ts';

/** What a verifier found; empty findings and `valid` together mean that all it claims holds. */
export interface PackVerdict {
  readonly valid: boolean;
  /** Plain sentences. */
  readonly findings: readonly string[];
}

/** Packs, made by `src/pack` and checked by `src/verify`. */
export interface PackBuilder {
  /** @throws {EvidenceError} PACK_CONTENT_REFUSED - something that may never leave was put in */
  build(input: PackInput): Promise<BuiltPack>;
  /** Verify from the bytes alone; never throws for bad packs. */
  verify(bytes: Uint8Array): Promise<PackVerdict>;
}
