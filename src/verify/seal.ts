import { verifyCms, type CmsSignerFacts } from '#src/crypto/verify/cms.ts';
import { PACK_LIMITS, PACK_PATHS, SEAL_ROLES } from '#src/pack/format.ts';
import type { Findings } from './finding.ts';
import { fileAt, type PackFiles } from './pack-files.ts';

/** Whether they are two different people who hold the two roles between them, either way round. */
function isQuorum(signers: readonly CmsSignerFacts[]): boolean {
  if (signers.length !== 2) return false;
  const [dsl, head] = SEAL_ROLES;
  const holds = (signer: CmsSignerFacts, roles: readonly string[]): boolean =>
    signer.roles.some((role) => roles.includes(role));
  return signers.some(
    (one) =>
      holds(one, dsl) &&
      signers.some((other) => other.personId !== one.personId && holds(other, head)),
  );
}

/**
 * Verify the seal: both signatures over the tag manifest, by people whom the CA certifies in the
 * roles that may export (R29).
 * @returns who sealed the pack; empty where the seal does not hold
 */
export async function checkSeal(
  files: PackFiles,
  caDer: Uint8Array,
  findings: Findings,
): Promise<readonly CmsSignerFacts[]> {
  if (!files.bytes.has(PACK_PATHS.seal)) {
    findings.add('PACK_SIGNATURE_MISSING', 'seal expected in the pack, got none', PACK_PATHS.seal);
    return [];
  }
  const signers = await findings.collect(
    PACK_PATHS.seal,
    () =>
      verifyCms(
        fileAt(files, PACK_PATHS.seal, PACK_LIMITS.signatureBytes),
        fileAt(files, PACK_PATHS.tagManifest),
        caDer,
      ),
    'PACK_SIGNATURE_INVALID',
  );
  if (signers === null) return [];
  if (!isQuorum(signers)) {
    findings.add(
      'PACK_QUORUM_NOT_MET',
      'seal expected a DSL and a headteacher or chair, two people',
      PACK_PATHS.seal,
    );
  }
  return signers;
}
