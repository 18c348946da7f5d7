import type { Clock } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { NetworkAsker } from '#src/core/network-asker.ts';
import { timeServerPlace } from '#src/core/school-network.ts';
import type { TimeSource } from '#src/core/time-source.ts';
import { askEgressAddress } from './egress-address.ts';
import { sntpSource } from './sntp-client.ts';

/** The real one, over UDP, http and https. @param clock - the evidence clock */
export function networkAsker(clock: Clock): NetworkAsker {
  const sources = new Map<string, TimeSource>();
  return {
    timeSource(timeServer, allowLoopback) {
      const known = sources.get(timeServer);
      if (known !== undefined) return known;
      const place = timeServerPlace(timeServer);
      if (place === null) throw new EvidenceError('VALUE_INVALID', '"timeServer" expected a host');
      const source = sntpSource({ ...place, allowLoopback }, clock);
      sources.set(timeServer, source);
      return source;
    },
    egressAddress: (source, allowLoopback) => askEgressAddress(source, { allowLoopback }),
  };
}
