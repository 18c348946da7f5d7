import { useState, type ReactElement } from 'react';
import {
  asksThisComputer,
  egressSource,
  ipAddress,
  timeServerPlace,
  type EgressSetting,
  type SchoolNetwork,
} from '../../../src/core/school-network.ts';
import type { FormError } from '../../hooks/use-form-errors.ts';
import { TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import classes from './setup.module.css';

/** What a network manager may type. */
export interface NetworkDraft {
  readonly timeServer: string;
  readonly egressAddress: string;
  readonly egressSource: string;
}

/** What was typed before. */
export function draftOf({ timeServer, egress }: SchoolNetwork): NetworkDraft {
  return {
    timeServer: timeServer ?? '',
    egressAddress: egress?.how === 'typed-in' ? egress.address : '',
    egressSource: egress?.how === 'asked' ? egress.source : '',
  };
}

/** As the channel takes it; an empty field is nobody asked. */
export function networkOf(draft: NetworkDraft): SchoolNetwork {
  const timeServer = draft.timeServer.trim();
  return { timeServer: timeServer === '' ? null : timeServer, egress: egressOf(draft) };
}

function egressOf(draft: NetworkDraft): EgressSetting | null {
  const [address, source] = [draft.egressAddress.trim(), draft.egressSource.trim()];
  if (address !== '') return { how: 'typed-in', address };
  return source === '' ? null : { how: 'asked', source };
}

/** @param demonstration - only then may this computer itself be asked */
export function networkErrors(draft: NetworkDraft, demonstration: boolean): readonly FormError[] {
  const { timeServer, egress } = networkOf(draft);
  const [address, source] = [draft.egressAddress.trim(), draft.egressSource.trim()];
  const own = 'Name another computer than this one';
  const itself = (network: SchoolNetwork): boolean => !demonstration && asksThisComputer(network);
  const errors: FormError[] = [];
  const wrong = (id: string, message: string): void => {
    errors.push({ id, message });
  };
  if (timeServer !== null) {
    if (timeServerPlace(timeServer) === null)
      wrong('network-time', 'Type the time server’s name, such as ntp.school.example');
    else if (itself({ timeServer, egress: null })) wrong('network-time', own);
  }
  if (address !== '' && ipAddress(address) === null)
    wrong('network-address', 'Type an IP address, such as 203.0.113.7');
  if (source !== '') {
    if (address !== '') wrong('network-source', 'Fill in one of the two, not both');
    else if (egressSource(source) === null)
      wrong('network-source', 'Type a whole address that begins with http:// or https://');
    else if (itself({ timeServer: null, egress })) wrong('network-source', own);
  }
  return errors;
}

/** Folded away: whom we may ask beside the pages under review. Most schools leave it empty. */
export function NetworkFields(props: {
  readonly draft: NetworkDraft;
  readonly errorOf: (id: string) => string | null;
  readonly onChange: (draft: NetworkDraft) => void;
}): ReactElement {
  const { draft, errorOf, onChange } = props;
  const [unfolded, setUnfolded] = useState(Object.values(draft).some((text) => text !== ''));
  const ids = ['network-time', 'network-address', 'network-source'];
  const wrong = ids.some((id) => errorOf(id) !== null);
  return (
    <details
      className={classes.network}
      open={unfolded || wrong}
      onToggle={(event) => {
        setUnfolded(event.currentTarget.open);
      }}
    >
      <summary>For the network manager: time server and outside address (optional)</summary>
      <div className={layout.stack}>
        <p className={layout.small}>
          Left empty, nobody is asked, and the record says so. These can’t be changed after set-up.
        </p>
        <TextField
          id="network-time"
          label="The school’s time server"
          hint="Its name or address, for example ntp.school.example. Asked at the start of each sitting and at each capture."
          value={draft.timeServer}
          error={errorOf('network-time')}
          onChange={(timeServer) => {
            onChange({ ...draft, timeServer });
          }}
        />
        <TextField
          id="network-address"
          label="Address the school’s network goes out with, if it never changes"
          value={draft.egressAddress}
          error={errorOf('network-address')}
          onChange={(egressAddress) => {
            onChange({ ...draft, egressAddress });
          }}
        />
        <TextField
          id="network-source"
          label="Or a server of the school’s own that answers with it"
          hint="A web address that gives back the IP address as plain text and nothing else. Never a stranger’s: it would learn when you review."
          inputMode="url"
          value={draft.egressSource}
          error={errorOf('network-source')}
          onChange={(source) => {
            onChange({ ...draft, egressSource: source });
          }}
        />
      </div>
    </details>
  );
}
