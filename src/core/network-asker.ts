import type { TimeSource } from './time-source.ts';

/** Asks what a school has configured, and nobody else. */
export interface NetworkAsker {
  /**
   * The time server of that name; the same object each time, since it remembers a wish not to be asked.
   * @param allowLoopback - true only in a vault made as a demonstration
   * @throws {EvidenceError} VALUE_INVALID - not a time server's name
   */
  timeSource(timeServer: string, allowLoopback: boolean): TimeSource;
  /**
   * The address with which this network goes out, as the school's own server says.
   * @throws {EvidenceError} EGRESS_UNKNOWN - it gave none
   */
  egressAddress(source: string, allowLoopback: boolean): Promise<string>;
}
