export const helper = (): string => 'h';
