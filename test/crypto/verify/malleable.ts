import { fromHex, toHex } from '#src/core/bytes.ts';
import { childrenOf, encodeUnsigned, readOneDer, sequence } from '#src/crypto/verify/der.ts';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other signature (r, n - s) over the same message, which needs no private key. */
export function otherSignature(signature: Uint8Array): Uint8Array<ArrayBuffer> {
  const [r, s] = childrenOf(readOneDer(signature));
  if (r === undefined || s === undefined) throw new RangeError('"signature" expected two numbers');
  const other = (ORDER - BigInt(`0x${toHex(s.content)}`)).toString(16).padStart(64, '0');
  return sequence(r.whole, encodeUnsigned(fromHex(other)));
}
