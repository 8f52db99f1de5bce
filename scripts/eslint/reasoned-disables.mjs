/**
 * Every rule that is switched off says why: `// eslint-disable-next-line some-rule -- the reason`.
 * @type {import('eslint').Rule.RuleModule}
 */
export const reasonedDisables = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { reason: 'Say why the rule is switched off: `eslint-disable-next-line rule -- reason`.' },
  },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S/.test(comment.value)) {
          context.report({ loc: comment.loc ?? { line: 1, column: 0 }, messageId: 'reason' });
        }
      }
    },
  }),
};
