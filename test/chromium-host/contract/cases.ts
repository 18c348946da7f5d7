import { bridgeCases } from './bridge.ts';
import { certificateCases } from './certificates.ts';
import type { ContractCase } from './kit.ts';
import { navigationCases } from './navigation.ts';
import { networkCases } from './network.ts';
import { pageCases } from './page.ts';

/** Every fact of Electron's API that the program relies on. */
export const contractCases: readonly ContractCase[] = [
  ...bridgeCases,
  ...navigationCases,
  ...networkCases,
  ...certificateCases,
  ...pageCases,
];
