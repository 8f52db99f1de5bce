import { asked, said } from '../scene.js';
import type { GalleryGroup } from '../scene.js';

const EVERYTHING = `Here is how a **refund** works, in *three* steps. ~~Four.~~

## What happens

1. You send the parcel back.
2. We check it.
   - the seal
   - the serial number
3. The money goes out, mostly within \`3\` days.

### What it costs

| Method | Days | Fee |
| --- | ---: | :---: |
| Card | 3 | none |
| Transfer | 5 | none |
| Cheque | 14 | 2 € |

> Keep the receipt until the money is there. See [the terms](https://frontdesk.example/terms).

- [x] Parcel received
- [ ] Money sent

---

That is all.`;

const CODE = `Ask for it like this:

\`\`\`ts
// A request, as the page sends it.
const answer = await fetch('/chatkit', {
  method: 'POST',
  body: JSON.stringify({ type: 'threads.list', params: { limit: 20, order: 'desc' } }),
});
\`\`\`

\`\`\`bash
curl -N http://127.0.0.1:3000/chatkit -H 'content-type: application/json' -d '{"type":"threads.list","params":{}}'
\`\`\``;

const FORMULAS = `Compound interest is $A = P(1 + r/n)^{nt}$, where prices such as $5 and $6 stay prices.

$$
\\int_0^1 x^2 \\, dx = \\frac{1}{3}, \\qquad \\sum_{k=1}^{n} k = \\frac{n(n+1)}{2}
$$`;

const WIDE = `| Region | January | February | March | April | May | June | July | August |
| --- | --: | --: | --: | --: | --: | --: | --: | --: |
| North of the river | 120,400 | 98,220 | 133,900 | 140,010 | 99,800 | 101,200 | 120,300 | 88,000 |
| South | 9,400 | 8,220 | 13,900 | 14,010 | 9,800 | 11,200 | 12,300 | 8,000 |`;

const LONG_WORD = 'https://frontdesk.example/a/very/long/address/that/does/not/fit/into/a/narrow/column?with=parameters&and=more-of-them&until=the-end';

export const TEXTS: GalleryGroup = {
  title: 'Texts',
  states: [
    {
      name: 'conversation',
      title: 'A conversation',
      shows: '.turn:last-of-type .turn-actions',
      options: { threadItemActions: { feedback: true, retry: true } },
      thread: {
        title: 'Refund for order 4711',
        items: [
          asked('Where is my refund?'),
          said('It left us on Monday. Transfers take **up to three days**, so it should be there tomorrow.'),
          asked('And if it is not?\nI need it before the weekend, because the rent is due.'),
          said('Then write to us here: we keep this conversation, and a colleague looks into it the same day.'),
        ],
      },
    },
    {
      name: 'quote-button',
      title: 'A passage is selected',
      shows: '.quote-button',
      thread: { items: [asked('Where is my refund?'), said('It left us on Monday. It should be there tomorrow.')] },
      act: async (reader) => {
        document.getSelection()?.selectAllChildren(await reader.see('.assistant-message p'));
      },
    },
    {
      name: 'to-end',
      title: 'Scrolled away from the end',
      shows: '.to-end:not(.away)',
      thread: { items: [asked('How does a refund work?'), said(EVERYTHING), asked('And how do I call it?'), said(CODE)] },
      act: async (reader) => (await reader.see('.scroll')).scrollTo({ top: 0 }),
    },
    { name: 'markdown', title: 'Markdown', shows: 'hr', thread: { items: [asked('How does a refund work?'), said(EVERYTHING)] } },
    { name: 'code', title: 'Code', shows: '.hl-keyword', thread: { items: [asked('How do I call it?'), said(CODE)] } },
    { name: 'formulas', title: 'Formulas', shows: 'math[display="block"]', thread: { items: [asked('And with interest?'), said(FORMULAS)] } },
    { name: 'wide-table', title: 'A wide table', shows: 'table', thread: { items: [asked('The figures, please.'), said(WIDE)] } },
    {
      name: 'long-words',
      title: 'Words that do not fit',
      shows: '.assistant-message a',
      thread: { title: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenbandfabrikationsstätte', items: [asked(LONG_WORD), said(`It is at ${LONG_WORD}, or \`${LONG_WORD}\`.`)] },
    },
    {
      name: 'directions',
      title: 'From right to left',
      shows: '.assistant-message li:last-child',
      thread: { items: [asked('מה השעה?'), said('השעה עשר. In English: it is ten.\n\nهذه فقرة بالعربية.\n\n- one\n- שתיים')] },
    },
    {
      name: 'quoted',
      title: 'A message with a quote, tags and a link of the page',
      shows: '.deeplink',
      thread: {
        items: [
          asked('', {
            quoted_text: 'Transfers take up to three days, so it should be there tomorrow, unless the bank has a holiday.',
            content: [
              { type: 'input_text', text: 'Does ' },
              { type: 'input_tag', id: 'cus_1', text: 'Ada Lovelace', group: 'Customers', interactive: true },
              { type: 'input_text', text: ' know that?' },
            ],
          }),
          said('Yes: see [her file](chatkit-link://customer?id=cus_1).'),
        ],
      },
    },
  ],
};
