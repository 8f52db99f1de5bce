import type { ReactNode } from 'react';

export const Formula = ({ raw }: { tex: string; display: boolean; raw: string }): ReactNode => <code>{raw}</code>;
