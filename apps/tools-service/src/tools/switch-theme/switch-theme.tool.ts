import { z } from 'zod';
import { defineTool } from '../../catalog/tool.js';

export const switchTheme = defineTool({
  name: 'switch_theme',
  description:
    'Switches the colours of the chat between light and dark. Call it before you answer whenever the user asks for a theme, dark mode, light mode, or for a brighter or darker screen. ' +
    'The user’s page answers whether it worked, as {success}.',
  parameters: z.strictObject({ theme: z.enum(['light', 'dark']).describe('The theme that the user wants.') }),
  deadlineMs: 5_000,
  progressText: 'Switching the theme',
  // The page does the switching; here nothing changes.
  reach: 'none',

  run: ({ theme }) =>
    Promise.resolve({
      output: { theme, status: 'requested' },
      effects: [{ type: 'client_tool', name: 'switch_theme', arguments: { theme } }],
    }),
});
