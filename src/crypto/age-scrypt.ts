import { hkdfSync, scryptSync } from 'node:crypto';
import type { Identity, Recipient, Stanza } from 'age-encryption';
