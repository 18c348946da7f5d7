import { Component, type ReactNode } from 'react';
import { FailureNotice } from '../parts/notice.tsx';

/** Keeps a screen that fails from taking the bar with it: STOP stays where it is. */
export class Boundary extends Component<
  { readonly children: ReactNode },
  { readonly failedAt: string | null }
> {
  override state: { readonly failedAt: string | null } = { failedAt: null };

  static getDerivedStateFromError(): { readonly failedAt: string } {
    return { failedAt: new Date().toISOString() };
  }

  override render(): ReactNode {
    const { failedAt } = this.state;
    if (failedAt === null) return this.props.children;
    return <FailureNotice code="INTERNAL" at={failedAt} assertive />;
  }
}
