import {
  ArrowLeft,
  ArrowUpRight,
  Ban,
  Camera,
  Check,
  CircleDashed,
  CircleDot,
  Clock,
  EyeOff,
  Flag,
  HeartHandshake,
  History,
  Images,
  Lock,
  Monitor,
  OctagonX,
  PhoneCall,
  Printer,
  RotateCw,
  Scale,
  ShieldCheck,
  Signature,
  Stamp,
  TriangleAlert,
  Users,
} from 'lucide-react';
import type { ReactElement } from 'react';

/** One meaning each; always beside a word, except Back and Load again, which have names. */
const icons = {
  stop: OctagonX,
  locked: Lock,
  off: Ban,
  recorded: CircleDot,
  hidden: EyeOff,
  concern: Flag,
  capture: Camera,
  exhibits: Images,
  deadline: Clock,
  doubt: TriangleAlert,
  absent: CircleDashed,
  done: Check,
  proved: ShieldCheck,
  unproved: Scale,
  authority: Stamp,
  sign: Signature,
  two: Users,
  continuity: History,
  leaves: ArrowUpRight,
  print: Printer,
  police: PhoneCall,
  computer: Monitor,
  care: HeartHandshake,
  back: ArrowLeft,
  again: RotateCw,
} as const;

/** What an icon stands for. */
export type IconName = keyof typeof icons;

/** A drawn sign beside a word; never read out, the word is. */
export function Icon({ name }: { readonly name: IconName }): ReactElement {
  const Drawn = icons[name];
  return <Drawn className="icon" aria-hidden="true" focusable="false" />;
}
