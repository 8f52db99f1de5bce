import type {
  ActionInput,
  ActionConfig,
  Attachment as OurAttachment,
  Icon,
  InputTag,
  RequestParams,
  WidgetComponent,
  WidgetOf,
  WidgetRoot,
} from '@frontdesk/chatkit-protocol';
import { checkWidget } from '@frontdesk/chatkit-protocol';
import type {
  Attachment,
  ChatKitIcon,
  Entity,
  ModelOption,
  OpenAIChatKit,
  ToolChoice,
  ToolOption,
  UserMessageContent,
  Widgets,
} from '@openai/chatkit';

// The checks are the compiler's: what is written with the published types must be accepted by ours.
type Accepts<Ours, _Theirs extends Ours> = true;

type InferenceChoice = RequestParams<'threads.create'>['input']['inference_options'];

// If the published types could not be resolved they would be `any`, and every check below would say yes.
// @ts-expect-error a number is no card
export const resolved: Widgets.Card = 5;

export type Checks = [
  Accepts<WidgetRoot, Widgets.WidgetRoot>,
  Accepts<Pick<WidgetComponent, 'type'>, Pick<Widgets.WidgetComponent, 'type'>>,
  Accepts<WidgetOf<'Card'>, Widgets.Card>,
  Accepts<WidgetOf<'ListView'>, Widgets.ListView>,
  Accepts<WidgetOf<'Basic'>, Widgets.BasicRoot>,
  Accepts<WidgetOf<'ListViewItem'>, Widgets.ListViewItem>,
  Accepts<WidgetOf<'Box'>, Widgets.Box>,
  Accepts<WidgetOf<'Row'>, Widgets.Row>,
  Accepts<WidgetOf<'Col'>, Widgets.Col>,
  Accepts<WidgetOf<'Form'>, Widgets.Form>,
  Accepts<WidgetOf<'Spacer'>, Widgets.Spacer>,
  Accepts<WidgetOf<'Divider'>, Widgets.Divider>,
  Accepts<WidgetOf<'Transition'>, Widgets.Transition>,
  Accepts<WidgetOf<'Text'>, Widgets.TextComponent>,
  Accepts<WidgetOf<'Title'>, Widgets.Title>,
  Accepts<WidgetOf<'Caption'>, Widgets.Caption>,
  Accepts<WidgetOf<'Markdown'>, Widgets.Markdown>,
  Accepts<WidgetOf<'Badge'>, Widgets.Badge>,
  Accepts<WidgetOf<'Icon'>, Widgets.Icon>,
  Accepts<WidgetOf<'Image'>, Widgets.Image>,
  Accepts<WidgetOf<'Button'>, Widgets.Button>,
  Accepts<WidgetOf<'Input'>, Widgets.Input>,
  Accepts<WidgetOf<'Textarea'>, Widgets.Textarea>,
  Accepts<WidgetOf<'Select'>, Widgets.Select>,
  Accepts<WidgetOf<'DatePicker'>, Widgets.DatePicker>,
  Accepts<WidgetOf<'Checkbox'>, Widgets.Checkbox>,
  Accepts<WidgetOf<'RadioGroup'>, Widgets.RadioGroup>,
  Accepts<WidgetOf<'Label'>, Widgets.Label>,
  Accepts<WidgetOf<'Table'>, Extract<Widgets.WidgetComponent, { type: 'Table' }>>,
  Accepts<WidgetOf<'Table.Row'>, Extract<Widgets.WidgetComponent, { type: 'Table.Row' }>>,
  Accepts<WidgetOf<'Table.Cell'>, Widgets.TableCell>,
  Accepts<OurAttachment, Attachment>,
  Accepts<Icon, ChatKitIcon>,
  Accepts<Icon, Widgets.WidgetIcon>,
  Accepts<RequestParams<'threads.create'>['input']['content'][number], UserMessageContent>,
  Accepts<InputTag['data'], NonNullable<Entity['data']>>,
  // What the element is handed, and hands on: an action as widgets declare it, and one as it comes back.
  Accepts<ActionConfig, NonNullable<Widgets.Button['onClickAction']>>,
  Accepts<ActionInput, Parameters<OpenAIChatKit['sendCustomAction']>[0]>,
  Accepts<RequestParams<'threads.custom_action'>['action'], Parameters<OpenAIChatKit['sendCustomAction']>[0]>,
  Accepts<InferenceChoice['tool_choice'], ToolChoice>,
  Accepts<InferenceChoice['tool_choice'], { id: ToolOption['id'] }>,
  Accepts<InferenceChoice['model'], ModelOption['id']>,
  // And the other way round: what our server sends must be what code written with the published types expects.
  Accepts<Attachment, OurAttachment>,
  Accepts<Pick<Widgets.WidgetComponent, 'type'>['type'] | 'Chart' | 'ListViewItem' | WidgetRoot['type'], WidgetComponent['type']>,
];

test('a widget written with the published types has no problems', () => {
  const card: Widgets.Card = {
    type: 'Card',
    size: 'sm',
    children: [
      {
        type: 'Table',
        children: [{ type: 'Table.Row', header: true, children: [{ type: 'Table.Cell', children: [{ type: 'Text', value: 'a' }] }] }],
      },
      {
        type: 'Row',
        children: [{ type: 'Icon', name: 'star' }, { type: 'Spacer' }, { type: 'Button', label: 'Go', onClickAction: { type: 'go' } }],
      },
    ],
  };
  expect(checkWidget(card)).toEqual([]);
});
